"""Digests that have one address are named, and never taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Blog


def test_two_new_digests_of_one_address_and_day_are_told_apart(blog: Blog) -> None:
    """The second was told to be posted already, with the address of the first one's post."""
    blog.bot("init")
    first = blog.digest("a.md", title="First matter", slug="same", body="\nWords on one thing.\n")
    second = blog.digest("b.md", title="Other matter", slug="same", body="\nWords on another thing.\n")
    ran = blog.bot("run", "--to", "outbox", "--json")
    posted, other = sorted(ran.results, key=lambda one: one["digest"])
    assert (posted["outcome"], other["outcome"]) == ("posted", "skipped")
    assert "content/a.md has the same id, address, or time and title" in other["reason"]
    assert any("content/b.md has the same address" in warning for warning in posted["warnings"])
    assert blog.bot("post", second, "--to", "outbox", "--json").results[0]["outcome"] == "skipped"
    assert blog.bot("post", first, "--to", "outbox", "--json").results[0]["outcome"] == "already-posted"


@pytest.mark.parametrize("with_id", ["first", "second", "both"])
def test_an_id_of_its_own_makes_two_digests_of_one_address_and_day_two(blog: Blog, with_id: str) -> None:
    """The remedy that the bot itself names did not help: the second was skipped all the same."""
    blog.bot("init")
    for number in ("first", "second"):
        own = {"id": f"the-{number}"} if with_id in {number, "both"} else {}
        blog.digest(
            f"{number}.md", title=f"The {number} matter", slug="same", body=f"\nWords on a {number} thing.\n", **own
        )
    ran = blog.bot("run", "--to", "outbox", "--json")
    assert [one["outcome"] for one in ran.results] == ["posted", "posted"], ran
    assert blog.bot("run", "--to", "outbox", "--json").results == []


def test_an_id_that_a_posted_digest_is_given_later_posts_nothing_again(blog: Blog) -> None:
    """Also where its title is another by then; where its file has another name, too."""
    blog.bot("init")
    blog.digest("a.md", title="A matter", slug="same")
    blog.bot("run", "--to", "outbox")
    blog.digest("a.md", title="The same matter", slug="same", id="mine")
    assert blog.bot("run", "--to", "outbox", "--json").results == []
    (blog.root / "content" / "a.md").unlink()
    blog.digest("b.md", title="Still the same matter", slug="same", id="other")
    assert blog.bot("run", "--to", "outbox", "--json").results == []


def test_a_copy_with_an_id_of_its_own_and_the_same_title_and_time_is_no_other_digest(blog: Blog) -> None:
    """Files that are left behind in a move to other folders would be an archive poured out once more."""
    blog.bot("init")
    blog.digest("a.md", title="A matter", slug="same")
    blog.bot("run", "--to", "outbox")
    blog.digest("b.md", title="A matter", slug="other", id="other")
    (twin,) = blog.bot("run", "--to", "outbox", "--json").results
    assert twin["outcome"] == "skipped"
    assert "a title of its own" in twin["reason"]


@pytest.mark.parametrize(
    ("ids", "title"),
    [(("w46", "w47"), "Trains"), (("w46", "w47"), "Apples"), (("w46", None), "Trains"), ((None, "w47"), "Trains")],
)
def test_a_file_that_is_written_over_with_another_id_is_another_digest(
    blog: Blog, ids: tuple[str | None, str | None], title: str
) -> None:
    """Only their address was the same; the second was never posted, and nothing said so."""
    blog.bot("init")
    blog.digest("latest.md", "\nApples and pears of this week.\n", title="Apples", id=ids[0])
    assert blog.bot("run", "--to", "outbox", "--json").results[0]["outcome"] == "posted"
    blog.digest(
        "latest.md", "\nTrains, ships and bicycles.\n", title=title, pubDatetime="2026-11-22T08:00:00Z", id=ids[1]
    )
    assert [one["outcome"] for one in blog.bot("run", "--to", "outbox", "--json").results] == ["posted"]

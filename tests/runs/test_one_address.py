"""Digests that have one address are named, and never taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

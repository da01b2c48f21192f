"""Which digest a file is: the same one under another name is not posted again, and another one in the same file is."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.conftest import OUTBOX
from tests.ledger.test_schema import released

if TYPE_CHECKING:
    from tests.conftest import Blog

BODY = (
    "\nWe have moved the whole of our archive to a machine that nobody has ever seen, and this is what we have found there: "
    "two letters, a map of the coast and a list of names, most of which are crossed out.\n"
)
OTHER = (
    "\nThis week a reader asks why bread rises, and a baker, a chemist and a child give three answers that cannot all be "
    "true; the fourth is ours, and it has to do with the weather.\n"
)


@pytest.fixture
def posting_blog(blog: Blog) -> Blog:
    """A blog with an outbox and a ledger, and nothing posted."""
    blog.settings(OUTBOX)
    assert blog.bot("init", "-y").code == 0
    return blog


def posted(blog: Blog) -> list[str]:
    """What a run posts, by key."""
    ran = blog.bot("run", "--json")
    assert ran.code in {0, 4}, ran.err  # 4: the old ledger has one in doubt
    return sorted(one["digest"] for one in ran.results if one["outcome"] == "posted")


def test_renamed_and_retitled_in_one_commit_it_is_not_posted_again(posting_blog: Blog) -> None:
    """And whoever runs the bot hears so, once."""
    old = posting_blog.digest("2026-11-20-hello.md", BODY)
    assert posted(posting_blog) == ["2026-11-20-hello"]
    old.unlink()
    posting_blog.digest("a-better-name.md", BODY, title="A better title")
    ran = posting_blog.bot("run", "--json")
    assert (ran.code, ran.results) == (0, [])
    assert "2026-11-20-hello.md under another name and title, and not posted again" in ran.err
    posting_blog.digest("another.md", OTHER, title="Another", pubDatetime="2026-11-21T08:00:00Z")
    ran = posting_blog.bot("run", "--json")
    assert [one["digest"] for one in ran.results] == ["another"]
    assert "under another name" not in ran.err


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (BODY.replace("two letters", "three letters"), {}),
        (BODY, {"pubDatetime": "2026-11-24T08:00:00Z"}),
        (BODY.upper().replace(", ", " – "), {}),
    ],
    ids=["and edited a little", "and dated anew", "and typeset anew"],
)
def test_renamed_retitled_and_more_in_one_commit(posting_blog: Blog, body: str, fields: dict[str, str]) -> None:
    """Its file is gone, and its body is alike."""
    old = posting_blog.digest("hello.md", BODY)
    assert posted(posting_blog) == ["hello"]
    old.unlink()
    posting_blog.digest("a-better-name.md", body, title="A better title", **fields)
    assert posted(posting_blog) == []


def test_an_old_name_that_leads_to_the_same_file_is_no_other_file(posting_blog: Blog) -> None:
    """As where case makes no difference ("Post.md" became "post.md"), or where a link was left behind."""
    old = posting_blog.digest("Hello.md", BODY, pubDatetime=None)
    assert posted(posting_blog) == ["Hello"]
    old.rename(old.with_name("hello.md"))
    old.symlink_to("hello.md")
    new = posting_blog.digest("hello.md", BODY, title="A better title", pubDatetime=None)
    assert posted(posting_blog) == []
    explained = posting_blog.bot("explain", new)
    assert "it was posted" in explained.out
    assert "if this is another digest" not in explained.out


def test_two_new_digests_of_one_title_and_minute_are_told_in_the_same_run(posting_blog: Blog) -> None:
    """The second was said to be already posted, with the first one's address."""
    posting_blog.digest("a.md", BODY, title="Links")
    posting_blog.digest("b.md", OTHER, title="Links")
    for _ in range(2):
        ran = posting_blog.bot("run", "--json")
        (second,) = (one for one in ran.results if one["digest"] == "b")
        assert second["outcome"] == "skipped", ran
        assert "an id and a title of its own" in second["reason"]


def test_with_the_old_file_still_there_it_is_a_new_one(posting_blog: Blog) -> None:
    """A copy that became a post of its own."""
    posting_blog.digest("hello.md", BODY)
    assert posted(posting_blog) == ["hello"]
    posting_blog.digest("copy.md", BODY, title="Another title", pubDatetime="2026-11-21T08:00:00Z")
    assert posted(posting_blog) == ["copy"]


def test_another_digest_in_the_place_of_one_that_is_gone_is_a_new_one(posting_blog: Blog) -> None:
    """The old file was removed, and this one has other words."""
    posting_blog.digest("hello.md", BODY).unlink()
    old = posting_blog.digest("hello.md", BODY)
    assert posted(posting_blog) == ["hello"]
    old.unlink()
    posting_blog.digest("bread.md", OTHER, title="Bread")
    assert posted(posting_blog) == ["bread"]


def test_a_sentence_that_many_digests_have_tells_nothing(posting_blog: Blog) -> None:
    """ "Listen to it here.": of another time and title it is another digest, though the old file is gone."""
    old = posting_blog.digest("one.md", "\nListen to it here.\n", title="Part one")
    assert posted(posting_blog) == ["one"]
    old.unlink()
    posting_blog.digest("two.md", "\nListen to it here.\n", title="Part two", pubDatetime="2026-11-21T08:00:00Z")
    assert posted(posting_blog) == ["two"]


def test_a_file_that_is_written_over_with_the_next_issue_is_posted_each_week(posting_blog: Blog) -> None:
    """weekly.md: another title, date and body; and each of them once."""
    bodies = [
        BODY,
        OTHER,
        "\nThe third issue has no letters in it at all, because the post office on the island is closed until spring.\n",
    ]
    for number, body in enumerate(bodies, start=1):
        posting_blog.digest("weekly.md", body, title=f"Issue {number}", pubDatetime=f"2026-11-{number:02}T08:00:00Z")
        assert posted(posting_blog) == ["weekly"]
        assert posted(posting_blog) == []
        # Its own edits are no new issue.
        posting_blog.digest("weekly.md", body, title=f"Issue {number}!", pubDatetime=f"2026-11-{number:02}T08:00:00Z")
        assert posted(posting_blog) == []
        posting_blog.digest(
            "weekly.md",
            f"{body}\nA word more.\n",
            title=f"Issue {number}!",
            pubDatetime=f"2026-11-{number:02}T09:00:00Z",
        )
        assert posted(posting_blog) == []
    assert len(list((posting_blog.root / "state" / "outbox").glob("weekly*.html"))) == 3


def test_a_digest_with_an_id_is_what_its_id_says(posting_blog: Blog) -> None:
    """However much of it is changed; and whatever it has in common with one that is gone."""
    old = posting_blog.digest("hello.md", BODY, id="mine")
    assert posted(posting_blog) == ["mine"]
    posting_blog.digest("hello.md", OTHER, id="mine", title="All new", pubDatetime="2026-11-21T08:00:00Z")
    assert posted(posting_blog) == []
    old.unlink()
    posting_blog.digest("other.md", OTHER, id="yours", title="All newer", pubDatetime="2026-11-22T08:00:00Z")
    assert posted(posting_blog) == ["yours"]


def test_the_posts_of_an_old_ledger_are_known_by_their_bodies_after_one_run(posting_blog: Blog) -> None:
    """A ledger of version 1 knows no bodies; its files are read once more, and then a rename is recognised."""
    ledger = posting_blog.root / "state" / "ledger.db"
    ledger.unlink()
    (posting_blog.root / "state" / "locks" / "ledger.seen").unlink()
    old = released()
    old.execute("INSERT INTO targets VALUES ('outbox', 1)")
    ledger.write_bytes(old.serialize())
    old.close()
    file = posting_blog.digest(
        "hello-4.md", BODY, title="Hello, world number 4", pubDatetime="2026-11-22T07:56:00Z", lang="en"
    )
    assert posted(posting_blog) == []
    with sqlite3.connect(ledger) as connection:
        assert connection.execute("SELECT count(body) FROM entries WHERE key = 'hello-4'").fetchone() == (1,)
    connection.close()
    file.unlink()
    posting_blog.digest("renamed.md", BODY, title="Quite another title", pubDatetime="2026-11-22T07:56:00Z", lang="en")
    assert posted(posting_blog) == []


def test_content_is_compared_by_its_words() -> None:
    """Not by its bytes; and texts that have little in common are not alike."""
    from bot.text.likeness import alike, print_of, same_text

    one, edited, other = print_of(BODY), print_of(BODY + " One more sentence."), print_of(OTHER)
    assert one is not None
    assert edited is not None
    assert other is not None
    assert same_text(one, print_of(f"**{BODY}**") or b"")
    assert alike(one, edited)
    assert not same_text(one, edited)
    assert not alike(one, other)
    assert print_of(" \n--- ") is None


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-21", None])
def test_files_that_exchange_names_and_are_edited_later_post_nothing_again(posting_blog: Blog, day: str | None) -> None:
    """Each was taken for the other's twin for as long as the other was there, and forgotten at the next change of its name."""
    posting_blog.digest("a.md", BODY, title="An archive", pubDatetime="2026-11-20")
    posting_blog.digest("b.md", OTHER, title="A baker", pubDatetime=day)
    assert posted(posting_blog) == ["a", "b"]
    posting_blog.digest("a.md", OTHER, title="A baker", pubDatetime=day)
    posting_blog.digest("b.md", BODY, title="An archive", pubDatetime="2026-11-20")
    ran = posting_blog.bot("run", "--json")
    assert (ran.code, ran.results) == (0, [])
    for name in ("a.md", "b.md"):
        (posting_blog.root / "content" / name).unlink()
    posting_blog.digest("c.md", OTHER, title="A baker and a chemist", pubDatetime=day)
    posting_blog.digest("d.md", BODY, title="The archive of the coast", pubDatetime="2026-11-20")
    assert posted(posting_blog) == []
    posting_blog.digest("b.md", "\nOf that day too, and of other things.\n", title="Another", pubDatetime="2026-11-20")
    assert posted(posting_blog) == ["b"]


def test_a_digest_that_comes_back_under_another_name_stays_known(posting_blog: Blog) -> None:
    """Its last file had another digest by then, for whose twin it was taken; after one more change it was posted again."""
    posting_blog.digest("a.md", BODY, title="An archive", pubDatetime="2026-11-20")
    assert posted(posting_blog) == ["a"]
    posting_blog.digest("a.md", OTHER, title="A baker", pubDatetime="2026-11-21")
    assert posted(posting_blog) == ["a"]
    posting_blog.digest("b.md", BODY, title="An archive", pubDatetime="2026-11-20")
    ran = posting_blog.bot("run", "--json")
    assert (ran.code, ran.results) == (0, [])
    (posting_blog.root / "content" / "b.md").rename(posting_blog.root / "content" / "c.md")
    posting_blog.digest("c.md", BODY, title="The archive of the coast", pubDatetime="2026-11-20")
    assert posted(posting_blog) == []


def test_undated_digests_that_exchange_names_with_a_dated_one_are_not_posted_again(posting_blog: Blog) -> None:
    """An undated one was known by its key alone, which was the dated one's by then."""
    third = "\nOf ships and bicycles, and of how to go to places that nobody has been to before us.\n"
    digests = [(BODY, "An archive", None), (OTHER, "A baker", None), (third, "Ships", "2026-11-20")]
    for name, (body, title, day) in zip("abc", digests, strict=True):
        posting_blog.digest(f"{name}.md", body, title=title, pubDatetime=day)
    assert posted(posting_blog) == ["a", "b", "c"]
    for name, (body, title, day) in zip("cab", digests, strict=True):
        posting_blog.digest(f"{name}.md", body, title=title, pubDatetime=day)
    ran = posting_blog.bot("run", "--json")
    assert (ran.code, ran.results) == (0, [])


@pytest.mark.parametrize("day", ["2026-11-20", None])
def test_a_new_digest_in_the_file_of_one_that_was_renamed_in_the_same_commit(
    posting_blog: Blog, day: str | None
) -> None:
    """Of one day, or undated, it was taken for the old one and never posted; and the run after posted the old one again."""
    posting_blog.digest("latest.md", BODY, title="An archive", pubDatetime=day)
    assert posted(posting_blog) == ["latest"]
    posting_blog.digest("old.md", BODY, title="An archive", pubDatetime=day)
    posting_blog.digest("latest.md", OTHER, title="A baker", pubDatetime=day)
    assert posted(posting_blog) == ["latest"]
    assert posted(posting_blog) == []
    assert len(list((posting_blog.root / "state" / "outbox").glob("latest*.html"))) == 2


def test_a_file_that_exchanged_its_name_is_posted_already_by_name_too(posting_blog: Blog) -> None:
    """bot post took it for a twin of the file in its old place, and ended with 1."""
    both = (BODY, "An archive"), (OTHER, "A baker")
    for order in (both, both[::-1]):
        files = [
            posting_blog.digest(name, body, title=title)
            for name, (body, title) in zip(("a.md", "b.md"), order, strict=True)
        ]
        if order is both:
            assert posted(posting_blog) == ["a", "b"]
    ran = posting_blog.bot("post", *files, "--json")
    assert {one["outcome"] for one in ran.results} == {"already-posted"}

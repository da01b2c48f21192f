"""``bot documents`` on a real Bluesky server: the archive as documents, without a post."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from bot.points import Point
from bot.publishers.bluesky.identifiers import DOCUMENTS
from tests.documents.conftest import puts, references

if TYPE_CHECKING:
    from tests.documents.conftest import Site

COUNT = 4


@pytest.fixture
def archive(site: Site) -> Site:
    """Digests that were there before the bot, and one that is new."""
    for number in range(COUNT):
        site.blog.digest(
            f"old-{number}.md", title=f"Old number {number}", pubDatetime=f"2025-01-0{number + 1}T08:00:00Z"
        )
    assert site.bot("baseline", "-y").code == 0
    site.digest()
    return site


def titles(site: Site) -> list[str]:
    return sorted(document["value"]["title"] for document in site.documents())


def test_the_archive_gets_its_documents_and_no_post(archive: Site) -> None:
    """A second call has nothing to do; the new digest's document comes with its post."""
    ran = archive.bot("documents", "--json")
    assert ran.code == 0, ran
    assert [result["outcome"] for result in ran.results] == ["posted"] * COUNT
    assert [result["digest"] for result in ran.results] == [f"old-{number}" for number in range(COUNT)]
    assert {result["id"] for result in ran.results} == {document["uri"] for document in archive.documents()}
    assert ran.results[0]["draft"]["document"]["path"] == "/posts/old-0"
    assert titles(archive) == [f"Old number {number}" for number in range(COUNT)]
    assert archive.posts() == []
    assert archive.bot("documents", "--json").results == []
    assert archive.bot("run").code == 0
    assert len(archive.posts()) == 1
    assert len(archive.documents()) == COUNT + 1


def test_a_dry_run_asks_nobody(archive: Site) -> None:
    archive.pds.requests.clear()
    ran = archive.bot("documents", "--dry-run", "--json")
    assert ran.code == 0
    assert [result["outcome"] for result in ran.results] == ["would-post"] * COUNT
    assert ran.results[0]["draft"]["document"]["uri"].startswith(f"at://{archive.account.did}/{DOCUMENTS}/")
    assert archive.pds.requests == []
    assert archive.documents() == []


def test_at_most_so_many_at_once(archive: Site) -> None:
    """The oldest first; the next call goes on."""
    assert len(archive.bot("documents", "--max", "3", "--json").results) == 3
    assert titles(archive) == ["Old number 0", "Old number 1", "Old number 2"]
    assert len(archive.bot("documents", "--max", "3", "--json").results) == 1
    assert len(archive.documents()) == COUNT


@pytest.mark.parametrize("point", [Point.UPLOAD_AFTER, Point.DOCUMENT_BEFORE, Point.DOCUMENT_AFTER])
def test_a_call_that_was_killed_is_finished_by_the_next(archive: Site, point: Point) -> None:
    """What it made before is there once."""
    for number in range(COUNT):
        archive.digest(f"old-{number}.md", title=f"Old number {number}", pubDatetime=f"2025-01-0{number + 1}T08:00:00Z")
    killed = archive.bot("documents", env={"BOT_CRASH_AT": f"{point}:2"})
    assert killed.code == -signal.SIGKILL, killed
    assert archive.bot("documents").code == 0
    assert titles(archive) == [f"Old number {number}" for number in range(COUNT)]


def test_the_limit_of_rate_ends_a_call(archive: Site) -> None:
    """What is refused for now is put off with its time, and nothing behind it is tried."""
    assert archive.bot("documents", "--max", "1").code == 0
    archive.pds.requests.clear()
    archive.pds.fault("create", "429-reset", 99, reset_seconds=3600)
    ran = archive.bot("documents", "--json")
    assert ran.code == 1
    (result,) = ran.results
    assert (result["digest"], result["outcome"]) == ("old-1", "failed")
    assert result["retry_at"]
    archive.pds.proxy.heal()
    assert len(archive.bot("documents", "--json").results) == COUNT - 1


def test_a_lost_answer_makes_nothing_twice(archive: Site) -> None:
    archive.pds.fault("create", "reset-after", only=puts(DOCUMENTS))
    ran = archive.bot("documents", "--json")
    assert [result["outcome"] for result in ran.results] == ["posted"] * COUNT
    assert len(archive.documents()) == COUNT


def test_what_says_no_itself_gets_none(archive: Site) -> None:
    """Opted out, or on another host: left out, with the reason."""
    archive.blog.digest("old-1.md", title="Old number 1", pubDatetime="2025-01-02T08:00:00Z", social=False)
    archive.blog.digest(
        "old-2.md", title="Old number 2", pubDatetime="2025-01-03T08:00:00Z", canonicalURL="https://elsewhere.example/2"
    )
    ran = archive.bot("documents", "--json")
    assert ran.code == 0
    outcomes = {result["digest"]: (result["outcome"], result["reason"]) for result in ran.results}
    assert outcomes["old-1"][0] == outcomes["old-2"][0] == "skipped"
    assert "social: false" in outcomes["old-1"][1]
    assert "elsewhere.example" in outcomes["old-2"][1]
    assert titles(archive) == ["Old number 0", "Old number 3"]


def test_a_changed_digest_is_changed_by_hand_only(archive: Site) -> None:
    """Without --update what is there stays; with it the changed one alone is another version, and the warning is said."""
    assert archive.bot("documents").code == 0
    before = {document["uri"]: document["cid"] for document in archive.documents()}
    archive.blog.digest("old-1.md", body="\nRewritten.\n", title="Old number 1", pubDatetime="2025-01-02T08:00:00Z")
    assert archive.bot("documents", "--json").results == []
    assert {document["uri"]: document["cid"] for document in archive.documents()} == before
    ran = archive.bot("documents", "--update", "--json")
    assert [(result["digest"], result["outcome"]) for result in ran.results] == [("old-1", "posted")]
    assert "falls back to a plain one" in ran.err
    changed = [document for document in archive.documents() if before[document["uri"]] != document["cid"]]
    assert [document["value"]["textContent"] for document in changed] == ["Rewritten."]
    assert archive.bot("documents", "--update", "--json").results == []


def test_an_update_keeps_what_another_program_has_added(archive: Site) -> None:
    """A theme of its own, say; and the date of a digest that has none."""
    archive.blog.digest("old-0.md", title="Old number 0", pubDatetime=None)
    assert archive.bot("documents").code == 0
    document = next(one for one in archive.documents() if one["value"]["title"] == "Old number 0")
    other = {**document["value"], "bskyPostRef": {"uri": document["uri"], "cid": document["cid"]}}
    archive.put(DOCUMENTS, archive.rkey(document["uri"]), other)
    assert archive.bot("documents", "--update", "--json").results == []
    archive.blog.digest("old-0.md", title="Retitled", pubDatetime=None)
    assert archive.bot("documents", "--update").code == 0
    document = next(one for one in archive.documents() if one["value"]["title"] == "Retitled")
    assert document["value"]["bskyPostRef"] == other["bskyPostRef"]
    assert document["value"]["publishedAt"] == other["publishedAt"]


def test_a_document_that_was_taken_down_comes_back_as_it_was_claimed(archive: Site) -> None:
    """So that the card of its post heals, whatever the digest says by now."""
    assert archive.bot("run").code == 0
    (post,) = archive.posts()
    archive.delete(references(post)[0]["uri"])
    archive.digest(title="Retitled")
    (result,) = [one for one in archive.bot("documents", "--json").results if one["digest"].startswith("2026")]
    assert result["outcome"] == "posted"
    there = {document["uri"]: document["cid"] for document in archive.documents()}
    assert there[references(post)[0]["uri"]] == references(post)[0]["cid"]


def test_without_a_target_that_makes_documents_it_says_what_to_do(site: Site) -> None:
    site.settings(documents=False)
    ran = site.bot("documents")
    assert ran.code == 2
    assert "documents = true" in ran.err


def test_another_program_s_document_at_the_key_is_left_alone(archive: Site) -> None:
    """Of another page: it is named, it stays, and it is not taken for the digest's own."""
    preview = archive.bot("documents", "--dry-run", "--max", "1", "--json").results
    other = archive.put_document(archive.rkey(preview[0]["draft"]["document"]["uri"]), path="/posts/another")
    for call in (["documents"], ["documents", "--update"]):
        results = {result["digest"]: result for result in archive.bot(*call, "--json").results}
        assert results["old-0"]["outcome"] == "skipped"
        assert other["uri"] in results["old-0"]["reason"]
    assert other["cid"] in [document["cid"] for document in archive.documents()]
    assert len(archive.documents()) == COUNT


def test_a_page_that_moved_keeps_its_document(archive: Site) -> None:
    """Its slug was changed: the document that the ledger knows is changed by hand, and no second one is made."""
    assert archive.bot("documents").code == 0
    archive.blog.digest("old-0.md", title="Old number 0", pubDatetime="2025-01-01T08:00:00Z", slug="moved")
    assert archive.bot("documents", "--update").code == 0
    assert len(archive.documents()) == COUNT
    assert "/posts/moved" in [document["value"]["path"] for document in archive.documents()]

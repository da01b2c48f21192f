"""One post and one document, whatever dies, runs beside, is lost, taken down or said again."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from bot.points import Point
from bot.publishers.bluesky.identifiers import DOCUMENTS
from bot.publishers.bluesky.record import COLLECTION as POSTS
from tests.documents.conftest import references
from tests.documents.test_posting import FILE, key_of
from tests.nursery import running

if TYPE_CHECKING:
    from tests.documents.conftest import Site

PUSHES = {Point.PUSH_BEFORE, Point.PUSH_AFTER}
"""Points that only a ledger on a git branch passes."""


def test_killed_at_every_point_the_next_run_heals_it(site: Site) -> None:
    """The very next run ends with the one post, which pins the one document, wherever the first was killed."""
    for count, point in enumerate((point for point in Point if point not in PUSHES), start=1):
        site.digest(f"digest-{count}.md", title=f"Digest {count}", pubDatetime=f"2026-11-20T08:{count:02}:00Z")
        killed = site.bot("run", env={"BOT_CRASH_AT": str(point)})
        assert killed.code == -signal.SIGKILL, f"{point} was never reached: {killed}"
        assert site.bot("run").code == 0, point
        site.is_sound(count)
    assert site.bot("run", "--json").results == []
    assert site.bot("documents", "--json").results == []


def test_killed_again_and_again_it_still_ends(site: Site) -> None:
    """Every run that is to make up for a killed one is killed too."""
    site.digest()
    points = [point for point in Point if point not in PUSHES]
    for point in (*points, *reversed(points)):
        site.bot("run", env={"BOT_CRASH_AT": str(point)})
    assert site.bot("run").code == 0
    site.is_sound()


def test_four_at_once_make_one_of_each(site: Site) -> None:
    """Four runs over one ledger, and the archive's documents at the same time."""
    for number in range(3):
        site.blog.digest(f"digest-{number}.md", title=f"Digest {number}", pubDatetime=f"2026-11-20T08:00:0{number}Z")
    started = [running().start(site.blog, command) for command in ("run", "run", "run", "documents")]
    for process in started:
        process.wait()
    assert site.bot("run").code == 0
    site.is_sound(3)


def test_machines_that_know_nothing_of_each_other(site: Site) -> None:
    """Two checkouts, each with a ledger of its own: the second finds post and document, and makes neither."""
    site.digest()
    other = site.blog.root.parent / "other"
    shutil.copytree(site.blog.root, other)
    assert site.bot("run").code == 0
    first, site.blog.root = site.blog.root, other
    (result,) = site.bot("run", "--json").results
    assert result["outcome"] == "already-posted"
    site.blog.root = first
    site.is_sound()


@pytest.mark.parametrize("way", ["reconcile", "init"])
def test_a_lost_ledger_makes_nothing_anew(site: Site, way: str) -> None:
    """Rebuilt from the account, or begun anew: the digest's post and document are known, and taken down together."""
    site.digest()
    assert site.bot("run").code == 0
    shutil.rmtree(site.blog.root / "state")
    if way == "reconcile":
        assert site.bot("reconcile").code == 0
    else:
        assert site.bot("init", "-y").code == 0
        (result,) = site.bot("post", FILE, "--json").results
        assert result["outcome"] == "already-posted"
    site.is_sound()
    assert site.bot("documents", "--json").results == []
    assert site.bot("delete", FILE, "-y").code == 0
    assert site.posts() == site.documents() == []


def test_delete_takes_the_post_and_then_the_document(site: Site) -> None:
    """In this order: a document without its post is a page of the blog, a post without its document a plain card."""
    site.digest()
    assert site.bot("run").code == 0
    site.pds.requests.clear()
    (result,) = site.bot("delete", FILE, "-y", "--json").results
    assert (result["outcome"], result["reason"]) == ("skipped", "taken down")
    deleted = [request.body for request in site.pds.requests if request.operation == "delete"]
    assert [POSTS in str(body) for body in deleted] == [True, False]
    assert site.posts() == site.documents() == []
    assert site.bot("run", "--json").results == []
    assert site.bot("documents", "--json").results == []
    assert site.documents() == []


def test_a_delete_that_got_half_way_is_finished_by_the_next(site: Site) -> None:
    """It is written down only when both are gone."""
    site.digest()
    assert site.bot("run").code == 0
    site.pds.fault("delete", "400", only=lambda request: DOCUMENTS in str(request.body))
    (result,) = site.bot("delete", FILE, "-y", "--json").results
    assert result["outcome"] == "failed"
    assert site.posts() == []
    assert len(site.documents()) == 1
    (entry,) = site.bot("status", FILE, "--json").results
    assert entry["outcome"] == "posted"
    (result,) = site.bot("delete", FILE, "-y", "--json").results
    assert (result["outcome"], result["reason"]) == ("skipped", "taken down")
    assert site.documents() == []


def test_again_keeps_the_document(site: Site) -> None:
    """A new post pins the document that is there, as it is now."""
    site.digest()
    assert site.bot("run").code == 0
    (document,) = site.documents()
    changed = site.put_document(site.rkey(document["uri"]))
    (result,) = site.bot("post", FILE, "--again", "-y", "--json").results
    assert (result["outcome"], result["warnings"]) == ("posted", [])
    posts = site.posts()
    assert len(posts) == 2
    (document,) = site.documents()
    assert document["cid"] == changed["cid"]
    newer = next(post for post in posts if post["uri"] == result["id"])
    assert references(newer)[0] == {"uri": document["uri"], "cid": document["cid"]}
    assert site.bot("delete", FILE, "-y").code == 0
    assert site.documents() == []
    assert len(site.posts()) == 1


def test_what_was_taken_down_is_made_anew(site: Site) -> None:
    """Post, document and picture: the server has thrown the picture away with its last user."""
    site.digest()
    assert site.bot("run").code == 0
    assert site.bot("delete", FILE, "-y").code == 0
    (result,) = site.bot("post", FILE, "--again", "-y", "--json").results
    assert result["outcome"] == "posted"
    site.is_sound()
    (document,) = site.documents()
    assert site.pds.blob(site.account, document["value"]["coverImage"]["ref"]["$link"])


def test_again_makes_a_document_that_somebody_has_taken_down(site: Site) -> None:
    """In the app, say; the post is new, the document's key the digest's own."""
    site.digest()
    key = key_of(site)
    assert site.bot("run").code == 0
    (document,) = site.documents()
    site.delete(document["uri"])
    assert site.bot("post", FILE, "--again", "-y").code == 0
    (document,) = site.documents()
    assert site.rkey(document["uri"]) == key


def test_again_finds_the_document_under_its_first_key(site: Site) -> None:
    """The digest's date was corrected since: the ledger knows where its document is, and no second one is made."""
    site.digest()
    assert site.bot("run").code == 0
    (document,) = site.documents()
    site.digest(pubDatetime="2026-11-20T09:30:00Z")
    (result,) = site.bot("post", FILE, "--again", "-y", "--json").results
    assert result["outcome"] == "posted"
    assert result["draft"]["document"]["uri"] == document["uri"]
    assert [one["cid"] for one in site.documents()] == [document["cid"]]

"""Killed at every named point, on every target: the next run goes on as if nothing had been."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from bot.points import Point
from tests.chaos.world import ASKED_FIRST, TARGETS

if TYPE_CHECKING:
    from tests.chaos.world import World

SHARED_ONLY = {Point.PUSH_BEFORE, Point.PUSH_AFTER}
"""Points that only a ledger on a git branch passes."""
OF_DOCUMENTS = {Point.DOCUMENT_BEFORE, Point.DOCUMENT_AFTER}
"""Points that only a post with a document passes (tests/documents)."""
LOCAL = [point for point in Point if point not in SHARED_ONLY | OF_DOCUMENTS]
CLAIMED = {Point.CLAIM_AFTER, Point.UPLOAD_BEFORE, Point.UPLOAD_AFTER, Point.SEND_BEFORE}
OUT = {Point.SEND_AFTER, Point.SETTLE_BEFORE}


@pytest.mark.parametrize("target", TARGETS)
def test_killed_at_every_point_the_next_run_posts_exactly_once(world: World, target: str) -> None:
    """The very next run knows that the killed one is dead, posts what is surely missing and finds what is there.

    On X and Mastodon a claim without a receipt stays a question, by name and with exit 4, until the timeline cannot lag any more.
    """
    for point in LOCAL:
        world.settings(timeline_lag="15m")
        key = world.digest().stem
        killed = world.bot("run", "--to", target, env={"BOT_CRASH_AT": str(point)})
        assert killed.code == -signal.SIGKILL, f"{point} was never reached: {killed}"
        there = point in OUT or point is Point.SETTLE_AFTER
        assert world.posts()[target][key] == int(there), point

        second = world.bot("run", "--to", target, "--json")
        open_question = target in ASKED_FIRST and point in CLAIMED
        if open_question:
            expected, code = {target: "in-doubt"}, 4
            assert "bot resolve content/" in second.results[0]["reason"]
        elif point is Point.SETTLE_AFTER:
            expected, code = {}, 0
        else:
            expected, code = {target: "already-posted" if there else "posted"}, 0
        assert second.outcomes() == expected, point
        assert second.code == code, point
        assert world.posts()[target][key] == int(not open_question), point

        world.settings(timeline_lag="0s")
        third = world.bot("run", "--to", target, "--json")
        assert third.outcomes() == ({target: "posted"} if open_question else {}), point
        assert third.code == 0
        assert world.posts()[target][key] == 1, point
        assert world.ledger()[key, target] == "posted", point
    assert world.bot("run", "--to", target, "--json").results == []
    assert world.duplicates() == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_killed_while_several_targets_are_under_way(world: World, count: int) -> None:
    """Some targets have answered, some have not been asked: each ends with its one post."""
    world.settings(timeline_lag="0s")
    for point in (Point.UPLOAD_AFTER, Point.SEND_BEFORE, Point.SEND_AFTER, Point.SETTLE_AFTER):
        world.digest()
        killed = world.bot("run", env={"BOT_CRASH_AT": f"{point}:{count}"})
        # Targets that answer in the same moment are written down together: that point may not come three times.
        together = point is Point.SETTLE_AFTER and count > 1 and killed.code == 0
        assert together or killed.code == -signal.SIGKILL, point
        assert world.bot("run").code == 0
        assert world.wrong() == [], point


def test_killed_again_and_again_it_still_ends(world: World) -> None:
    """Every run that is to make up for a killed one is killed too, a step further each time."""
    world.settings(timeline_lag="0s")
    world.digest()
    for point in (*LOCAL, *reversed(LOCAL)):
        world.bot("run", env={"BOT_CRASH_AT": str(point)})
    assert world.bot("run").code == 0
    assert world.wrong() == []


def test_the_outbox_shows_every_post_after_a_kill(world: World) -> None:
    """Pages and index are whole; a post that a killed run has left is in the index too."""
    key = world.digest().stem
    folder = world.blog.root / "state" / "outbox"
    for point in (Point.UPLOAD_BEFORE, Point.UPLOAD_AFTER, Point.SEND_AFTER):
        world.bot("run", "--to", "outbox", env={"BOT_CRASH_AT": str(point)})
    (folder / "index.html").unlink(missing_ok=True)  # killed a moment earlier, it would not have been there
    assert world.bot("run", "--to", "outbox").code == 0
    assert f"{key}-outbox.html" in (folder / "index.html").read_text(encoding="utf-8")
    assert list(folder.glob(f"{key}-outbox.png"))

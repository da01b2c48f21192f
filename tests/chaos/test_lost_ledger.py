"""The ledger is gone: nothing is posted until it is known again, and what was posted is not posted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chaos.world import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.world import World


@pytest.fixture
def lost(world: World) -> list[Path]:
    """Three digests that are out on every target, and no ledger any more."""
    paths = [world.digest() for _ in range(3)]
    assert world.bot("run").code == 0
    (world.blog.root / "state" / "ledger.db").unlink()
    return paths


def test_without_its_ledger_nothing_is_sent(world: World, lost: list[Path]) -> None:
    """Exit 2 and what to do; neither platform hears a word, and no empty ledger takes its place."""
    asked = len(world.x.requests), len(world.pds.requests)
    for call in (("run",), ("post", lost[0]), ("post", lost[0], "--again", "-y")):
        ran = world.bot(*call)
        assert ran.code == 2
        assert "bot init" in ran.err
    assert (len(world.x.requests), len(world.pds.requests)) == asked
    assert not (world.blog.root / "state" / "ledger.db").exists()


def test_reconcile_rebuilds_it_from_the_accounts_own_posts(world: World, lost: list[Path]) -> None:
    """Every post is found by its link; the runs after it post only what is really new."""
    rebuilt = world.bot("reconcile", "--json")
    assert rebuilt.code == 0, rebuilt
    assert world.wrong() == []
    assert world.bot("run", "--json").results == []
    assert set(world.bot("post", *lost, "--json").outcomes().values()) == {"already-posted"}
    world.digest()
    ran = world.bot("run", "--json")
    assert ran.outcomes() == dict.fromkeys(TARGETS, "posted")
    assert world.wrong() == []


def test_a_platform_that_cannot_be_read_makes_no_ledger(world: World, lost: list[Path]) -> None:
    """Half a ledger would post the other half again: exit 2, and the next reconcile starts anew."""
    world.x.fault("timeline", "403-other", times=9)
    ran = world.bot("reconcile")
    assert ran.code == 2, ran
    assert not (world.blog.root / "state" / "ledger.db").exists()
    assert world.bot("run").code == 2
    world.x.http.heal()
    assert world.bot("reconcile").code == 0
    assert world.wrong() == []


def test_bluesky_knows_its_posts_without_any_ledger(world: World, lost: list[Path]) -> None:
    """A new ledger knows of nothing, and posts by hand are sent: their keys are taken, so they are already posted."""
    before = {post["uri"]: post["cid"] for post in world.pds.posts(world.blog)}
    assert world.bot("init").code == 0
    ran = world.bot("post", *lost, "--to", "bluesky", "--json")
    assert ran.code == 0
    assert [one["outcome"] for one in ran.results] == ["already-posted"] * 3
    assert {one["id"] for one in ran.results} == set(before)
    assert {post["uri"]: post["cid"] for post in world.pds.posts(world.blog)} == before


def test_x_refuses_the_same_text_and_is_asked_where_it_is(world: World, lost: list[Path]) -> None:
    """X has no keys, but it refuses a text that it has: the post that it means is looked up, not made again."""
    world.x.remembers = True
    ids = {post.id for post in world.x.posts}
    assert world.bot("init").code == 0
    ran = world.bot("post", *lost, "--to", "x", "--json")
    assert ran.code == 0
    assert [one["outcome"] for one in ran.results] == ["already-posted"] * 3
    assert {one["id"] for one in ran.results} == ids == {post.id for post in world.x.posts}


def test_a_ledger_put_back_from_an_old_copy_posts_nothing_twice(world: World) -> None:
    """The copy knows nothing of the newest posts; their keys, and X's memory of their texts, do."""
    world.x.remembers = True
    world.digest()
    assert world.bot("run").code == 0
    ledger = world.blog.root / "state" / "ledger.db"
    copy = ledger.read_bytes()
    world.digest()
    assert world.bot("run").code == 0
    ledger.write_bytes(copy)
    ran = world.bot("run", "--json")
    assert ran.code == 0
    assert ran.outcomes() == dict.fromkeys(TARGETS, "already-posted")
    assert world.wrong() == []


def test_a_ledger_set_back_to_an_older_copy_sends_nothing_and_the_way_out_leads_out(world: World) -> None:
    """Last night's copy is put back: exit 2; moved away and made anew from the accounts, nothing is sent twice."""
    ledger = world.blog.root / "state" / "ledger.db"
    world.digest()
    assert world.bot("run").code == 0
    old = ledger.read_bytes()
    paths = [world.digest() for _ in range(2)]
    assert world.bot("run").code == 0
    ledger.write_bytes(old)
    asked = len(world.x.requests), len(world.pds.requests)
    for call in (("run",), ("post", paths[0]), ("post", paths[0], "--again", "-y"), ("reconcile",), ("baseline", "-y")):
        ran = world.bot(*call)
        assert (ran.code, "set back or replaced" in ran.err) == (2, True), ran
    assert (len(world.x.requests), len(world.pds.requests)) == asked
    ledger.unlink()
    assert world.bot("reconcile").code == 0
    assert world.bot("run", "--json").results == []
    assert world.wrong() == []

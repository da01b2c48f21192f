"""Eight processes on one state folder."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.chaos.world import TARGETS

if TYPE_CHECKING:
    from tests.chaos.world import World

PROCESSES = 8


@pytest.mark.parametrize("by_name", [False, True])
def test_eight_processes_at_once_post_every_digest_once(world: World, by_name: bool) -> None:
    """Whoever loses a race says so: exit 0, nothing failed or in doubt, no lock that could not be had."""
    paths = [world.digest(hero=number % 2 == 0) for number in range(4)]
    call = ("post", *paths) if by_name else ("run",)
    started = [world.start(*call, "--json") for _ in range(PROCESSES)]
    ran = [child.wait() for child in started]
    assert [one.code for one in ran] == [0] * PROCESSES, ran
    for one in ran:
        assert "locked" not in one.err + one.out
    outcomes = Counter((one["digest"], one["target"], one["outcome"]) for each in ran for one in each.results)
    assert {outcome for _, _, outcome in outcomes} <= {"posted", "already-posted", "skipped"}
    posted = {(digest, target): count for (digest, target, outcome), count in outcomes.items() if outcome == "posted"}
    assert posted == {(key, target): 1 for key in world.keys for target in TARGETS}
    assert world.wrong() == []
    assert list((world.blog.root / "state" / "locks").glob("*.lock")) == []


def test_eight_processes_find_the_claims_of_a_killed_one(world: World) -> None:
    """All of them see that it is dead and look at once; its post is found once and made once."""
    world.settings(timeline_lag="0s")
    for point in ("claim-after", "send-after"):
        world.digest()
        world.bot("run", env={"BOT_CRASH_AT": point})
        ran = [child.wait() for child in [world.start("run", "--json") for _ in range(PROCESSES)]]
        assert {one.code for one in ran} == {0}, ran
        assert world.wrong() == []


def test_several_ledgers_are_never_made_at_once(world: World) -> None:
    """`bot init` in eight processes makes one ledger, and what it marks is marked."""
    (world.blog.root / "state" / "ledger.db").unlink()
    world.digest()
    ran = [child.wait() for child in [world.start("init") for _ in range(PROCESSES)]]
    assert {one.code for one in ran} == {0}, ran
    assert world.bot("run", "--json").results == []
    assert world.posts() == {target: Counter() for target in TARGETS}
    assert [path.name for path in (world.blog.root / "state").glob("ledger.db*")] == ["ledger.db"]

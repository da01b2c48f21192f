"""Killed at random moments, again and again, one process or three at once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.chaos.kills import campaign
from tests.thorough import times

if TYPE_CHECKING:
    from tests.chaos.world import World

KILLS = times(10, 100)


def test_random_kills_make_no_second_post_and_lose_none(world: World) -> None:
    """However runs die, every digest ends as one post on each target; ``python -m bench.chaos`` does more of this."""
    tally = campaign(world, KILLS, random.Random())
    assert tally.kills >= KILLS
    assert tally.duplicates == []
    assert tally.wrong == []
    assert tally.in_doubt == 0
    assert set(tally.posts.values()) == {tally.digests}

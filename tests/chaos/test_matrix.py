"""Every way in which a platform can fail, and what the program makes of it: outcome, exit code, ledger, posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chaos.inside import Hands, Inside
from tests.chaos.matrix import EXPECTED, KINDS, meet

if TYPE_CHECKING:
    from tests.chaos.world import World


@pytest.mark.parametrize(("target", "call"), EXPECTED)
def test_every_fault_has_its_decision(world: World, target: str, call: str) -> None:
    """The fault lasts as long as the first run; the next two show what is made good, and that nothing is made twice."""
    inside = Inside(world.blog, Hands())
    world.x.now = inside.clock.now
    world.pds.proxy.now = lambda: inside.clock.now().timestamp()
    wrong = {}
    for kind in KINDS:
        expected = EXPECTED[target, call][kind]
        steps = meet(world, inside, target, call, kind)
        if steps != expected.steps:
            wrong[kind] = (expected.name, steps)
    inside.close()
    assert wrong == {}
    assert world.duplicates() == []

"""Every way in which a platform can fail, and what the program makes of it: outcome, exit code, ledger, posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.points import Point
from tests.chaos.inside import Hands, Inside
from tests.chaos.matrix import EXPECTED, KINDS, legend, meet, table
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.chaos.world import World


@pytest.mark.parametrize(("target", "call"), EXPECTED)
def test_every_fault_has_its_decision(world: World, target: str, call: str) -> None:
    """The fault lasts as long as the first run; the next two show what is made good, and that nothing is made twice."""
    inside = Inside(world.blog, Hands())
    world.x.now = world.mastodon.now = inside.clock.now
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


def test_the_page_shows_the_decisions_that_are_tested() -> None:
    """Table and legend of docs/exactly-once.md are those of this test."""
    page = (ROOT / "docs" / "exactly-once.md").read_text(encoding="utf-8")
    assert table(EXPECTED) in page
    assert legend() in page


def test_the_page_names_every_point() -> None:
    """Each gap into which a death can fall stands on the page."""
    page = (ROOT / "docs" / "exactly-once.md").read_text(encoding="utf-8")
    assert [point for point in Point if f"`{point}`" not in page] == []

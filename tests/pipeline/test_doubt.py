"""A doubt that another run has ended since it was read is told as the other has left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import AlreadyPosted, Skipped, Status
from bot.pipeline.doubt import Doubts
from tests.store.places import NOW, receipt

if TYPE_CHECKING:
    from bot.model import Entry
    from tests.pipeline.conftest import Desk


def look(desk: Desk, entry: Entry) -> object:
    return Doubts(desk.settings, desk.store, desk.clock, desk.publisher_of).look(entry, desk.targets[0])


@pytest.mark.parametrize("abandoned", [False, True])
@pytest.mark.parametrize(
    ("how", "outcome"),
    [(Status.POSTED, AlreadyPosted(receipt())), (Status.CLAIMED, Skipped), (Status.FAILED, None)],
    ids=["found", "claimed", "absent"],
)
def test_a_doubt_that_was_ended_meanwhile(desk: Desk, how: Status, outcome: object, abandoned: bool) -> None:
    """Whether this look began with a doubt, or with a claim whose process is gone."""
    claim = desk.claim(desk.other_run)
    old = desk.entry() if abandoned else desk.doubt(claim)
    desk.clock.at = NOW + desk.settings.lease * 2 if abandoned else NOW
    desk.ended_by_another(claim, how)
    before = desk.entry()
    said = look(desk, old)
    assert said == outcome or (isinstance(outcome, type) and isinstance(said, outcome))
    assert desk.entry() == before


def test_a_post_that_another_run_has_found_is_no_other_entry_s(desk: Desk) -> None:
    """It is known by now, as this very entry's."""
    claim = desk.claim(desk.other_run)
    doubtful = desk.doubt(claim)
    made = desk.publisher_of(desk.targets[0]).publish(claim, None)
    desk.store.change(lambda ledger: ledger.found(doubtful, made, NOW), "found")
    said = look(desk, doubtful)
    assert isinstance(said, AlreadyPosted)
    assert said.receipt == made

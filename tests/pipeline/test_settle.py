"""What is written down of a claim is its own, also where another run or another target was faster."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import Rejected, SaidToBeThere, TryLater, Unknown
from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Skipped, Status
from bot.pipeline.claim import Claiming
from bot.pipeline.job import Job
from bot.pipeline.one_account import OneAccount
from bot.pipeline.pipeline import open_pipeline
from bot.publishers.outbox.publisher import Outbox
from tests.pipeline.conftest import OneFolder
from tests.store.places import NOW, digest, receipt

if TYPE_CHECKING:
    from bot.errors import PublishError
    from bot.model import Claim, Image, Receipt
    from bot.publishers.interface import Prepared
    from bot.settings.model import Target
    from tests.pipeline.conftest import Desk

ANSWERS = [TryLater("busy"), Rejected("refused"), Unknown("no answer"), SaidToBeThere("it is there")]


def test_a_post_that_stood_there_is_its_maker_s_whoever_answers_first(desk: Desk) -> None:
    """Two targets of one account at once: the one that made the post answers last, and is not robbed of it."""
    made, told = threading.Event(), threading.Event()

    class Slow(OneFolder):
        def publish(self, claim: Claim, image: Image | None) -> Receipt:
            if self.target.name == "other":
                assert made.wait(5)
                return super().publish(claim, image)
            receipt = super().publish(claim, image)
            made.set()
            told.wait(0.5)
            return receipt

    pipeline = open_pipeline(
        desk.settings, desk.store, desk.clock, lambda target: Slow(target, desk.surroundings), threading.Event()
    )
    outcomes = {}
    for result in pipeline.post([desk.job()]):
        told.set()
        outcomes[result.target] = result.outcome
    assert isinstance(outcomes["one"], Posted)
    assert isinstance(outcomes["other"], Failed)
    assert "both are one account" in outcomes["other"].reason


def test_a_quick_answer_is_written_while_a_slow_target_is_still_asked(desk: Desk) -> None:
    """It waits a moment for others, to be written with them, and no longer: a crash meanwhile leaves the slow one alone in doubt."""
    written = threading.Event()

    class OneIsSlow(Outbox):
        def publish(self, claim: Claim, image: Image | None) -> Receipt:
            if self.target.name == "other":
                assert written.wait(30)
            return super().publish(claim, image)

    pipeline = open_pipeline(
        desk.settings, desk.store, desk.clock, lambda target: OneIsSlow(target, desk.surroundings), threading.Event()
    )
    outcomes = {}
    for result in pipeline.post([desk.job()]):
        outcomes[result.target] = result.outcome
        if result.target == "one":
            assert desk.entry().status is Status.POSTED
            written.set()
    assert isinstance(outcomes["one"], Posted), outcomes
    assert not isinstance(outcomes["other"], InDoubt), outcomes


def test_a_stop_while_the_claim_is_written_sends_nothing(desk: Desk) -> None:
    """What was claimed is due at once, and nothing of it is in doubt."""
    stopped = threading.Event()

    class Stopping(OneFolder):
        def prepare(self, *args: Any, **how: Any) -> Prepared:
            stopped.set()
            return super().prepare(*args, **how)

    pipeline = open_pipeline(
        desk.settings, desk.store, desk.clock, lambda target: Stopping(target, desk.surroundings), stopped
    )
    results = list(pipeline.post([desk.job()]))
    assert [type(result.outcome) for result in results] == [Failed, Failed]
    assert "stopped before this was sent" in str(results[0].outcome)
    assert desk.entry().status is Status.FAILED
    assert not list(desk.surroundings.state.glob("outbox/*.json"))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
@pytest.mark.parametrize(
    ("how", "outcome"), [(Status.POSTED, AlreadyPosted), (Status.CLAIMED, Skipped)], ids=["found", "claimed"]
)
def test_a_claim_that_was_lost_is_told_as_the_other_run_has_left_it(
    desk: Desk, answer: PublishError, how: Status, outcome: type
) -> None:
    """Neither a failure nor a doubt, and nothing is said of the other's attempt."""
    claim = desk.claim()
    desk.ended_by_another(claim, how)
    before = desk.entry()
    (result,) = desk.settling.settle([desk.delivery(claim, answer)])
    assert isinstance(result.outcome, outcome)
    assert desk.entry() == before
    assert not desk.store.read(lambda ledger: ledger.known(before)).said_to_be_there


def test_another_s_post_in_its_place_is_told_as_the_other_run_has_left_it(desk: Desk) -> None:
    def other_entries(key: str, target: str) -> None:
        desk.store.change(
            lambda ledger: ledger.restore(replace(digest(2), key=key, title=key), target, receipt(9), NOW), "restore"
        )

    other_entries("somebody-else", "one")
    claim = desk.claim()
    desk.ended_by_another(claim, Status.CLAIMED)
    (result,) = desk.settling.settle([desk.delivery(claim, replace(receipt(9), existing=True))])
    assert isinstance(result.outcome, Skipped)
    assert not desk.store.read(lambda ledger: ledger.known(desk.entry())).said_to_be_there


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_a_claim_that_was_only_doubted_is_still_its_own(desk: Desk, answer: PublishError) -> None:
    claim = desk.claim()
    desk.doubt(claim)
    (result,) = desk.settling.settle([desk.delivery(claim, answer)])
    assert isinstance(result.outcome, InDoubt if isinstance(answer, Unknown) else Failed)


@pytest.mark.parametrize(("again", "outcome"), [(False, AlreadyPosted), (True, Failed)])
def test_what_was_posted_meanwhile_is_not_put_off(desk: Desk, again: bool, outcome: type) -> None:
    """The month's money is spent, but another run has posted it."""
    desk.settling.settle([desk.delivery(desk.claim(), receipt())])
    target: Target = replace(desk.targets[0], monthly_cap_usd=Decimal(1))
    draft = desk.draft()
    assert draft.draft is not None
    dear = replace(draft, target=target, draft=replace(draft.draft, cost_usd=Decimal(2)))
    one_account = OneAccount(desk.settings, desk.store, desk.publisher_of)
    claiming = Claiming(desk.settings, desk.settling, desk.publisher_of, one_account, {})
    (result,) = claiming.claim(Job(digest(), (target,), again=again), [dear], []).others
    assert isinstance(result.outcome, outcome)

"""A run that was stopped says of each post whether it may be out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.model import Failed, InDoubt
from bot.pipeline.pipeline import open_pipeline
from tests.pipeline.conftest import OneFolder

if TYPE_CHECKING:
    from bot.model import Claim, Image, Receipt
    from tests.pipeline.conftest import Desk


class Hanging(OneFolder):
    """A server that answers a log-in or a post only when ``answers`` is set; whoever waits for it stops the run."""

    answers: threading.Event
    stopped: threading.Event
    logs_in = True
    sent = 0

    def lasting_account(self) -> str | None:
        if not self.logs_in:
            self.hang()
        return super().lasting_account()

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        self.sent += 1
        self.hang()
        return super().publish(claim, image)

    def hang(self) -> None:
        self.stopped.set()
        self.answers.wait()


@pytest.mark.parametrize("logs_in", [False, True])
def test_what_hangs_in_its_log_in_was_not_sent(desk: Desk, logs_in: bool) -> None:
    """It was said to be in doubt, with exit code 4, and nothing of it had left."""
    publisher = Hanging(desk.targets[0], desk.surroundings)
    publisher.answers, publisher.stopped, publisher.logs_in = threading.Event(), threading.Event(), logs_in

    pipeline = open_pipeline(desk.settings, desk.store, desk.clock, lambda _target: publisher, publisher.stopped)
    (result,) = pipeline.post([desk.job(desk.targets[:1])])
    assert isinstance(result.outcome, InDoubt if logs_in else Failed), result
    publisher.answers.set()
    for thread in threading.enumerate():
        if thread.name.startswith("bot"):
            thread.join(10)
    assert publisher.sent == logs_in

"""Sending what was claimed; what the platform answers says whether it may be sent again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import PublishError, Rejected, TargetRejected, TryLater
from bot.pipeline.job import Delivery
from bot.points import Point, reach

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from bot.clock import Clock
    from bot.model import Claim
    from bot.pipeline.job import Job, TargetDraft
    from bot.publishers.interface import Publisher
    from bot.settings.model import Target


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends claims, each in a thread of its own."""

    lease: timedelta
    clock: Clock
    publisher_of: Callable[[Target], Publisher]
    refused: dict[str, str]
    """Target name to the reason why nothing more can be posted to it in this run."""

    def send(self, job: Job, draft: TargetDraft, claim: Claim) -> Delivery:
        """Send one claim, unless its time has run out or its target has refused everything meanwhile."""
        if draft.draft is None:
            raise AssertionError(claim)
        # Somebody else may take a claim for dead when its lease is over; half of it is kept for the answer.
        if self.clock.now() - claim.claimed_at > self.lease / 2:
            late = TryLater("preparing took more than half the lease; nothing was sent", self.clock.now())
            return Delivery(job, draft, claim, late)
        if draft.target.name in self.refused:
            return Delivery(job, draft, claim, Rejected(f"not tried: {self.refused[draft.target.name]}"))
        try:
            reach(Point.SEND_BEFORE)
            receipt = self.publisher_of(draft.target).publish(claim, draft.draft.image)
            reach(Point.SEND_AFTER)
        except PublishError as error:
            if isinstance(error, TargetRejected):
                self.refused[draft.target.name] = str(error)
            return Delivery(job, draft, claim, error)
        return Delivery(job, draft, claim, receipt)

    def log_in(self, target: Target) -> None:
        """Import the SDK and log in while the hero is fetched; what goes wrong is said when something is sent."""
        with suppress(PublishError):
            self.publisher_of(target).warm()

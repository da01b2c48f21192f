"""Sending what was claimed; what the platform answers says whether it may be sent again."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import PublishError, Rejected, TargetRejected, TryLater, Unknown, describe
from bot.pipeline.job import Delivery, Uploaded
from bot.points import Point, reach

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from bot.clock import Clock
    from bot.model import Claim
    from bot.pipeline.job import Drafted, Job
    from bot.publishers.interface import Publisher
    from bot.settings.model import Target

UNSENT = "the run was stopped before this was sent"


@dataclass(slots=True)
class Outgoing:
    """The claims whose posts are on their way; a run that gives up learns from it of which nothing is out, nor will be."""

    begun: set[tuple[str, str]] = field(default_factory=set)
    """Key and target."""
    given_up: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, claim: Claim) -> bool:
        """Whether it may be sent: not after the run has given up."""
        with self.lock:
            if not self.given_up:
                self.begun.add((claim.key, claim.target))
            return not self.given_up

    def give_up(self) -> None:
        with self.lock:
            self.given_up = True


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends claims, each in a thread of its own."""

    lease: timedelta
    clock: Clock
    publisher_of: Callable[[Target], Publisher]
    refused: dict[str, str]
    """Target name to the reason why nothing more can be posted to it in this run."""
    outgoing: Outgoing = field(default_factory=Outgoing)

    def send(self, job: Job, drafted: Drafted, claim: Claim) -> Delivery | Uploaded:
        """Send one claim, unless its time has run out or its target has refused everything meanwhile.

        What its platform calls the picture may have to be kept first: then only that has been sent.
        """
        if drafted.draft is None:
            raise AssertionError(claim)
        # Somebody else may take a claim for dead when its lease is over; half of it is kept for the answer.
        half = self.lease / 2
        by_the_wall = self.clock.now() - claim.claimed_at > half
        if by_the_wall or claim.lease_until_monotonic - self.clock.monotonic() < half.total_seconds():
            late = TryLater("preparing took more than half the lease; nothing was sent", self.clock.now())
            return Delivery(job, drafted, claim, late)
        if drafted.target.name in self.refused:
            return Delivery(job, drafted, claim, Rejected(f"not tried: {self.refused[drafted.target.name]}"))
        account = None
        try:
            publisher, image = self.publisher_of(drafted.target), drafted.draft.image
            # It is mostly known before the claim; here the log-in has told it, whatever was known.
            account = publisher.lasting_account() if publisher.repeatable else None
            kept = publisher.send_picture(claim, image) if image is not None else None
            if kept is not None:
                return Uploaded(job, drafted, claim, kept)
            if not self.outgoing.begin(claim):
                return Delivery(job, drafted, claim, TryLater(UNSENT))
            reach(Point.SEND_BEFORE)
            receipt = publisher.publish(claim, image)
            reach(Point.SEND_AFTER)
        except PublishError as error:
            if isinstance(error, TargetRejected):
                self.refused[drafted.target.name] = str(error)
            return Delivery(job, drafted, claim, error, account)
        except Exception as error:  # noqa: BLE001 -- nobody knows how far it came, which is what Unknown means
            return Delivery(job, drafted, claim, Unknown(describe(error)), account)
        return Delivery(job, drafted, claim, receipt, account)

    def give_up(self, claim: Claim) -> TryLater | Unknown:
        """What is to be said of a claim whose answer is not waited for any more."""
        self.outgoing.give_up()
        sent = (claim.key, claim.target) in self.outgoing.begun
        return Unknown("the run was stopped before an answer came") if sent else TryLater(UNSENT)

    def log_in(self, target: Target) -> None:
        """Import the SDK and log in while the hero is fetched; what goes wrong is said when something is sent."""
        with suppress(Exception):
            self.publisher_of(target).warm()

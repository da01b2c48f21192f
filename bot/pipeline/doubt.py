"""Finding out what became of a post whose answer nobody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import AlreadyPosted, Entry, Failed, InDoubt, Outcome, Skipped, Status
from bot.store.claimer import claim_stands

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Doubts:
    """Whom to ask, and for how long a platform's silence is no answer."""

    settings: Settings
    clock: Clock
    publisher: Callable[[Target], Publisher]

    def look(self, store: Store, entry: Entry, target: Target) -> Outcome | None:
        """Find out what became of an entry that is in doubt, or whose claimer is gone.

        Returns its outcome, or None when it is surely not posted and may be claimed again.
        """
        now = self.clock.now()
        if entry.status is Status.CLAIMED:
            if claim_stands(store, entry, now):
                return Skipped("another run is posting it at this moment")
            entry = store.change(
                lambda ledger: ledger.doubt(entry, "the run that claimed it died before it wrote a receipt", now),
                f"{entry.key} on {entry.target}: in doubt",
            )
            if entry.status is Status.FAILED and (entry.retry_at is None or entry.retry_at <= now):
                return None  # somebody else has looked meanwhile
            if entry.status is not Status.IN_DOUBT:
                return outcome_of(entry)
        publisher = self.publisher(target)
        # Anew: another process may have written its doubt after this look began; and before the question, as what the
        # platform does not show is no answer about a later time.
        asked_at = self.clock.now()
        try:
            receipt = publisher.find(entry)
        except PublishError as error:
            return InDoubt(f"{entry.reason or 'no answer came'}; {error}. {remedy(entry)}")
        if receipt is not None:
            store.change(lambda ledger: ledger.found(entry, receipt, now), f"{entry.key} on {entry.target}: found")
            return AlreadyPosted(receipt)
        if not publisher.repeatable:
            # A claimer sends nothing after its lease, nor after it has written or died of its doubt.
            sent_by = min(entry.updated_at, entry.lease_until or entry.updated_at)
            sure_at = sent_by + self.settings.timeline_lag
            if asked_at < sure_at:
                return InDoubt(
                    f"{entry.reason or 'no answer came'}; the account's timeline does not show it yet, which is no answer "
                    f"before {sure_at:%Y-%m-%d %H:%M} UTC: the next run after that looks again. {remedy(entry)}"
                )
        store.change(
            lambda ledger: ledger.absent(entry, now, "the platform does not have it"),
            f"{entry.key} on {entry.target}: absent",
        )
        return None


def remedy(entry: Entry) -> str:
    """How a person ends the doubt."""
    return f"Look at the account, then: bot resolve {entry.path} {entry.target} --posted URL | --not-posted"


def outcome_of(entry: Entry) -> Outcome:
    """What an entry that stands in the way of a claim means to whoever asked."""
    match entry.status:
        case Status.POSTED:
            return AlreadyPosted(entry.receipt)
        case Status.CLAIMED:
            return Skipped("another run is posting it at this moment")
        case Status.IN_DOUBT:
            return Skipped("another run is finding out whether it was posted")
        case Status.DELETED:
            return Skipped("it was posted and taken down again; to post it once more: bot post --again")
        case Status.FAILED:
            return Failed(entry.reason or "failed", entry.retry_at)
        case Status.BASELINE:
            return Skipped(entry.reason or entry.status.value)

"""Finding out what became of a post whose answer nobody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import AlreadyPosted, Entry, InDoubt, Outcome, Result, Skipped
from bot.watcher.verdict import BEING_POSTED, NO_ANSWER, Standing, outcome_behind, remedy, standing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.clock import Clock
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Doubts:
    """Whom to ask, and for how long a platform's silence is no answer."""

    settings: Settings
    store: Store
    clock: Clock
    publisher_of: Callable[[Target], Publisher]

    def look_at_all(self, entries: Iterable[Entry], targets: Iterable[Target]) -> list[Result]:
        """Look at these open entries; what is surely not posted becomes due again.

        Only ``targets`` are asked; what is in doubt on another is said to be so.
        """
        usable = {target.name: target for target in targets}
        results = []
        for entry in entries:
            target = usable.get(entry.target)
            outcome = self.unasked(entry) if target is None else self.look(entry, target)
            if outcome is not None and not isinstance(outcome, Skipped):
                results.append(result_of(entry, outcome, self.settings))
        return results

    def unasked(self, entry: Entry) -> Outcome:
        if standing_of(entry, self.clock.now(), self.store.alive) is Standing.CLAIMED:
            return Skipped(BEING_POSTED)
        return InDoubt(
            f"{entry.reason or 'no receipt'}; {entry.target} is not among this run's targets, so nobody asked it. "
            f"{remedy(entry)}"
        )

    def look(self, entry: Entry, target: Target) -> Outcome | None:
        """Find out what became of an entry that is in doubt, or whose claimer is gone.

        Returns its outcome, or None when it is surely not posted and may be claimed again.
        """
        now = self.clock.now()
        standing = standing_of(entry, now, self.store.alive)
        if standing is Standing.CLAIMED:
            return Skipped(BEING_POSTED)
        if standing is Standing.ABANDONED:
            abandoned = entry
            entry = self.store.change(
                lambda ledger: ledger.doubt(abandoned, "the run that claimed it died before it wrote a receipt", now),
                f"{entry.key} on {entry.target}: in doubt",
            )
            # Somebody else may have looked meanwhile.
            standing = standing_of(entry, now, self.store.alive)
            if standing is Standing.RETRY:
                return None
            if standing is not Standing.IN_DOUBT:
                return outcome_behind(entry, now)
        return self.ask(entry, self.publisher_of(target))

    def ask(self, entry: Entry, publisher: Publisher) -> Outcome | None:
        """Ask the platform for the post, and write down what it says."""
        # Anew: another process may have written its doubt after this look began; and before the question, as what the
        # platform does not show is no answer about a later time.
        asked_at = self.clock.now()
        try:
            receipt = publisher.find(entry)
        except PublishError as error:
            return InDoubt(f"{entry.reason or NO_ANSWER}; {error}. {remedy(entry)}")
        if receipt is not None:
            self.store.change(
                lambda ledger: ledger.found(entry, receipt, asked_at), f"{entry.key} on {entry.target}: found"
            )
            return AlreadyPosted(receipt)
        if not publisher.repeatable:
            # A claimer sends nothing after its lease, nor after it has written or died of its doubt.
            sent_by = min(entry.updated_at, entry.lease_until or entry.updated_at)
            sure_at = sent_by + self.settings.timeline_lag
            if asked_at < sure_at:
                return InDoubt(
                    f"{entry.reason or NO_ANSWER}; the account's timeline does not show it yet, which is no answer "
                    f"before {sure_at:%Y-%m-%d %H:%M} UTC: the next run after that looks again. {remedy(entry)}"
                )
        self.store.change(
            lambda ledger: ledger.absent(entry, asked_at, "the platform does not have it"),
            f"{entry.key} on {entry.target}: absent",
        )
        return None


def result_of(entry: Entry, outcome: Outcome, settings: Settings) -> Result:
    """An entry of the ledger as a result."""
    platforms = {target.name: target.platform for target in settings.targets}
    return Result(
        entry.key, entry.path, entry.target, outcome, entry.title, platform=platforms.get(entry.target)
    )  # fmt: skip

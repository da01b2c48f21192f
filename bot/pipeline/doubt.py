"""Finding out what became of a post whose answer nobody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import minute
from bot.errors import LedgerError, PublishError, describe
from bot.model import AlreadyPosted, Entry, InDoubt, Outcome, Result, Skipped, Status, TakenDown
from bot.watcher.standing import (
    BEING_POSTED,
    Standing,
    doubt_remedy,
    in_doubt,
    outcome_behind,
    overdue_words,
    standing_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

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
            try:
                outcome = self.outcome_unasked(entry) if target is None else self.look(entry, target)
            except LedgerError:
                raise
            except Exception as error:  # noqa: BLE001 -- one entry that cannot be looked at keeps no other from being
                outcome = in_doubt(entry, describe(error))
            if outcome is not None and not isinstance(outcome, Skipped | TakenDown):
                results.append(result_of(entry, outcome, self.settings))
        return results

    def outcome_unasked(self, entry: Entry) -> Outcome:
        """What can be said of an entry on a target that is not asked."""
        under_way = outcome_under_way(entry, standing_of(entry, self.clock.now(), self.store.alive))
        return under_way or in_doubt(entry, f"{entry.target} is not among this run's targets, so nobody asked it")

    def look(self, entry: Entry, target: Target) -> Outcome | None:
        """Find out what became of an entry that is in doubt, or whose claimer is gone.

        Returns its outcome, or None when it is surely not posted and may be claimed again.
        """
        now = self.clock.now()
        standing = standing_of(entry, now, self.store.alive)
        if (under_way := outcome_under_way(entry, standing)) is not None:
            return under_way
        if standing is Standing.ABANDONED:
            abandoned = entry
            entry = self.store.change(
                lambda ledger: ledger.doubt(abandoned, "the run that claimed it died before it wrote a receipt", now),
                f"{entry.key} on {entry.target}: in doubt",
            )
            if entry.status is not Status.IN_DOUBT:
                return self.outcome_since(entry, now)
        return self.ask(entry, self.publisher_of(target))

    def outcome_since(self, entry: Entry, now: datetime) -> Outcome | None:
        """What somebody else has made of a doubt meanwhile; None: it may be claimed again."""
        retry = standing_of(entry, now, self.store.alive) is Standing.RETRY
        return None if retry else outcome_behind(entry, now)

    def sure_at(self, entry: Entry) -> datetime:
        """From when on a timeline that does not show the post is an answer."""
        # A claimer sends nothing after its lease, nor after it has written or died of its doubt.
        sent_by = min(entry.updated_at, entry.lease_until or entry.updated_at)
        if entry.claimed_at and entry.lease_until and entry.claimed_at > entry.updated_at:
            # The claimer's clock is ahead of that of whoever doubted: its lease says how long, and not until when.
            sent_by = entry.updated_at + (entry.lease_until - entry.claimed_at)
        return sent_by + self.settings.timeline_lag

    def ask(self, entry: Entry, publisher: Publisher) -> Outcome | None:
        """Ask the platform for the post, and write down what it says."""
        # Anew: another process may have written its doubt after this look began; and before the question, as what the
        # platform does not show is no answer about a later time.
        asked_at = self.clock.now()
        known, current = self.store.read(lambda ledger: (ledger.known(entry), ledger.get(entry.key, entry.target)))
        if current is not None and current.status is not Status.IN_DOUBT:
            return self.outcome_since(current, asked_at)
        entry = current or entry
        if (elsewhere := self.sent_elsewhere(entry, publisher)) is not None:
            return in_doubt(entry, elsewhere)
        said_to_be_there = known.said_to_be_there and not publisher.repeatable
        if said_to_be_there and (known.looked_once_more or asked_at < self.sure_at(entry)):
            # Each of these searches costs money, and a person sees at a glance what they search for.
            return in_doubt(entry)
        try:
            receipt = publisher.look_for(entry, known)
        except PublishError as error:
            return in_doubt(entry, str(error))
        if receipt is None:
            return self.not_found(entry, asked_at, publisher, said_to_be_there=said_to_be_there)
        if receipt.id in known.taken:
            return in_doubt(entry, f"{receipt.url} stands in its place, which is another entry's")
        self.store.change(
            lambda ledger: ledger.found(entry, receipt, asked_at), f"{entry.key} on {entry.target}: found"
        )
        return AlreadyPosted(receipt)

    def not_found(
        self, entry: Entry, asked_at: datetime, publisher: Publisher, *, said_to_be_there: bool
    ) -> InDoubt | None:
        """What it means that the platform does not show the post; None: it is surely not there, and due again.

        ``said_to_be_there``: by the platform itself, which does not keep a second one away.
        """
        name = f"{entry.key} on {entry.target}"
        if said_to_be_there:
            self.store.change(
                lambda ledger: ledger.said_to_be_there(entry, looked_once_more=True), f"{name}: not found"
            )
            return in_doubt(entry, "it was looked for once more, and not found")
        sure_at = self.sure_at(entry)
        if not publisher.repeatable and asked_at < sure_at:
            return in_doubt(
                entry,
                "the account's timeline does not show it yet, which is no answer "
                f"before {minute(sure_at)}: the next run after that looks again",
            )
        self.store.change(
            lambda ledger: ledger.absent(entry, asked_at, "the platform does not have it"), f"{name}: absent"
        )
        return None

    def sent_elsewhere(self, entry: Entry, publisher: Publisher) -> str | None:
        """Why the publisher's account cannot tell what became of it: the target had another one when it was claimed."""
        try:
            other = other_account(entry, publisher, self.store)
        except PublishError as error:
            return str(error)
        return (
            other
            and f"{other}, which cannot show it: bot reconcile with the secrets of the account that it was sent to finds out"
        )


def other_account(entry: Entry, publisher: Publisher, store: Store) -> str | None:
    """Names the account that the entry was sent to and the publisher's own, where these differ. Raises PublishError."""
    claimed_at = entry.claimed_at or entry.updated_at
    sent_to = store.read(lambda ledger: ledger.targets.account_at(entry.target, claimed_at))
    own = publisher.lasting_account() if sent_to is not None else None
    if own in {None, sent_to}:
        return None
    return f"it was sent to {sent_to}, and {entry.target} is {own} by now"


def outcome_under_way(entry: Entry, standing: Standing) -> Outcome | None:
    """What holds while its claimer lives, so that nothing can be looked for; None: it does not."""
    if standing is Standing.CLAIMED:
        return Skipped(BEING_POSTED)
    return InDoubt(f"{overdue_words(entry)}. {doubt_remedy(entry)}") if standing is Standing.OVERDUE else None


def result_of(entry: Entry, outcome: Outcome, settings: Settings) -> Result:
    platforms = {target.name: target.platform for target in settings.targets}
    return Result(
        entry.key, entry.path, entry.target, outcome, entry.title, platform=platforms.get(entry.target)
    )  # fmt: skip

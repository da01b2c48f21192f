"""``bot status``: what was posted, what failed or is put off, what is in doubt, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.content import read
from bot.errors import DigestError, UsageError
from bot.model import OPEN
from bot.model import Status as EntryStatus
from bot.pipeline.claim import fingerprint, month_of
from bot.pipeline.doubt import result_of
from bot.runs.entries import FileNames
from bot.store import require_ledger
from bot.watcher.standing import outcome_of, receipt_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from typing import TextIO

    from bot.ledger import Ledger
    from bot.model import Entry, Result
    from bot.settings.model import Settings, Target
    from bot.store import Store

SHOWN = 60
"""Entries, where neither a file nor a date is given."""
CLOSED = (EntryStatus.POSTED, EntryStatus.FAILED, EntryStatus.DELETED)
LISTED = (*OPEN, *CLOSED)


class StatusReport(NamedTuple):
    results: list[Result]
    edited: list[Entry]
    """Posts whose digest's title or hero has changed since."""
    spent: list[tuple[Target, Decimal]]
    """US dollars this month, of every target that costs money."""
    left: int
    """Entries that there are besides."""
    counts: Mapping[EntryStatus, int]
    """How many entries the whole ledger has of each status."""


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    settings: Settings
    store: Store
    now: datetime

    def ask(self, file: Path | None, since: datetime | None) -> StatusReport:
        """What is known of this file, or of what has changed ``since``; of everything, the newest, and how many there are."""
        require_ledger(self.store)
        names = FileNames.of(file, self.settings) if file is not None else None
        priced = [target for target in self.settings.targets if target.limits.prices is not None]
        month = month_of(self.now)
        entries, spent, counts = self.store.read(
            lambda ledger: (
                names.entries(ledger) if names else newest_entries(ledger, since),
                [(target, ledger.spent(target.name, month)) for target in priced],
                ledger.counts(),
            )
        )
        known = sum(counts.get(status, 0) for status in LISTED)
        left = 0 if names or since is not None else known - len(entries)
        return StatusReport(
            [self.result(entry) for entry in entries],
            [entry for entry in entries if self.is_edited(entry)],
            spent,
            left,
            counts,
        )

    def write_json(self, since: datetime | None, out: TextIO) -> None:
        """Write everything that is known, or has changed ``since``, as JSON; as much memory for a million entries as for one."""
        from bot.preview.json import write_results

        require_ledger(self.store)
        self.store.read(
            lambda ledger: write_results(
                map(self.result, ledger.entries(status=LISTED, since=since, payloads=False)), out
            )
        )

    def result(self, entry: Entry) -> Result:
        return result_of(entry, outcome_of(entry, self.now, self.store.alive), self.settings)

    def is_edited(self, entry: Entry) -> bool:
        path = Path(entry.path)
        if receipt_of(entry) is None or not entry.fingerprint:
            return False
        try:
            return path.is_file() and fingerprint(read(path, self.settings)) != entry.fingerprint
        except (DigestError, UsageError, OSError):
            return False


def newest_entries(ledger: Ledger, since: datetime | None) -> list[Entry]:
    """What is open, then what changed last."""
    closed = ledger.entries(status=CLOSED, since=since, payloads=False)
    return [*ledger.entries(status=OPEN, payloads=False), *(closed if since is not None else islice(closed, SHOWN))]

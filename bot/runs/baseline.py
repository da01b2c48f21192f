"""``bot baseline``: every digest there is, marked as handled, and nothing posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import OPEN
from bot.preview.plain import result_lines
from bot.store import require_ledger
from bot.watcher.digests import every_digest, only_published

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.ledger import Ledger
    from bot.model import Digest, Entry
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Baseline:
    settings: Settings
    store: Store
    messages: Messages
    now: datetime

    def digests(self) -> list[Digest]:
        """The digests that are out by now; what cannot be read is told."""
        require_ledger(self.store)
        digests, problems = every_digest(self.settings)
        for problem in result_lines(problems):
            self.messages.warn(problem.text)
        return only_published(digests, self.now)

    def mark(self, digests: Sequence[Digest]) -> int:
        """Mark them as handled; returns how many were not before. What is being posted, or in doubt, is told."""
        marked, still_open = self.store.change(lambda ledger: self.write(ledger, digests), "baseline")
        for entry in still_open:
            self.messages.warn(
                f"{entry.path} on {entry.target} is {entry.status.value}, so what becomes of that post is written down all "
                "the same; should it fail, say bot baseline once more"
            )
        return marked

    def write(self, ledger: Ledger, digests: Sequence[Digest]) -> tuple[int, list[Entry]]:
        """The change itself: how many it marked, and what nobody can mark as handled yet."""
        keys = {ledger.key_of(digest) for digest in digests}
        still_open = [entry for entry in ledger.entries(status=OPEN, payloads=False) if entry.key in keys]
        return ledger.baseline(digests, self.now, reason="marked by bot baseline"), still_open

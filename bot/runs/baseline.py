"""``bot baseline``: every digest there is, marked as handled, and nothing posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.preview.line import result_line
from bot.runs.digests import every_digest, published
from bot.store import require_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Digest
    from bot.runs.messages import Messages
    from bot.settings.model import Settings
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Baseline:
    """One call of ``bot baseline``."""

    settings: Settings
    store: Store
    messages: Messages
    now: datetime

    def digests(self) -> list[Digest]:
        """The digests that are out by now; what cannot be read is told."""
        require_ledger(self.store)
        digests, problems = every_digest(self.settings)
        for problem in problems:
            self.messages.warn(result_line(problem))
        return published(digests, self.now)

    def mark(self, digests: Sequence[Digest]) -> int:
        """Mark them as handled; returns how many were not before."""
        return self.store.change(
            lambda ledger: ledger.baseline(digests, self.now, reason="marked by bot baseline"), "baseline"
        )

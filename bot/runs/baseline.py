"""``bot baseline``: every digest there is, marked as handled, and nothing posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.runs.digests import every_digest, published
from bot.store import require_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Digest, Result
    from bot.settings.model import Settings
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Baseline:
    """One call of ``bot baseline``."""

    settings: Settings
    store: Store
    now: datetime

    def digests(self) -> tuple[list[Digest], list[Result]]:
        """The digests that are out by now, and a failure for each that cannot be read."""
        require_ledger(self.store)
        digests, problems = every_digest(self.settings)
        return published(digests, self.now), problems

    def mark(self, digests: Sequence[Digest]) -> int:
        """Mark them as handled; returns how many were not before."""
        return self.store.change(
            lambda ledger: ledger.baseline(digests, self.now, reason="marked by bot baseline"), "baseline"
        )

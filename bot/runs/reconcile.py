"""``bot reconcile``: ask the platforms about every post in doubt, or for all of a ledger that was lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import OPEN
from bot.runs.rebuild import Rebuild
from bot.runs.targets import usable_targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Result
    from bot.pipeline.doubt import Doubts
    from bot.runs.messages import Messages


@dataclass(frozen=True, slots=True)
class Reconcile:
    environ: Mapping[str, str]
    doubts: Doubts
    messages: Messages

    def reconcile(self, to: Sequence[str]) -> list[Result]:
        """What became of every post in doubt; without a ledger, every post that a new one knows."""
        settings, store = self.doubts.settings, self.doubts.store
        settings.require_site()
        targets, _ = usable_targets(settings, to, self.environ)
        if not store.exists():
            rebuild = Rebuild(settings, store, self.doubts.publisher_of, self.messages)
            return rebuild.rebuild(targets, self.doubts.clock.now())
        entries = store.read(lambda ledger: list(ledger.entries(status=OPEN)))
        return self.doubts.look_at_all(entries, targets)

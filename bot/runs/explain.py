"""``bot explain``: why a file would or would not be posted, target by target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ledger.opening import MISSING
from bot.runs.decide import verdict_with_twin
from bot.runs.targets import configured_targets
from bot.watcher.names import looks_at
from bot.watcher.quiet import quiet_until
from bot.watcher.verdict import just_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.clock import Clock
    from bot.model import Digest, Entry
    from bot.settings.model import Settings, Target
    from bot.store import Store
    from bot.watcher.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Explain:
    settings: Settings
    store: Store
    environ: Mapping[str, str]
    clock: Clock

    def explain(self, digest: Digest, to: Sequence[str]) -> list[tuple[Target, Verdict]]:
        now = self.clock.now()
        targets = configured_targets(self.settings, to)
        exists = self.store.exists()
        entries: dict[str, Entry | None] = {}
        if exists:
            entries = self.store.read(
                lambda ledger: {target.name: ledger.entry(digest, target.name) for target in targets}
            )
        return [
            (
                target,
                self.until_posted(
                    digest,
                    verdict_with_twin(digest, entries.get(target.name), target, now, self.store),
                    ledger_exists=exists,
                ),
            )
            for target in targets
        ]

    def until_posted(self, digest: Digest, verdict: Verdict, *, ledger_exists: bool) -> Verdict:
        """The verdict, with what still has to come before a run posts what is due."""
        if not verdict.due:
            return verdict
        if not ledger_exists:
            return replace(verdict, change=f"but there is no ledger, so nothing is posted: {MISSING}")
        until = quiet_until(digest.path, self.settings.settle or timedelta(0), self.clock.now(), self.environ)
        if not looks_at(self.settings, digest.path):
            return replace(
                verdict,
                change="but a run does not look at this file, by content, include and exclude; bot post posts it",
            )
        if until is not None:
            return just_changed(until)
        if self.settings.wait_live:
            return replace(verdict, change=f"{verdict.change}, once its page {digest.url} is live")
        return verdict

"""``bot preview``, and every dry run: what would be sent, without a ledger, a secret or a word to a platform."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.content.tags import built_tags, card_differences
from bot.errors import LedgerError, describe
from bot.model import Failed, WouldPost
from bot.pipeline.claim import month_of
from bot.pipeline.documents import accompany
from bot.runs.targets import configured_targets
from bot.watcher.digests import read_files
from bot.watcher.verdict import verdict_of_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from bot.clock import Clock
    from bot.model import Digest, Draft, Outcome, Result
    from bot.pipeline.drafts import Drafts
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Preview:
    settings: Settings
    drafts: Drafts
    publisher_of: Callable[[Target], Publisher]
    store: Store
    clock: Clock

    def preview_files(self, files: Iterable[Path], to: Sequence[str]) -> list[Result]:
        self.settings.require_site()
        targets = configured_targets(self.settings, to)
        digests, results = read_files(files, targets, self.settings)
        return results + self.preview_digests([(digest, targets) for digest in digests])

    def preview_digests(self, jobs: Sequence[tuple[Digest, Sequence[Target]]]) -> list[Result]:
        self.drafts.ask_for_hooks(jobs)
        spent = self.spent({target.name: target for _, targets in jobs for target in targets}.values())
        return [
            with_spending(self.preview(digest, target), target, spent.get(target.name))
            for digest, targets in jobs
            for target in targets
        ]

    def preview(self, digest: Digest, target: Target) -> Result:
        now = self.clock.now()
        drafted = self.drafts.draft(digest, target)
        own_word = verdict_of_digest(digest, target, now)
        outcome: Outcome = (own_word.outcome if own_word else None) or WouldPost()
        if drafted.draft is None:
            return drafted.result(digest, Failed(drafted.problem or "no draft"))
        publisher = self.publisher_of(target)
        try:
            prepared = publisher.prepare(digest, drafted.draft, now)
            drafted, accompanied = accompany(publisher, prepared, digest, drafted, now)
        except Exception as error:  # noqa: BLE001 -- it is this digest's failure; the others are shown
            return drafted.result(digest, Failed(describe(error)))
        result = replace(drafted.result(digest, outcome), payload=accompanied.payload)
        return replace(result, warnings=(*result.warnings, *self.page_warnings(digest, drafted.draft)))

    def page_warnings(self, digest: Digest, draft: Draft | None) -> tuple[str, ...]:
        """What the page that was built here says otherwise than the card; a preview asks no network."""
        if draft is None or draft.card is None:
            return ()
        try:
            return tuple(card_differences(digest, built_tags(digest, self.settings), draft.card))
        except Exception:  # noqa: BLE001 -- what a build has left behind is never in a preview's way
            return ()

    def spent(self, targets: Iterable[Target]) -> Mapping[str, Decimal]:
        """US dollars of this month by target name, of those that have a cap; nothing where no ledger knows."""
        capped = [target.name for target in targets if target.monthly_cap_usd is not None and target.limits.prices]
        if not capped:
            return {}
        month = month_of(self.clock.now())
        try:
            if not self.store.exists():
                return {}
            return self.store.read(lambda ledger: {name: ledger.spent(name, month) for name in capped})
        except LedgerError:
            return {}  # a preview needs no ledger


def with_spending(result: Result, target: Target, spent: Decimal | None) -> Result:
    cap = target.monthly_cap_usd
    if cap is None or spent is None or result.draft is None or result.draft.cost_usd is None:
        return result
    over = "; a run would put this off to the next month" if spent + result.draft.cost_usd > cap else ""
    warning = f"${spent} of this month's ${cap} for {result.target} is spent{over}"
    return replace(result, warnings=(*result.warnings, warning))

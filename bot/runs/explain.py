"""``bot explain``: why a file would or would not be posted, target by target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ledger.opening import MISSING
from bot.runs.decide import KnownDigests
from bot.runs.targets import configured_targets
from bot.watcher.names import looks_at
from bot.watcher.verdict import just_changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Digest
    from bot.runs.decide import Decider
    from bot.settings.model import Target
    from bot.watcher.verdict import Verdict


def explain(decider: Decider, digest: Digest, to: Sequence[str]) -> list[tuple[Target, Verdict]]:
    """What stands in the way of a post, or what is still to come before one."""
    targets, now = configured_targets(decider.settings, to), decider.clock.now()
    known = None
    if decider.store.exists():
        known = decider.store.read(lambda ledger: KnownDigests.of(ledger, [digest], targets))
    verdicts = [(target, decider.verdict(digest, target, known or KnownDigests({}, {}), now)) for target in targets]
    return [
        (target, until_posted(digest, verdict, decider, ledger_exists=known is not None))
        for target, verdict in verdicts
    ]


def until_posted(digest: Digest, verdict: Verdict, decider: Decider, *, ledger_exists: bool) -> Verdict:
    """The verdict, with what still has to come before a run posts what is due."""
    if not verdict.due:
        return verdict
    if not ledger_exists:
        return replace(verdict, change=f"but there is no ledger, so nothing is posted: {MISSING}")
    if not looks_at(decider.settings, digest.path):
        return replace(
            verdict, change="but a run does not look at this file, by content, include and exclude; bot post posts it"
        )
    if (until := decider.quiet_at(digest)) is not None:
        return just_changed(until)
    if decider.settings.wait_live:
        return replace(verdict, change=f"{verdict.change}, once its page {digest.url} is live")
    return verdict

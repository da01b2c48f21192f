"""``bot run --dry-run``: what a run would post; asks no platform and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import InDoubt, Status
from bot.pipeline.doubt import result_of
from bot.runs.decide import age
from bot.runs.digests import read_found
from bot.runs.targets import configured_targets
from bot.watcher.find import digest_files
from bot.watcher.standing import NO_ANSWER, remedy

if TYPE_CHECKING:
    from bot.model import Entry, Result
    from bot.runs.decide import Decider, RunRequest
    from bot.runs.preview import Preview


@dataclass(frozen=True, slots=True)
class DryRun:
    """A run that stops before its first claim."""

    decider: Decider
    preview: Preview

    def preview_new(self, request: RunRequest) -> list[Result]:
        """What a run would post; without a ledger all that wants to be posted."""
        decider, settings, store = self.decider, self.decider.settings, self.decider.store
        settings.require_site()
        settings.require_content()
        targets = configured_targets(settings, request.to)
        if not store.exists():
            decider.messages.tell(
                f"{store.where}: there is no ledger, so every digest is shown as new; a run posts nothing before there is one"
            )
            digests, results = read_found(digest_files(settings), targets, settings)
            return results + self.preview.preview_digests([(digest, targets) for digest in sorted(digests, key=age)])
        doubts, survey = store.read(
            lambda ledger: (
                list(ledger.entries(status=Status.IN_DOUBT)),
                decider.survey(ledger, targets, request),
            )
        )
        digests, results = read_found(decider.paths(survey, request), targets, settings)
        decisions = decider.decide(digests, targets)
        names = {target.name for target in targets}
        results += [self.in_doubt(entry) for entry in doubts if entry.target in names]
        results += decider.unposted(decisions)
        jobs, fused = decider.within_the_fuse(decisions, request)
        return results + fused + self.preview.preview_digests([(job.digest, job.targets) for job in jobs])

    def in_doubt(self, entry: Entry) -> Result:
        return result_of(entry, InDoubt(f"{entry.reason or NO_ANSWER}. {remedy(entry)}"), self.decider.settings)

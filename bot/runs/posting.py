"""Handing jobs to the pipeline, once their pages are there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.model import Failed, Intent, Skipped
from bot.pipeline.job import result_for
from bot.runs.stopping import stopping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Digest, Result
    from bot.pipeline.job import Job
    from bot.pipeline.pipeline import Pipeline
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts jobs, and can be stopped."""

    settings: Settings
    store: Store
    pipeline: Pipeline
    clock: Clock
    messages: Messages

    def post(self, jobs: Sequence[Job]) -> list[Result]:
        """What came of every job on every target."""
        with stopping(self.pipeline.stopped, self.messages):
            live, results = self.live(jobs)
            posts = sum(len(job.targets) for job in live)
            for done, result in enumerate(self.pipeline.post(live), start=1):
                self.messages.progress(done, posts)
                results.append(result)
        return results

    def live(self, jobs: Sequence[Job]) -> tuple[list[Job], list[Result]]:
        """The jobs whose page is there, as far as ``wait_live`` asks for it; the others are put off."""
        if not self.settings.wait_live:
            return list(jobs), []
        from bot.pipeline.live import wait

        pages = wait([job.digest for job in jobs], self.settings, self.clock, tell=self.messages.tell)
        live: list[Job] = []
        put_off: list[tuple[Job, Failed]] = []
        for job in jobs:
            page = pages.get(job.digest.key)
            if page is None or page.ok:
                live.append(replace(job, warnings=page.warnings) if page else job)
            else:
                put_off.append((job, Failed(f"its page is not live yet: {page.reason}", self.clock.now())))
        if put_off:
            self.store.change(lambda ledger: self.write_put_off(ledger, put_off), "put off: pages that are not live")
        return live, [result_for(job.digest, target, failed) for job, failed in put_off for target in job.targets]

    def write_put_off(self, ledger: Ledger, put_off: Iterable[tuple[Job, Failed]]) -> None:
        now = self.clock.now()
        for job, failed in put_off:
            for target in job.targets:
                intent = Intent(job.digest, target.name, payload={})
                ledger.put_off(intent, self.store.claimer, now, failed.reason, now)


def in_order(results: Iterable[Result], targets: Sequence[Target]) -> list[Result]:
    """A digest's results side by side, in the order of the targets and not of who answered first."""
    digests: dict[str, int] = {}
    places = {target.name: place for place, target in enumerate(targets)}
    placed = [
        (digests.setdefault(result.key, len(digests)), places.get(result.target, len(places)), result)
        for result in results
    ]
    return [result for *_, result in sorted(placed, key=lambda place: place[:2])]


def absent_results(digest: Digest, absent: Iterable[tuple[Target, str]]) -> list[Result]:
    """The targets that are not set up, and so do not get this digest."""
    return [result_for(digest, target, Skipped(reason)) for target, reason in absent]

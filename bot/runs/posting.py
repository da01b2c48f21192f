"""Handing jobs to the pipeline, once their pages are there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.errors import LedgerError, describe
from bot.model import Failed, Intent, Skipped
from bot.pipeline.job import result_for
from bot.runs.stopping import stopping
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Companion, Digest, Result
    from bot.pipeline.job import Job
    from bot.pipeline.live import Live
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
        with stopping(self.pipeline.stopped, self.messages):
            live, results = self.live(jobs)
            live = self.with_companions(live)
            self.pipeline.drafts.ask_for_hooks((job.digest, job.targets) for job in live)
            posts = sum(len(job.targets) for job in live)
            for done, result in enumerate(self.pipeline.post(live), start=1):
                self.messages.progress(done, posts)
                results.append(result)
        return results

    def with_companions(self, jobs: list[Job]) -> list[Job]:
        """The jobs with the documents that the ledger knows of them; nothing is asked where no target makes documents."""
        if not any(target.documents for job in jobs for target in job.targets):
            return jobs

        def look(ledger: Ledger) -> list[Job]:
            return [replace(job, companions=known_companions(ledger, job)) for job in jobs]

        return self.store.read(look)

    def live(self, jobs: Sequence[Job]) -> tuple[list[Job], list[Result]]:
        """The jobs whose page is there, as far as ``wait_live`` asks for it; the others are put off."""
        if not self.settings.wait_live and not any(job.digest.by_title for job in jobs):
            return list(jobs), []
        from bot.pipeline.waiting import wait_for_pages

        waiting = [job.digest for job in jobs if not job.local or job.digest.by_title]
        pages = wait_for_pages(waiting, self.settings, self.clock, tell=self.messages.tell)
        live: list[Job] = []
        put_off: list[tuple[Job, Failed]] = []
        for job in jobs:
            page = pages.get(job.digest.key)
            if page is None or page.ok:
                live.append(with_page(job, page))
            else:
                put_off.append((job, Failed(f"its page is not live yet: {page.reason}", self.clock.now())))
        self.remember(put_off)
        return live, [result_for(job.digest, target, failed) for job, failed in put_off for target in job.targets]

    def remember(self, put_off: Sequence[tuple[Job, Failed]]) -> None:
        """Write down what is put off; one that cannot be written keeps no other from being, and the next run finds it new."""
        if not put_off:
            return
        try:
            self.store.change(lambda ledger: self.write_put_off(ledger, put_off), "put off: pages that are not live")
        except LedgerError:
            raise
        except Exception as error:  # noqa: BLE001 -- it is one digest's, and the others go on
            if len(put_off) > 1:
                for one in put_off:
                    self.remember([one])
                return
            digest = put_off[0][0].digest
            self.messages.warn(f"{shown(digest.path)}: that it is put off could not be written down: {describe(error)}")

    def write_put_off(self, ledger: Ledger, put_off: Iterable[tuple[Job, Failed]]) -> None:
        now = self.clock.now()
        for job, failed in put_off:
            for target in job.targets:
                entry = ledger.entry(job.digest, target.name)
                # What an earlier try has left on the platform is not to be made anew.
                payload = (entry.payload if entry is not None else None) or {}
                intent = Intent(job.digest, target.name, payload)
                ledger.put_off(intent, self.store.claimer, now, failed.reason, now)


def known_companions(ledger: Ledger, job: Job) -> dict[str, Companion]:
    key = ledger.key_of(job.digest)
    found = {target.name: ledger.companions.get(key, target.name) for target in job.targets if target.documents}
    return {name: companion for name, companion in found.items() if companion is not None}


def with_page(job: Job, page: Live | None) -> Job:
    """The job with what is to be known of its page, and with the page's address where it was found elsewhere."""
    if page is None:
        return job
    digest = replace(job.digest, url=page.url) if page.moved else job.digest
    return replace(job, digest=digest, warnings=page.warnings)


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
    return [result_for(digest, target, Skipped(reason)) for target, reason in absent]

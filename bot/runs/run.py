"""``bot run``: finds all that is new, and posts it behind a fuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import LedgerError, describe
from bot.model import Failed
from bot.publishers.accounts import same_accounts
from bot.runs.decide import age
from bot.runs.digests import known_part, no_digests, read_found
from bot.runs.posting import absent_results, in_order
from bot.runs.targets import register, usable_targets
from bot.store import require_ledger
from bot.watcher.standing import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.ledger import Ledger
    from bot.model import Digest, Result
    from bot.pipeline.doubt import Doubts
    from bot.runs.decide import Decider, RunRequest
    from bot.runs.posting import Posting
    from bot.settings.model import Target
    from bot.watcher.find import Notes, Survey
    from bot.watcher.verdict import Decision

NOTES_WORTH_A_PUSH = 50
"""On a shared ledger each change is a push: fewer new memories than this are not worth one."""


class RunReport(NamedTuple):
    """What came of a run."""

    results: list[Result]
    due: datetime | None
    """When something that was put off wants the next run; None: nothing waits."""


@dataclass(frozen=True, slots=True)
class Run:
    """One call of ``bot run``."""

    decider: Decider
    doubts: Doubts
    posting: Posting

    def post_new(self, request: RunRequest) -> RunReport:
        """Post all that is new; reports what was posted, failed, put off, or left out for a reason."""
        posting, decider = self.posting, self.decider
        settings, store, messages = posting.settings, posting.store, posting.messages
        settings.require_site()
        settings.require_content()
        targets, absent = usable_targets(settings, request.to, decider.environ)
        for _, reason in absent:
            messages.tell(f"{reason}; left out")
        for shared in same_accounts(targets, self.doubts.publisher_of):
            messages.warn(f"bot: {shared}")
        require_ledger(store)
        names = [target.name for target in targets]
        unregistered, open_entries, survey = store.read(
            lambda ledger: (
                ledger.unregistered(names),
                list(ledger.entries(status=OPEN)),
                decider.survey(ledger, targets, request),
            )
        )
        register(unregistered, store, posting.clock, messages)
        results = self.doubts.look_at_all(open_entries, targets)
        # Of an archive that was only just marked as handled, the bodies need not be read.
        whole = request.since is not None
        digests, failures = read_found(decider.paths(survey, request), targets, settings, whole=whole)
        passed_over = no_digests((candidate.path for candidate in survey.candidates), digests, failures)
        decisions = decider.decide(digests, targets)
        if not whole:
            decisions, unread = self.with_bodies(decisions, targets)
            failures += unread
            digests = [decision.digest for decision in decisions]
        results += failures
        results += decider.unposted(decisions)
        jobs, fused = decider.within_the_fuse(decisions, request)
        results += fused
        for job in jobs:
            results += absent_results(job.digest, absent)
        results += in_order(posting.post(jobs), targets)
        try:
            if jobs:
                decisions = decider.decide(digests, targets)
            self.remember(survey, decisions, passed_over)
        except LedgerError as error:
            if not jobs:
                raise
            # What was posted is still to be told.
            messages.warn(f"bot: {error.what}")
        except Exception as error:  # noqa: BLE001 -- what is not remembered is only looked at once more
            messages.warn(f"bot: the next run looks at everything again: {describe(error)}")
        return RunReport(results, next_due(decisions, results))

    def with_bodies(
        self, decisions: Sequence[Decision], targets: Sequence[Target]
    ) -> tuple[list[Decision], list[Result]]:
        """The decisions with whole digests where something is due, and a failure for each that cannot be read any more.

        One whose file has changed meanwhile is decided anew.
        """
        due = {one.digest.path: one for one in decisions if any(verdict.due for _, verdict in one.verdicts)}
        digests, failures = read_found(due, targets, self.posting.settings)
        same = {digest.path: digest for digest in digests if known_part(digest) == known_part(due[digest.path].digest)}
        anew = self.decider.decide([digest for digest in digests if digest.path not in same], targets)
        kept = [
            replace(one, digest=same.get(one.digest.path, one.digest))
            for one in decisions
            if one.digest.path in same or one.digest.path not in due
        ]
        return sorted((*kept, *anew), key=lambda one: age(one.digest)), failures

    def remember(self, survey: Survey, decisions: Sequence[Decision], passed_over: Sequence[Path]) -> None:
        """Note what the next run need not look at again."""
        store = self.posting.store
        notes = survey.finish(decisions, passed_over)
        worth_writing = bool(notes) and (store.local or len(notes.remember) >= NOTES_WORTH_A_PUSH)
        handled = [decision.digest for decision in decisions if any(verdict.final for _, verdict in decision.verdicts)]
        if worth_writing or handled:
            store.change(
                lambda ledger: write_notes(ledger, handled, notes if worth_writing else None),
                "what the watcher has seen",
                only_notes=True,
            )


def write_notes(ledger: Ledger, handled: Iterable[Digest], notes: Notes | None) -> None:
    # A digest that was renamed or edited stays known when the other half of what it is known by changes later.
    for digest in handled:
        ledger.adopt(digest)
    if notes is not None:
        notes.write(ledger)


def next_due(decisions: Iterable[Decision], results: Iterable[Result]) -> datetime | None:
    """When the first of what waits for its time is due."""
    times = [verdict.until for decision in decisions for _, verdict in decision.verdicts if verdict.until is not None]
    times += [
        result.outcome.retry_at for result in results if isinstance(result.outcome, Failed) and result.outcome.retry_at
    ]
    return min(times, default=None)

"""``bot run``: finds all that is new, and posts it behind a fuse; with ``--dry-run`` it stops before the first claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import LedgerError, describe
from bot.model import OPEN, Failed, Status
from bot.pipeline.doubt import result_of
from bot.pipeline.one_account import REMEDY, same_accounts
from bot.runs.posting import absent_results, in_order
from bot.runs.targets import configured_targets, register, usable_targets
from bot.store import require_ledger
from bot.watcher.digests import known_part, no_digests, read_files
from bot.watcher.find import digest_files
from bot.watcher.standing import in_doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.ledger import Ledger
    from bot.model import Digest, Entry, Result
    from bot.pipeline.doubt import Doubts
    from bot.runs.decide import Decider, RunRequest
    from bot.runs.posting import Posting
    from bot.runs.preview import Preview
    from bot.settings.model import Target
    from bot.watcher.find import Notes, Survey
    from bot.watcher.verdict import Decision


NOTES_WORTH_A_PUSH = 50
"""On a shared ledger each change is a push: fewer new memories than this are not worth one."""


class RunReport(NamedTuple):
    results: list[Result]
    due: datetime | None
    """When something that was put off wants the next run; None: nothing waits."""


class Beginning(NamedTuple):
    """What is known before anything is posted."""

    targets: tuple[Target, ...]
    absent: tuple[tuple[Target, str], ...]
    """Those that are not set up, each with the reason."""
    open_entries: list[Entry]
    """Posts that may or may not exist."""
    survey: Survey


@dataclass(frozen=True, slots=True)
class Run:
    decider: Decider
    doubts: Doubts
    posting: Posting

    def post_new(self, request: RunRequest) -> RunReport:
        """Post all that is new; reports what was posted, failed, put off, or left out for a reason."""
        begun = self.begin(request)
        results = self.doubts.look_at_all(begun.open_entries, begun.targets)
        decisions, unread, passed_over = self.decide(request, begun)
        results += unread
        results += self.decider.unposted(decisions)
        jobs, fused = self.decider.within_the_fuse(decisions, request)
        results += fused
        for job in jobs:
            results += absent_results(job.digest, begun.absent)
        results += in_order(self.posting.post(jobs), begun.targets)
        try:
            if jobs:
                decisions = self.decider.decide([decision.digest for decision in decisions], begun.targets)
            self.remember(begun.survey, decisions, passed_over)
        except LedgerError as error:
            if not jobs:
                raise
            # What was posted is still to be told.
            self.posting.messages.warn(f"bot: {error.what}")
        except Exception as error:  # noqa: BLE001 -- what is not remembered is only looked at once more
            self.posting.messages.warn(f"bot: the next run looks at everything again: {describe(error)}")
        return RunReport(results, next_due(decisions, results))

    def begin(self, request: RunRequest) -> Beginning:
        """Look whom to post to, and what has changed; raises where nothing could be posted at all."""
        posting, decider = self.posting, self.decider
        settings, store, messages = posting.settings, posting.store, posting.messages
        settings.require_site()
        settings.require_content()
        targets, absent = usable_targets(settings, request.to, decider.environ)
        for _, reason in absent:
            messages.tell(f"{reason}; left out")
        for shared in same_accounts(targets, self.doubts.publisher_of):
            messages.warn(f"bot: {shared}: {REMEDY}")
        require_ledger(store)
        names = [target.name for target in targets]
        unregistered, open_entries, survey = store.read(
            lambda ledger: (
                ledger.targets.unregistered(names),
                list(ledger.entries(status=OPEN)),
                decider.survey(ledger, targets, request),
            )
        )
        register(unregistered, store, posting.clock, messages)
        return Beginning(targets, absent, open_entries, survey)

    def decide(self, request: RunRequest, begun: Beginning) -> tuple[list[Decision], list[Result], list[Path]]:
        """What holds for each digest that may be new, a failure for each that cannot be read, and the files that are none."""
        survey, settings = begun.survey, self.posting.settings
        # Of an archive that was only just marked as handled, the bodies need not be read.
        whole = request.since is not None
        digests, failures = read_files(
            self.decider.paths(survey, request), begun.targets, settings, asked_for=False, whole=whole
        )
        passed_over = no_digests((file.path for file in survey.to_read), digests, failures)
        self.follow_moved(digests)
        decisions = self.decider.decide(digests, begun.targets)
        if not whole:
            decisions, unread = self.with_bodies(decisions, begun.targets)
            failures += unread
        return decisions, failures, passed_over

    def follow_moved(self, digests: Sequence[Digest]) -> None:
        """Note where a digest is whose last file holds another by now, which would be taken for it."""
        store = self.posting.store
        moved = store.read(lambda ledger: ledger.names.moved(digests)) if len(digests) > 1 else []
        if moved:
            store.change(lambda ledger: write_notes(ledger, moved, None), "what was renamed", only_notes=True)

    def with_bodies(
        self, decisions: Sequence[Decision], targets: Sequence[Target]
    ) -> tuple[list[Decision], list[Result]]:
        """The decisions with whole digests where something is due, and a failure for each that cannot be read any more.

        One whose file has changed meanwhile is decided anew.
        """
        due = {one.digest.path: one for one in decisions if any(verdict.due for _, verdict in one.verdicts)}
        digests, failures = read_files(due, targets, self.posting.settings, asked_for=False)
        same = {digest.path: digest for digest in digests if known_part(digest) == known_part(due[digest.path].digest)}
        anew = self.decider.decide([digest for digest in digests if digest.path not in same], targets)
        kept = [
            replace(one, digest=same.get(one.digest.path, one.digest))
            for one in decisions
            if one.digest.path in same or one.digest.path not in due
        ]
        return sorted((*kept, *anew), key=lambda one: one.digest.age), failures

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
        ledger.names.adopt(digest)
    if notes is not None:
        notes.write(ledger)


def next_due(decisions: Iterable[Decision], results: Iterable[Result]) -> datetime | None:
    """When the first of what waits for its time is due."""
    times = [verdict.until for decision in decisions for _, verdict in decision.verdicts if verdict.until is not None]
    times += [
        result.outcome.retry_at for result in results if isinstance(result.outcome, Failed) and result.outcome.retry_at
    ]
    return min(times, default=None)


def preview_new(decider: Decider, preview: Preview, request: RunRequest) -> list[Result]:
    """What a run would post, which stops before its first claim; without a ledger all that wants to be posted."""
    settings, store = decider.settings, decider.store
    settings.require_site()
    settings.require_content()
    targets = configured_targets(settings, request.to)
    if not store.exists():
        decider.messages.tell(
            f"{store.where}: there is no ledger, so every digest is shown as new; a run posts nothing before there is one"
        )
        digests, results = read_files(digest_files(settings), targets, settings, asked_for=False)
        return results + preview.preview_digests(
            [(digest, targets) for digest in sorted(digests, key=lambda digest: digest.age)]
        )
    doubts, survey = store.read(
        lambda ledger: (
            list(ledger.entries(status=Status.IN_DOUBT)),
            decider.survey(ledger, targets, request),
        )
    )
    digests, results = read_files(decider.paths(survey, request), targets, settings, asked_for=False)
    decisions = decider.decide(digests, targets)
    names = {target.name for target in targets}
    results += [result_of(entry, in_doubt(entry), settings) for entry in doubts if entry.target in names]
    results += decider.unposted(decisions)
    jobs, fused = decider.within_the_fuse(decisions, request)
    return results + fused + preview.preview_digests([(job.digest, job.targets) for job in jobs])

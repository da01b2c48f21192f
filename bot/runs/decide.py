"""What ``bot run`` does with each new digest: posted, left out, or held back by the fuse."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import LedgerError, describe
from bot.model import Failed, Result
from bot.pipeline.job import Job, result_for
from bot.settings.paths import shown
from bot.watcher.find import digest_files, survey
from bot.watcher.flood import describe_flood
from bot.watcher.quiet import quiet_until
from bot.watcher.standing import Standing
from bot.watcher.verdict import Decision, broken_verdict, judge, just_changed, twin_of, verdict_of_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Digest, Entry
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store
    from bot.watcher.find import Survey
    from bot.watcher.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RunRequest:
    to: tuple[str, ...] = ()
    max_posts: int | None = None
    """Raises the fuse."""
    since: datetime | None = None
    """Also what the archive holds since then."""
    limit: int | None = None
    """Of digests."""


class KnownDigests(NamedTuple):
    """What the ledger knows of the digests that were read."""

    entries: Mapping[tuple[str, str], Entry | None]
    """By a digest's own key and a target's name."""
    keys: Mapping[Path, str]
    """A file to the ledger's key of the digest that it holds, for two may have exchanged names; empty: it may hold one of several."""

    @classmethod
    def of(cls, ledger: Ledger, digests: Sequence[Digest], targets: Sequence[Target]) -> KnownDigests:
        entries: dict[tuple[str, str], Entry | None] = {}
        keys: dict[Path, str] = {}
        for digest in digests:
            keys[digest.path.absolute()] = key = ledger.key_of(digest)
            entries |= {(digest.key, target.name): ledger.entry_of_key(key, target.name) for target in targets}
        for file, known in {
            (Path(entry.path).absolute(), entry.key) for entry in entries.values() if entry is not None
        }:
            # Path's raises where nobody may look, and that is one digest's matter.
            if file not in keys and os.path.isfile(file):  # noqa: PTH113
                # Of two that were in the file one after the other, none is known to be there.
                keys[file] = known if len(ledger.keys_at(file)) == 1 else ""
        return cls(entries, keys)

    def twin(self, digest: Digest, entry: Entry) -> Verdict | None:
        """The verdict where the post of this entry is another file's, which still holds it."""
        exchanged = self.keys.get(Path(entry.path).absolute(), entry.key) != entry.key
        return None if exchanged else twin_of(digest, entry)


@dataclass(frozen=True, slots=True)
class Decider:
    """Looks at content/ and decides about what it finds; writes nothing."""

    settings: Settings
    store: Store
    environ: Mapping[str, str]
    clock: Clock
    messages: Messages
    settle: timedelta
    """How long a new file is left alone where the settings do not say."""

    def survey(self, ledger: Ledger, targets: Iterable[Target], request: RunRequest) -> Survey:
        return survey(
            self.settings,
            ledger,
            [target.name for target in targets],
            now=self.clock.now(),
            environ=self.environ,
            complete=not request.to,
        )

    def paths(self, survey: Survey, request: RunRequest) -> Iterable[Path]:
        """The files that are to be read; what is wrong with others is told."""
        for path, problem in survey.problems.items():
            self.messages.warn(f"{self.settings.content.name}/{path}: {problem}")
        if request.since is not None:
            return digest_files(self.settings)
        return [file.path for file in survey.to_read]

    def decide(self, digests: Sequence[Digest], targets: Sequence[Target]) -> list[Decision]:
        """What holds for each digest on each target, the oldest digest first."""
        if not digests:
            return []
        now = self.clock.now()
        known = self.store.read(lambda ledger: KnownDigests.of(ledger, digests, targets))
        return [
            self.decide_one(digest, targets, known, now) for digest in sorted(digests, key=lambda digest: digest.age)
        ]

    def decide_one(self, digest: Digest, targets: Sequence[Target], known: KnownDigests, now: datetime) -> Decision:
        """What holds for one digest; that it cannot be worked out is its own failure."""
        try:
            verdicts = tuple((target, self.verdict(digest, target, known, now)) for target in targets)
            return self.once_quiet(Decision(digest, verdicts))
        except LedgerError:
            raise
        except Exception as error:  # noqa: BLE001 -- its file went away, a folder cannot be looked into: the others go on
            failed = broken_verdict(describe(error))
            return Decision(digest, tuple((target, failed) for target in targets))

    def verdict(self, digest: Digest, target: Target, known: KnownDigests, now: datetime) -> Verdict:
        """What stands in its way; or, where it was posted, that another file which is still there was in its place."""
        entry = known.entries.get((digest.key, target.name))
        verdict = judge(digest, entry, target, now, alive=self.store.alive)
        if verdict.standing is not Standing.POSTED or entry is None:
            return verdict
        return known.twin(digest, entry) or verdict

    def quiet_at(self, digest: Digest) -> datetime | None:
        """When its file may be taken, if it was changed a moment ago."""
        settle = self.settle if self.settings.settle is None else self.settings.settle
        return quiet_until(digest.path, settle, self.clock.now(), self.environ)

    def once_quiet(self, decision: Decision) -> Decision:
        """The decision; but what is due waits, where its file was changed a moment ago."""
        if not any(verdict.due for _, verdict in decision.verdicts):
            return decision
        until = self.quiet_at(decision.digest)
        if until is None:
            return decision
        waits = just_changed(until)
        return Decision(
            decision.digest,
            tuple((target, waits if verdict.due else verdict) for target, verdict in decision.verdicts),
        )

    def unposted(self, decisions: Iterable[Decision]) -> Iterator[Result]:
        for decision in decisions:
            self.tell_former_name(decision)
            for target, verdict in decision.verdicts:
                if verdict.meaning.listed and verdict.outcome is not None:
                    yield result_for(decision.digest, target, verdict.outcome)
                elif not verdict.due:
                    self.messages.detail(f"{decision.digest.path.name} on {target.name}: {verdict}")

    def tell_former_name(self, decision: Decision) -> None:
        """A digest with a new name and a new title might be meant as a new one."""
        for _, verdict in decision.verdicts:
            if verdict.former and verdict.final:
                name = shown(decision.digest.path)
                self.messages.tell(
                    f"{name}: is {verdict.former} under another name and title, and not posted again: {verdict.reason}; if it "
                    "is another digest, give it an id and an address (slug) of its own in its front matter"
                )
                return

    def within_the_fuse(self, decisions: Iterable[Decision], request: RunRequest) -> tuple[list[Job], list[Result]]:
        """What may be posted; nothing, if it is more than a person would expect of one run."""
        archive, now = request.since is not None, self.clock.now()
        jobs = [
            Job(decision.digest, due, archive=archive)
            for decision in decisions
            if (due := due_targets(decision, request.since, now))
        ]
        limit, most = request.limit, request.max_posts
        if limit is not None and len(jobs) > limit:
            self.messages.tell(f"{len(jobs)} are due; the oldest {limit} are posted, {len(jobs) - limit} are left")
            jobs = jobs[:limit]
        if most is None:
            most = max(self.settings.max_posts_per_run, limit or 0)
        if len(jobs) <= most:
            return jobs, []
        reason = self.store.read(lambda ledger: describe_flood([job.digest for job in jobs], ledger.entries(), most))
        return [], [result_for(job.digest, target, Failed(reason)) for job in jobs for target in job.targets]


def due_targets(decision: Decision, since: datetime | None, now: datetime) -> tuple[Target, ...]:
    """The targets that a run posts it to; ``since``: also of the archive's what is not older, unless it says no itself."""
    digest = decision.digest
    date = digest.published_at
    wanted_back = since is not None and date is not None and date >= since
    return tuple(
        target
        for target, verdict in decision.verdicts
        if verdict.due
        or (
            wanted_back
            and verdict.standing is Standing.BASELINE
            and verdict_of_digest(digest, target, now) is None  # the archive's entry stood before its own word
        )
    )

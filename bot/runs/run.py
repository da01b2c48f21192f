"""What ``bot run`` does: finds all that is new, and posts it behind a fuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import LedgerError
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Result, Skipped, Status
from bot.pipeline.doubt import remedy
from bot.pipeline.pipeline import Job, Ready, result
from bot.runs.post import doubts, in_order, not_set_up, post_jobs, preview_digests, read_files, register, result_of
from bot.watcher.find import Decision, Survey, digest_files, survey
from bot.watcher.flood import flood
from bot.watcher.quiet import quiet_until
from bot.watcher.verdict import Kind, Why, reasons, twin, unsettled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.ledger import Ledger
    from bot.model import Digest, Entry
    from bot.runs.parts import Parts
    from bot.settings.model import Target

LISTED = frozenset({Kind.DRAFT, Kind.SOCIAL_OFF, Kind.SKIP, Kind.TWIN, Kind.EMBARGO, Kind.PUT_OFF, Kind.UNSETTLED})
"""What a run names in its result although it does not post it; what was handled before is not named."""
NOTES_WORTH_A_PUSH = 50
"""On a shared ledger each change is a push: fewer new memories than this are not worth one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked of a run."""

    to: tuple[str, ...] = ()
    max_posts: int | None = None
    since: datetime | None = None
    """Also what the archive holds since then."""
    limit: int | None = None


class Ran(NamedTuple):
    """What came of a run."""

    results: list[Result]
    due: datetime | None
    """When something that was put off wants the next run; None: nothing waits."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One candidate and what holds for each target."""

    digest: Digest
    whys: tuple[tuple[Target, Why], ...]

    def due(self, since: datetime | None) -> tuple[Target, ...]:
        return tuple(target for target, why in self.whys if why.due or self.wanted_back(why, since))

    def wanted_back(self, why: Why, since: datetime | None) -> bool:
        """It belongs to the archive, and a backfill asks for it."""
        date = self.digest.published_at
        return why.kind is Kind.BASELINE and since is not None and date is not None and date >= since


def run_new(parts: Parts, wanted: Wanted) -> Ran:
    """Post all that is new; returns what was posted, failed, put off, or left out for a reason."""
    parts.settings.require_site()
    parts.settings.require_content()
    targets, absent = parts.targets(wanted.to)
    for reason in absent.values():
        parts.story.tell(f"{reason}; left out")
    register(parts, targets)
    results = doubts(parts, targets)
    found, digests, failures = look_around(parts, wanted, targets)
    results += failures
    decided = [unless_fresh(parts, one) for one in decide(parts, digests, targets)]
    results += left_out(parts, decided)
    jobs, fused = behind_the_fuse(parts, decided, wanted)
    results += fused
    results += [one for job in jobs for one in not_set_up(parts, job.digest, absent)]
    results += in_order(post_jobs(parts, jobs), targets)
    try:
        afterwards = [unless_fresh(parts, one) for one in decide(parts, digests, targets)]
        remember(parts, found, afterwards)
    except LedgerError as error:
        if not jobs:
            raise
        # What was posted is still to be told.
        parts.story.warn(f"bot: {error.problem}")
        afterwards = decided
    return Ran(results, next_due(afterwards, results))


def look_around(parts: Parts, wanted: Wanted, targets: Sequence[Target]) -> tuple[Survey, list[Digest], list[Result]]:
    """What has changed in content/, the digests in it, and a failure for each that cannot be read."""
    found = parts.store.read(
        lambda ledger: survey(
            parts.settings,
            ledger,
            [target.name for target in targets],
            now=parts.clock.now(),
            environ=parts.environ,
            complete=not wanted.to,
        )
    )
    for path, what in found.problems.items():
        parts.story.warn(f"{parts.settings.content.name}/{path}: {what}")
    paths = [candidate.path for candidate in found.candidates] if wanted.since is None else digest_files(parts.settings)
    return found, *read_files(parts, paths, targets)


def unless_fresh(parts: Parts, one: Decided) -> Decided:
    """What is due, but for a file that was changed a moment ago."""
    if not parts.settings.settle or not any(why.due for _, why in one.whys):
        return one
    until = quiet_until(one.digest.path, parts.settings.settle, parts.clock.now(), parts.environ)
    if until is None:
        return one
    return Decided(one.digest, tuple((target, unsettled(until) if why.due else why) for target, why in one.whys))


def next_due(decided: Iterable[Decided], results: Iterable[Result]) -> datetime | None:
    times = [why.until for one in decided for _, why in one.whys if why.until is not None]
    times += [one.outcome.retry_at for one in results if isinstance(one.outcome, Failed) and one.outcome.retry_at]
    return min(times, default=None)


def decide(parts: Parts, digests: Sequence[Digest], targets: Sequence[Target]) -> list[Decided]:
    """What holds for each digest on each target, the oldest digest first."""
    now = parts.clock.now()
    entries = parts.store.read(
        lambda ledger: {(d.key, t.name): ledger.entry(d, t.name) for d in digests for t in targets}
    )
    return [
        Decided(
            digest,
            tuple((target, why_for(digest, entries[digest.key, target.name], target, now)) for target in targets),
        )
        for digest in sorted(digests, key=age)
    ]


def why_for(digest: Digest, entry: Entry | None, target: Target, now: datetime) -> Why:
    """Whether this is due, and a word where another file that is still there was posted in its place."""
    why = reasons(digest, entry, target, now)
    if why.kind is Kind.POSTED and entry is not None:
        other = Path(entry.path)
        if other.is_file() and other.resolve() != digest.path.resolve():
            return twin(entry.path)
    return why


def age(digest: Digest) -> tuple[datetime, str]:
    return digest.published_at or datetime.max.replace(tzinfo=UTC), digest.key


def left_out(parts: Parts, decided: Iterable[Decided]) -> list[Result]:
    results = []
    for one in decided:
        for target, why in one.whys:
            if why.kind in LISTED:
                outcome: Outcome = Failed(why.reason, why.until) if why.kind is Kind.PUT_OFF else Skipped(str(why))
                results.append(result(one.digest, Ready(target, None), outcome))
            elif not why.due:
                parts.story.detail(f"{one.digest.path.name} on {target.name}: {why}")
    return results


def behind_the_fuse(parts: Parts, decided: Iterable[Decided], wanted: Wanted) -> tuple[list[Job], list[Result]]:
    """What may be posted; nothing, if it is more than a person would expect of one run."""
    jobs = [Job(one.digest, due) for one in decided if (due := one.due(wanted.since))]
    if wanted.limit is not None and len(jobs) > wanted.limit:
        parts.story.tell(
            f"{len(jobs)} are due; the oldest {wanted.limit} are posted, {len(jobs) - wanted.limit} are left"
        )
        jobs = jobs[: wanted.limit]
    fuse = (
        wanted.max_posts if wanted.max_posts is not None else max(parts.settings.max_posts_per_run, wanted.limit or 0)
    )
    if len(jobs) <= fuse:
        return jobs, []
    reason = parts.store.read(lambda ledger: flood([job.digest for job in jobs], ledger.entries(), fuse))
    parts.story.warn(f"bot: {reason}")
    return [], [result(job.digest, Ready(target, None), Failed(reason)) for job in jobs for target in job.targets]


def remember(parts: Parts, found: Survey, decided: Sequence[Decided]) -> None:
    """Note what the next scan need not look at again."""
    decisions = [Decision(one.digest.path, one.digest.key, tuple(why for _, why in one.whys)) for one in decided]
    notes = found.finish(decisions)
    worth = bool(notes) and (parts.store.local or len(notes.remember) >= NOTES_WORTH_A_PUSH)
    handled = [one.digest for one in decided if any(why.final for _, why in one.whys)]

    def write(ledger: Ledger) -> None:
        # A digest that was renamed or edited stays known when the other half of what it is known by changes later.
        for digest in handled:
            ledger.adopt(digest)
        if worth:
            notes.write(ledger)

    if worth or handled:
        parts.store.change(write, "what the watcher has seen")


# ── bot run --dry-run ────────────────────────────────────────────────────────────────────────────


def preview_new(parts: Parts, wanted: Wanted) -> list[Result]:
    """What a run would post, without a ledger all that wants to be posted; asks no platform and writes nothing."""
    parts.settings.require_site()
    parts.settings.require_content()
    targets = parts.configured(wanted.to)
    store = parts.unchecked_store
    if not store.exists():
        parts.story.tell(
            f"{store.where}: there is no ledger yet, so every digest is shown as new; bot init marks the archive"
        )
        digests, results = read_files(parts, digest_files(parts.settings), targets)
        return results + preview_digests(parts, sorted(digests, key=age), targets)
    _, digests, results = look_around(parts, wanted, targets)
    decided = [unless_fresh(parts, one) for one in decide(parts, digests, targets)]
    results += in_doubt(parts, [target.name for target in targets])
    results += left_out(parts, decided)
    jobs, fused = behind_the_fuse(parts, decided, wanted)
    results += fused
    for job in jobs:
        results += preview_digests(parts, [job.digest], job.targets)
    return results


def in_doubt(parts: Parts, names: Sequence[str]) -> list[Result]:
    """The entries in doubt, as the ledger has them."""
    entries = parts.store.read(lambda ledger: list(ledger.entries(status=Status.IN_DOUBT)))
    return [
        result_of(parts, entry, InDoubt(f"{entry.reason or 'no answer came'}. {remedy(entry)}"))
        for entry in entries
        if entry.target in names
    ]


# ── bot explain ──────────────────────────────────────────────────────────────────────────────────


def explain(parts: Parts, digest: Digest, to: Sequence[str]) -> list[tuple[Target, Why, Outcome | None]]:
    """For each target why the digest is due or not, and the same as an outcome (None: due)."""
    now = parts.clock.now()
    targets = parts.configured(to)
    entries: dict[str, Entry | None] = dict.fromkeys((target.name for target in targets), None)
    if parts.unchecked_store.exists():
        entries = parts.store.read(lambda ledger: {name: ledger.entry(digest, name) for name in entries})
    explained = []
    for target in targets:
        entry = entries[target.name]
        why = first_of_all(parts, digest, why_for(digest, entry, target, now))
        explained.append((target, why, as_outcome(why, entry)))
    return explained


def first_of_all(parts: Parts, digest: Digest, why: Why) -> Why:
    """The reason, with what still has to come before a run posts what is due."""
    settings = parts.settings
    if not why.due:
        return why
    if not parts.unchecked_store.exists():
        return replace(why, change="but there is no ledger yet, so nothing is posted before: bot init")
    until = quiet_until(digest.path, settings.settle, parts.clock.now(), parts.environ)
    if until is not None:
        return unsettled(until)
    if settings.wait_live:
        return replace(why, change=f"{why.change}, once its page {digest.url} is live")
    return why


def as_outcome(why: Why, entry: Entry | None) -> Outcome | None:
    match why.kind:
        case Kind.NEW | Kind.RETRY:
            return None
        case Kind.POSTED:
            return AlreadyPosted(entry.receipt if entry else None)
        case Kind.IN_DOUBT:
            return InDoubt(str(why))
        case Kind.PUT_OFF:
            return Failed(why.reason, why.until)
        case _:
            return Skipped(str(why))

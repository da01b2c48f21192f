"""One run: what was asked for, decided digest by digest, and handed to the pipeline."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import key_of, read
from bot.errors import BotError, DigestError, LedgerError, UsageError
from bot.model import Failed, InDoubt, Intent, Outcome, Result, Skipped, Status
from bot.pipeline.doubt import outcome_of, remedy
from bot.pipeline.pipeline import Job, Ready, result
from bot.settings.paths import shown
from bot.settings.read import find_target
from bot.watcher.verdict import own_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from bot.model import Digest, Entry
    from bot.runs.parts import Parts
    from bot.settings.model import Target


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def unreadable(parts: Parts, path: Path, targets: Iterable[Target], error: DigestError) -> list[Result]:
    """A digest that cannot be read, once for every target."""
    try:
        key = key_of(path, parts.settings)
    except BotError:
        key = path.stem
    return [Result(key, shown(path), target.name, Failed(str(error)), platform=target.platform) for target in targets]


def read_files(parts: Parts, files: Iterable[Path], targets: Sequence[Target]) -> tuple[list[Digest], list[Result]]:
    """The digests in these files, and a failure for each that cannot be read."""
    digests: dict[str, Digest] = {}
    failures: list[Result] = []
    for path in dict.fromkeys(files):
        try:
            digest = read(path, parts.settings)
            twin = digests.get(digest.key)
            if twin is not None and not same_file(twin.path, path):
                raise DigestError(
                    f"{shown(path)}: has the same id as {shown(twin.path)} ({digest.key}); give one of them another id"
                )
        except DigestError as error:
            failures += unreadable(parts, path, targets, error)
            continue
        digests[digest.key] = digest
    return list(digests.values()), failures


def same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


# ── bot preview, bot post --dry-run ──────────────────────────────────────────────────────────────


def preview_files(parts: Parts, files: Iterable[Path], to: Sequence[str]) -> list[Result]:
    """What would be sent: no ledger, no secret, no word to a platform."""
    parts.settings.require_site()
    targets = parts.configured(to)
    digests, results = read_files(parts, files, targets)
    return results + preview_digests(parts, digests, targets)


def preview_digests(parts: Parts, digests: Iterable[Digest], targets: tuple[Target, ...]) -> list[Result]:
    now = parts.clock.now()
    spent = {target.name: spent_this_month(parts, target) for target in targets}
    caps = {target.name: target.monthly_cap_usd for target in targets}
    return [
        replace(one, warnings=(*one.warnings, *money_words(one, caps[one.target], spent[one.target])))
        for digest in digests
        for one in parts.pipeline.preview(Job(digest, targets), lambda d, t: own_word(d, t, now))
    ]


def spent_this_month(parts: Parts, target: Target) -> Decimal | None:
    """US dollars; None where there is no cap, or no ledger that knows."""
    if target.monthly_cap_usd is None or target.limits.prices is None:
        return None
    month = parts.clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    try:
        return parts.store.read(lambda ledger: ledger.spent(target.name, month))
    except LedgerError:
        return None  # a preview needs no ledger


def money_words(one: Result, cap: Decimal | None, spent: Decimal | None) -> tuple[str, ...]:
    """What the month's money has to say to a post."""
    if cap is None or spent is None or one.draft is None or one.draft.cost_usd is None:
        return ()
    over = "; a run would put this off to the next month" if spent + one.draft.cost_usd > cap else ""
    return (f"${spent} of this month's ${cap} for {one.target} is spent{over}",)


# ── bot post ─────────────────────────────────────────────────────────────────────────────────────


def post_files(parts: Parts, files: Iterable[Path], to: Sequence[str], *, again: bool = False) -> list[Result]:
    """Post these digests now, whatever the watcher would say about their age."""
    parts.settings.require_site()
    targets, absent = parts.targets(to)
    store = parts.store
    digests, results = read_files(parts, files, targets)
    register(parts, targets)
    jobs = []
    entries = store.read(lambda ledger: {(d.key, t.name): ledger.entry(d, t.name) for d in digests for t in targets})
    results += doubts_elsewhere(parts, digests, targets)
    for digest in digests:
        open_targets = []
        for target in targets:
            outcome = stands_in_the_way(parts, digest, target, entries[digest.key, target.name], again=again)
            if outcome is None:
                open_targets.append(target)
            else:
                results.append(result(digest, Ready(target, None), outcome))
        results += not_set_up(parts, digest, absent)
        if open_targets:
            jobs.append(Job(digest, tuple(open_targets), again=again))
    return in_order(results + post_jobs(parts, jobs), targets)


def doubts_elsewhere(parts: Parts, digests: Sequence[Digest], targets: Sequence[Target]) -> list[Result]:
    """What is in doubt of these digests on targets that were not asked for: it is listed until somebody has looked."""
    names = {target.name for target in targets}
    keys = parts.store.read(lambda ledger: {ledger.key_of(digest) for digest in digests})
    entries = parts.store.read(lambda ledger: list(ledger.entries(status=Status.IN_DOUBT)))
    return [
        result_of(parts, entry, InDoubt(f"{entry.reason or 'no answer came'}. {remedy(entry)}"))
        for entry in entries
        if entry.key in keys and entry.target not in names
    ]


def in_order(results: Iterable[Result], targets: Sequence[Target]) -> list[Result]:
    """A digest's results side by side, in the order of the targets and not of who answered first."""
    keys: dict[str, int] = {}
    names = {target.name: place for place, target in enumerate(targets)}
    placed = [(keys.setdefault(one.key, len(keys)), names.get(one.target, len(names)), one) for one in results]
    return [one for *_, one in sorted(placed, key=lambda place: place[:2])]


def not_set_up(parts: Parts, digest: Digest, absent: dict[str, str]) -> list[Result]:
    return [
        result(digest, Ready(find_target(name, parts.settings), None), Skipped(reason))
        for name, reason in absent.items()
    ]


def register(parts: Parts, targets: Iterable[Target]) -> None:
    """Tell the ledger which targets there are; one that it has never seen starts from now."""
    now = parts.clock.now()
    names = [target.name for target in targets]
    if parts.store.read(lambda ledger: ledger.unregistered(names)):
        new = parts.store.change(lambda ledger: ledger.register(names, now), f"targets {', '.join(names)}")
        for name in new:
            parts.story.detail(f"{name}: new to this ledger; what was handled before is not poured out on it")


def stands_in_the_way(
    parts: Parts, digest: Digest, target: Target, entry: Entry | None, *, again: bool
) -> Outcome | None:
    """Why this digest is not to be sent to this target now; None: it may be."""
    now = parts.clock.now()
    stands: Outcome | None = None
    match entry.status if entry is not None else None:
        case Status.CLAIMED | Status.IN_DOUBT if entry is not None:
            stands = parts.doubts.look(parts.store, entry, target)
        case Status.POSTED | Status.DELETED if entry is not None and not again:
            stands = outcome_of(entry)
        case Status.FAILED if entry is not None and entry.retry_at is not None and entry.retry_at > now:
            stands = outcome_of(entry)
    if stands is not None:
        return stands
    reason = own_word(digest, target, now)
    return Skipped(reason) if reason is not None else None


@contextmanager
def stopping(parts: Parts) -> Iterator[None]:
    """On SIGINT and SIGTERM no new claim is made, and the receipt that is under way is still written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _frame: object) -> None:
        if parts.clock.stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        parts.clock.stop.set()
        parts.story.warn("stopping: nothing new is begun, what is under way is written down")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def live_jobs(parts: Parts, jobs: Sequence[Job]) -> tuple[list[Job], list[Result]]:
    """The jobs whose page is there, as far as ``wait_live`` asks for it; the others are put off."""
    if not parts.settings.wait_live:
        return list(jobs), []
    from bot.pipeline.live import wait

    pages = wait([job.digest for job in jobs], parts.settings, parts.clock, tell=parts.story.tell)
    live: list[Job] = []
    put_off: list[Result] = []
    late: list[tuple[Intent, str]] = []
    for job in jobs:
        page = pages.get(job.digest.key)
        if page is None or page.ok:
            live.append(replace(job, warnings=page.warnings) if page else job)
            continue
        outcome = Failed(f"its page is not live yet: {page.reason}", parts.clock.now())
        put_off += [result(job.digest, Ready(target, None), outcome) for target in job.targets]
        late += [(Intent(job.digest, target.name, payload={}), outcome.reason) for target in job.targets]
    if late:
        now = parts.clock.now()
        parts.store.change(
            lambda ledger: [ledger.put_off(intent, parts.store.claimer, now, reason, now) for intent, reason in late],
            "put off: pages that are not live",
        )
    return live, put_off


def post_jobs(parts: Parts, jobs: Sequence[Job]) -> list[Result]:
    """Hand the jobs to the pipeline."""
    with stopping(parts):
        jobs, results = live_jobs(parts, jobs)
        posts = sum(len(job.targets) for job in jobs)
        for done, one in enumerate(parts.pipeline.post(parts.store, jobs), start=1):
            parts.progress(done, posts)
            results.append(one)
    return results


# ── in doubt ─────────────────────────────────────────────────────────────────────────────────────


def doubts(parts: Parts, targets: Sequence[Target]) -> list[Result]:
    """Look at every entry that is in doubt or whose claimer is gone; what is surely not posted becomes due again."""
    store = parts.store
    usable = {target.name: target for target in targets}
    entries = store.read(lambda ledger: list(ledger.entries(status=(Status.CLAIMED, Status.IN_DOUBT))))
    results = []
    for entry in entries:
        outcome: Outcome | None
        target = usable.get(entry.target)
        if target is not None:
            outcome = parts.doubts.look(store, entry, target)
        elif entry.status is Status.CLAIMED and store.alive(entry) is not False:
            continue
        else:
            outcome = InDoubt(
                f"{entry.reason or 'no receipt'}; {entry.target} is not among this run's targets, so nobody asked it. "
                f"{remedy(entry)}"
            )
        if outcome is not None and not isinstance(outcome, Skipped):
            results.append(result_of(parts, entry, outcome))
    return results


def result_of(parts: Parts, entry: Entry, outcome: Outcome) -> Result:
    """An entry as a result."""
    platforms = {target.name: target.platform for target in parts.settings.targets}
    return Result(
        entry.key, entry.path, entry.target, outcome, entry.title,
        platform=platforms.get(entry.target),
    )  # fmt: skip


# ── the ledger's entries of a file ───────────────────────────────────────────────────────────────


def find_entries(parts: Parts, file: Path) -> list[Entry]:
    """Every entry of the digest in this file, which may be gone by now, or of this key."""
    keys = {str(file), file.with_suffix("").as_posix()}
    try:
        keys.add(key_of(file, parts.settings))
        digest: Digest | None = read(file, parts.settings)
    except BotError:
        digest = None
    if digest is not None:
        keys.add(digest.key)
    path = shown(file.absolute())

    def look(ledger: object) -> list[Entry]:
        return [
            entry
            for entry in ledger.entries()  # type: ignore[attr-defined]
            if entry.key in keys or shown(Path(entry.path).absolute()) == path
        ]

    return parts.store.read(look)


def find_entry(parts: Parts, file: Path, target: str) -> Entry:
    for entry in find_entries(parts, file):
        if entry.target == target:
            return entry
    raise UsageError(f"{parts.store.where}: knows nothing of {file} on {target}; bot status lists what it knows")


def every_digest(parts: Parts) -> tuple[list[Digest], list[Result]]:
    """All digests in content/, and a failure for each that cannot be read."""
    from bot.watcher.find import digest_files

    parts.settings.require_content()
    return read_files(parts, digest_files(parts.settings), parts.settings.targets)


def published(parts: Parts, digests: Iterable[Digest]) -> list[Digest]:
    """Those that are out by now; a draft, and one that is dated ahead, is still to be announced when its time comes."""
    now = parts.clock.now()
    return [one for one in digests if not one.draft and (one.published_at is None or one.published_at <= now)]

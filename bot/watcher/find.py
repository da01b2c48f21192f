"""Which files in content/ may hold a digest that is new: those that are not as the ledger remembers them.

Content is walked once, and each file's size and the time of its last change are compared with what the ledger remembers
(``bot.watcher.walk``). Where these differ, as everywhere in a fresh checkout, the file's content is compared, by
the id that git gives it. What differs there too, or was not done with, is to be read, and nothing else.

The ledger's word on *posted or not* is never taken from here: a file that is forgotten is only read once more.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.model import OPEN, Status
from bot.watcher.blob import UNREADABLE, blob_ids
from bot.watcher.idle import IDLE, idle_mark
from bot.watcher.standing import Standing
from bot.watcher.walk import Walk, differences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.ledger import Ledger, Seen
    from bot.settings.model import Settings
    from bot.watcher.verdict import Decision, Verdict
    from bot.watcher.walk import File

SCANNED = "scanned"
"""The mark that says under which rules, and for which targets, the remembered files were done with."""
UNFINISHED = (*OPEN, Status.FAILED)
LOOK_AGAIN = ""
"""In place of a remembered file's key: known as it is, and to be read all the same."""
RACY_NS = 2_000_000_000
"""What was changed within this time may change once more without its size or its times telling."""
NEVER = -1
"""A time of the last change that no file has."""
GIVEN = frozenset({Standing.DRAFT, Standing.SOCIAL_OFF, Standing.SKIP})
"""What a generator's own settings may say of many files at once; when they say it no more, none of these has changed."""


class FileToRead(NamedTuple):
    """A file that may hold a new digest: new, changed, or left undone by the run before."""

    path: Path
    file: File
    blob: str
    before: Seen | None = None

    @property
    def name(self) -> str:
        """Its path below content/, with "/"."""
        return self.file[0]

    def seen(self, key: str) -> Seen:
        from bot.ledger import Seen

        return Seen(*self.file, self.blob, key)


@dataclass(frozen=True, slots=True)
class Notes:
    """What to write into the ledger so that the next survey has less to do; may be applied more than once."""

    remember: tuple[Seen, ...] = ()
    touched: tuple[Seen, ...] = ()
    """Files with a new time of change, and the content that was known: the next survey would only compare it again."""
    forget: tuple[str, ...] = ()
    marks: tuple[tuple[str, str | None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.remember or self.touched or self.forget or self.marks)

    def write(self, ledger: Ledger) -> None:
        ledger.files.forget(self.forget)
        ledger.files.remember((*self.remember, *self.touched))
        for name, value in self.marks:
            ledger.marks.set(name, value)


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look at content/ found.

    Read the files ``to_read``, decide about them with ``bot.watcher.verdict``, post, decide again, and hand what came of it
    to ``finish``::

        found = survey(settings, ledger, targets, ...)
        ... read, decide, post ...
        notes = found.finish(decisions)
        if notes:
            store.change(notes.write, "survey", only_notes=True)

    A file that is done with on every target is remembered and not looked at again until it changes. All
    others come back in the next survey: those that are put off, those without a decision (unreadable, or the run was
    stopped), and those that are left out by their own word, so that every run can list them.
    """

    to_read: tuple[FileToRead, ...]
    touched: tuple[Seen, ...]
    """Files with a new time of change, and the content that was known."""
    forget: tuple[str, ...]
    """Files that are gone, and all where the memory is of other rules."""
    problems: dict[str, str]
    """Path below content/ to what is wrong with it and what to do: links out of content/, folders that may not be read."""
    settings: Settings
    environ: Mapping[str, str]
    targets: frozenset[str]
    complete: bool
    """The run is for every target that is set up."""
    memory: Remembered

    def finish(self, decisions: Iterable[Decision], passed_over: Collection[Path] = ()) -> Notes:
        """What to write into the ledger.

        ``passed_over``: files that are no digests, or that somebody was told of; they too are not looked at again until
        they change.
        """
        if not (self.complete or self.memory.targets is None or self.memory.targets <= self.targets):
            return Notes()  # what is done for this run's targets is not done for all that the memory speaks of
        undecided = {file.path: file for file in self.to_read}
        remember = []
        waiting: list[Verdict] = []
        idle = self.complete and not self.problems
        for decision in decisions:
            file = undecided.pop(decision.digest.path, None)
            if file is None:
                continue
            unfinished = [verdict for _, verdict in decision.verdicts if not verdict.final]
            if not decision.verdicts or not all(verdict.meaning.by_digest for verdict in unfinished):
                idle = False
                continue
            waiting += unfinished
            if self.settings.generator and not GIVEN.isdisjoint(verdict.standing for verdict in unfinished):
                idle = False
            seen = file.seen(LOOK_AGAIN if unfinished else decision.digest.key)
            if seen != file.before:
                remember.append(seen)
        for path in passed_over:
            file = undecided.pop(path, None)
            if file is not None and file.seen(file.name) != file.before:
                remember.append(file.seen(file.name))
        until = min((verdict.until for verdict in waiting if verdict.until is not None), default=None)
        marks = {
            SCANNED: scanned_mark(self.settings, self.targets),
            IDLE: idle_mark(self.settings, self.environ, until) if idle and not undecided else None,
        }
        changed = tuple((name, value) for name, value in marks.items() if self.memory.marks[name] != value)
        return Notes(tuple(remember), self.touched, self.forget, changed)


def scanned_mark(settings: Settings, targets: Collection[str]) -> str:
    """Under which rules, and for which targets, the remembered files were done with."""
    rules = [
        1, list(settings.include), list(settings.exclude), content_below_root(settings),
        {name: list(keys) for name, keys in sorted(settings.fields.items())},
        # By some generators a file without front matter is a post.
        *([settings.generator] if settings.generator else []),
    ]  # fmt: skip
    return json.dumps({"rules": rules, "targets": sorted(targets)}, ensure_ascii=False, sort_keys=True)


def content_below_root(settings: Settings) -> str:
    """content/ as every machine has it."""
    try:
        return settings.content.absolute().relative_to(settings.root.absolute()).as_posix()
    except ValueError:
        return settings.content.as_posix()


@dataclass(frozen=True, slots=True)
class Remembered:
    """How far the ledger's memory of files can be trusted in this run."""

    marks: dict[str, str | None]
    targets: frozenset[str] | None
    """For which the files were done with, under the rules of today; None: under others, or never."""
    trusted: bool
    """They were done with for all the targets of this run."""
    unfinished: frozenset[str]
    """Files of entries that are not finished, whatever was remembered of them before a command changed that."""

    @classmethod
    def of(cls, ledger: Ledger, settings: Settings, targets: Collection[str]) -> Remembered:
        marks = {name: ledger.marks.get(name) for name in (SCANNED, IDLE)}
        before = json.loads(marks[SCANNED] or "{}")
        same_rules = before.get("rules") == json.loads(scanned_mark(settings, targets))["rules"]
        done_for = frozenset(before["targets"]) if same_rules else None
        paths = (os.path.abspath(entry.path) for entry in ledger.entries(status=UNFINISHED))  # noqa: PTH100 -- texts
        content = os.path.abspath(settings.content) + os.sep  # noqa: PTH100 -- the same
        names = (path[len(content) :].replace(os.sep, "/") for path in paths if path.startswith(content))
        return cls(marks, done_for, done_for is not None and done_for.issuperset(targets), frozenset(names))

    def is_done(self, seen: Seen) -> bool:
        """A file that is as this need not be read again."""
        return self.trusted and seen.key != LOOK_AGAIN and seen.path not in self.unfinished


# ── looking ──────────────────────────────────────────────────────────────────────────────────────


def digest_files(settings: Settings) -> Iterator[Path]:
    """Every digest's file there is, in the order of their paths; without the ledger."""
    for name, _, _ in Walk(str(settings.content), settings.include, settings.exclude):
        yield settings.content / name


def survey(
    settings: Settings,
    ledger: Ledger,
    targets: Collection[str],
    *,
    now: datetime,
    environ: Mapping[str, str],
    complete: bool = True,
) -> Survey:
    """Look at content/ once, and compare it with what the ledger remembers.

    ``targets``: the names of those that this run posts to. ``complete``: they are all that are set up, so that what is
    done for them is done.
    """
    memory = Remembered.of(ledger, settings, targets)
    walk = Walk(str(settings.content), settings.include, settings.exclude)
    differing: list[tuple[File, Seen | None]] = []
    forget: list[str] = []
    for file, seen in differences(walk, ledger.files.seen(), memory.is_done):
        if seen is not None and (file is None or not memory.trusted):
            forget.append(seen.path)
        if file is not None:
            differing.append((file, seen))
    changed = [file[0] for file, seen in differing if seen is None or seen[:3] != file]
    blobs = blob_ids(settings.content, changed, environ)
    to_read: list[FileToRead] = []
    touched: list[Seen] = []
    for file, seen in differing:
        path, size, changed_ns = file
        blob = blobs.get(path, seen.blob if seen else UNREADABLE)
        if path in blobs and now.timestamp() * 1e9 - changed_ns < RACY_NS:
            changed_ns = NEVER
        if seen is not None and memory.is_done(seen) and blob == seen.blob != UNREADABLE:
            touched += [seen._replace(size=size, changed_ns=changed_ns)] if changed_ns != NEVER else []
            continue
        before = seen if memory.trusted else None
        to_read.append(FileToRead(settings.content / path, (path, size, changed_ns), blob, before))
    return Survey(
        to_read=tuple(to_read),
        touched=tuple(touched),
        forget=tuple(forget),
        problems=walk.problems,
        settings=settings,
        environ=environ,
        targets=frozenset(targets),
        complete=complete,
        memory=memory,
    )

"""The ladder: which digests may be new, at the least cost that is still sure.

1. ``bot.watcher.idle``: nothing has changed at all since a run that left nothing undone. Two questions to git and a stat
   of each folder, or a stat of each file; no settings, no YAML.
2. ``git diff-tree`` from the tree of that run, else ``git ls-tree`` against the blob ids that the ledger remembers; where
   files differ from HEAD or there is no git, size and mtime against what it remembers, and the content's hash where these
   differ.
3. What is left are the candidates. Only these are read.

The ledger's word on *posted or not* is never taken from here: a file that is forgotten is only read once more.
"""

from __future__ import annotations

import heapq
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from bot import __version__
from bot.model import Status
from bot.watcher.blob import blob_id
from bot.watcher.idle import IDLE, RACY_NS, Mark, digests_among, idle_mark
from bot.watcher.names import enters
from bot.watcher.tree import FILE, blobs, changed, look
from bot.watcher.verdict import OPEN
from bot.watcher.walk import Walk, is_utf8

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.ledger import Seen
    from bot.model import Entry
    from bot.settings.model import Settings
    from bot.watcher.tree import Tree
    from bot.watcher.verdict import Verdict

    Listed = tuple[str, str, int, int]
    """Path, blob id ("" where only the disk can tell), size and mtime."""

SCANNED = "scanned"
"""The mark that says under which rules, and for which targets, the remembered files were done with."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
UNFINISHED = (*OPEN, Status.FAILED)
LOOK_AGAIN = ""
"""In place of a remembered file's key: known as it is, and a candidate all the same."""
FEW = 1000
"""Paths that git can be asked for by name; its command line has an end."""
UNKNOWN = -1
"""A size or an mtime that no file has."""


class Memory(Protocol):
    """The part of the ledger that a scan needs."""

    def seen(self, only: Collection[str] | None = None) -> Iterator[Seen]: ...
    def seen_with(self, key: str) -> Iterator[str]: ...
    def remember(self, files: Iterable[Seen]) -> None: ...
    def forget(self, paths: Iterable[str]) -> None: ...
    def mark(self, name: str) -> str | None: ...
    def set_mark(self, name: str, value: str | None) -> None: ...
    def entries(self, *, status: Iterable[Status]) -> Iterator[Entry]: ...


class Candidate(NamedTuple):
    """A file that may hold a new digest: new, changed, or left undone by the run before."""

    path: Path
    name: str
    """Below content/, with "/"."""
    blob: str
    size: int
    mtime_ns: int
    before: Seen | None = None
    """What the ledger remembers of it."""

    def seen(self, key: str) -> Seen:
        from bot.ledger import Seen

        return Seen(self.name, self.blob, self.size, self.mtime_ns, key)


class FileVerdicts(NamedTuple):
    """What a run found out about a candidate that it could read: a verdict for each of its targets."""

    path: Path
    key: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """What to write into the ledger so that the next scan has less to do; may be applied more than once."""

    remember: tuple[Seen, ...] = ()
    forget: tuple[str, ...] = ()
    marks: tuple[tuple[str, str | None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.remember or self.forget or self.marks)

    def write(self, ledger: Memory) -> None:
        ledger.forget(self.forget)
        ledger.remember(self.remember)
        for name, value in self.marks:
            ledger.set_mark(name, value)


@dataclass(frozen=True, slots=True)
class Scan:
    """What one look at content/ found.

    Read the ``candidates``, decide about them with ``bot.watcher.verdict.judge``, post, decide again, and hand what
    came of it to ``finish``::

        found = scan(settings, ledger, targets, ...)
        ... read, decide, post ...
        notes = found.finish(files)
        if notes:
            store.change(notes.write, "scan")

    A candidate whose every verdict is final is remembered and not looked at again until its file changes. All others come
    back in the next scan: those that are put off, those without a verdict (unreadable, or the run was stopped), and
    those that are left out by their own word, so that every run can list them.
    """

    candidates: tuple[Candidate, ...]
    problems: dict[str, str]
    """Path below content/ to what is wrong with it and what to do: links out of content/, folders that may not be read."""
    settings: Settings
    targets: frozenset[str]
    complete: bool
    """The run is for every target that is set up."""
    writable: bool
    """What is done for this run's targets is done for all that the ledger's memory speaks of."""
    secrets: dict[str, bool]
    tree: Tree | None
    began: float
    """When, in seconds since 1970."""
    gone: tuple[str, ...] = ()
    touched: tuple[Seen, ...] = ()
    """Files with a new mtime and the content that was known."""
    marks: dict[str, str | None] = field(default_factory=dict)
    """As the ledger has them."""

    def finish(self, files: Iterable[FileVerdicts]) -> Notes:
        """What to write into the ledger. Pure."""
        if not self.writable:
            return Notes()
        by_path = {candidate.path: candidate for candidate in self.candidates}
        remember = []
        waiting: list[Verdict] = []
        quiet = True
        for file in files:
            candidate = by_path.pop(file.path, None)
            if candidate is None:
                continue
            unfinished = [verdict for verdict in file.verdicts if not verdict.final]
            if not file.verdicts or not all(verdict.meaning.by_digest for verdict in unfinished):
                quiet = False
                continue
            waiting += unfinished
            seen = candidate.seen(LOOK_AGAIN if unfinished else file.key)
            if seen != candidate.before:
                remember.append(seen)
        marks = {
            SCANNED: scanned_mark(self.settings, self.targets),
            IDLE: self.idle(waiting) if quiet and not by_path else None,
        }
        changed = tuple((name, value) for name, value in marks.items() if self.marks.get(name) != value)
        return Notes((*remember, *self.touched), self.gone, changed)

    def idle(self, waiting: Sequence[Verdict]) -> str | None:
        """The mark by which the next run may see at once that there is nothing to do."""
        if self.problems or not self.complete:
            return None
        until = min((verdict.until for verdict in waiting if verdict.until is not None), default=None)
        return idle_mark(self.settings, self.tree, self.began, until=until, secrets=self.secrets, listed=bool(waiting))


def scanned_mark(settings: Settings, targets: Collection[str]) -> str:
    """Under which rules, and for which targets, the remembered files were done with."""
    rules = [
        1, list(settings.include), list(settings.exclude), relative(settings),
        {name: list(keys) for name, keys in sorted(settings.fields.items())},
    ]  # fmt: skip
    return json.dumps({"rules": rules, "targets": sorted(targets)}, ensure_ascii=False, sort_keys=True)


def relative(settings: Settings) -> str:
    """content/ as every machine has it."""
    try:
        return settings.content.absolute().relative_to(settings.root.absolute()).as_posix()
    except ValueError:
        return settings.content.as_posix()


# ── looking ──────────────────────────────────────────────────────────────────────────────────────


def files(settings: Settings) -> Iterator[Path]:
    """Every digest's file there is, in the order of their paths; without the ledger and without git."""
    for name, _, _ in Walk(str(settings.content), settings.include, settings.exclude):
        yield settings.content / name


def scan(
    settings: Settings,
    ledger: Memory,
    targets: Collection[str],
    *,
    now: datetime,
    complete: bool = True,
    secrets: Mapping[str, bool] | None = None,
) -> Scan:
    """Climb the ladder from its second rung.

    ``targets``: the names of those that this run posts to. ``complete``: they are all that are set up, so that what is
    done for them is done. ``secrets``: the names of all the targets' secrets, and whether each is set; the first rung
    compares them.
    """
    memory = Remembered.of(ledger, settings, targets)
    tree = look(str(settings.content))
    try:
        found = compare(settings, ledger, memory, tree, now)
    except (Unsure, OSError):  # git has lost an object, say; what is wrong with the disk itself is raised once more
        tree = None
        found = compare(settings, ledger, memory, tree, now)
    return Scan(
        settings=settings,
        targets=frozenset(targets),
        complete=complete,
        writable=complete or memory.targets is None or memory.targets <= set(targets),
        secrets=dict(secrets or {}),
        tree=tree,
        began=now.timestamp(),
        marks=memory.marks,
        **found,
    )


class Unsure(Exception):
    """git's list does not say what lies on the disk: there are links or submodules in it."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """How far the ledger's memory of files can be trusted in this run."""

    marks: dict[str, str | None]
    targets: set[str] | None
    """For which the files were done with, under the rules of today; None: under others, or never."""
    trusted: bool
    unfinished: frozenset[str]
    """Files of entries that are not finished, whatever was remembered of them before a command changed that."""

    @classmethod
    def of(cls, ledger: Memory, settings: Settings, targets: Collection[str]) -> Remembered:
        marks = {name: ledger.mark(name) for name in (SCANNED, IDLE)}
        before = json.loads(marks[SCANNED] or "{}")
        same = before.get("rules") == json.loads(scanned_mark(settings, targets))["rules"]
        done_for = set(before["targets"]) if same else None
        paths = (os.path.abspath(entry.path) for entry in ledger.entries(status=UNFINISHED))  # noqa: PTH100 -- texts
        content = os.path.abspath(settings.content) + os.sep  # noqa: PTH100 -- the same
        names = (path[len(content) :].replace(os.sep, "/") for path in paths if path.startswith(content))
        trusted = done_for is not None and done_for >= set(targets)
        return cls(marks, done_for, trusted, frozenset(names))

    def knows(self, seen: Seen | None) -> bool:
        """A file that is as this need not be looked at."""
        return seen is not None and self.trusted and seen.key != LOOK_AGAIN and seen.path not in self.unfinished


def compare(settings: Settings, ledger: Memory, memory: Remembered, tree: Tree | None, now: datetime) -> dict[str, Any]:
    """What is new or changed, against what the ledger remembers; both are gone through once, side by side."""
    walk = Walk(str(settings.content), settings.include, settings.exclude)
    if tree is None:
        only = None
        listing: Iterable[Listed] = ((name, "", size, mtime) for name, size, mtime in walk)
    else:
        only = worth_a_look(tree, walk, memory, ledger)
        listing = in_git(tree, walk, only)
    candidates: list[Candidate] = []
    gone: list[str] = []
    touched: list[Seen] = []
    for found, seen in side_by_side(listing, ledger.seen(only)):
        if found is None:
            gone.append(seen.path if seen else "")
            continue
        name, blob, size, mtime_ns = found
        known = memory.knows(seen)
        same_stat = seen is not None and not blob and (seen.size, seen.mtime_ns) == (size, mtime_ns)
        if seen is not None and known and (seen.blob == blob or same_stat):
            continue
        path = settings.content / name
        if blob and not path.is_file():
            continue  # a sparse checkout has left it out
        if seen is not None and same_stat:
            blob = seen.blob
        elif not blob:
            blob, mtime_ns = hashed(path), settled_mtime(mtime_ns, now)
            if seen is not None and known and seen.blob == blob:
                touched += [seen._replace(size=size, mtime_ns=mtime_ns)] if mtime_ns != UNKNOWN else []
                continue
        if seen and not memory.trusted:
            gone.append(seen.path)
        candidates.append(Candidate(path, name, blob, size, mtime_ns, seen if memory.trusted else None))
    return {
        "candidates": tuple(candidates),
        "gone": tuple(gone),
        "touched": tuple(touched),
        "problems": walk.problems,
    }


def hashed(path: Path) -> str:
    """The blob's id; one that no file has where it cannot be read, which whoever reads it will tell."""
    try:
        return blob_id(path)
    except OSError:
        return "0" * 40


def settled_mtime(mtime_ns: int, now: datetime) -> int:
    """UNKNOWN for a file that may still be changed without its size or mtime telling."""
    return UNKNOWN if now.timestamp() * 1e9 - mtime_ns < RACY_NS else mtime_ns


def worth_a_look(tree: Tree, walk: Walk, memory: Remembered, ledger: Memory) -> set[str] | None:
    """The paths that may be other than remembered; None: any of them.

    When the idle mark was written every file was known, so it is those that HEAD has changed since, those that were not
    as in HEAD then or are not now, and those that are to be looked at again.
    """
    try:
        mark = Mark.read(memory.marks[IDLE] or "")
    except ValueError:
        return None  # there is none, or another version's
    if not mark.tree or mark.bot != __version__ or not memory.trusted or (moved := changed(tree, mark.tree)) is None:
        return None
    now = digests_among(tree.differs, walk)
    only = {*moved, *now, *mark.differs, *memory.unfinished, *ledger.seen_with(LOOK_AGAIN)}
    return only if len(only) <= FEW else None


def in_git(tree: Tree, walk: Walk, only: Collection[str] | None) -> Iterator[Listed]:
    """What is below content/, or of that ``only`` these paths, in the order of the paths."""
    differing = set(tree.differs)
    return heapq.merge(committed(tree, walk, differing, only), uncommitted(walk, differing))


def committed(tree: Tree, walk: Walk, differing: set[str], only: Collection[str] | None) -> Iterator[Listed]:
    for mode, blob, name in blobs(tree, only):
        if not mode.startswith(FILE):
            if walk.wanted(name) or not name.endswith(PICTURES):
                raise Unsure(name)
        elif walk.wanted(name) and name not in differing:
            if not name.isascii() and not is_utf8(name):
                walk.problem(name, "its name is not UTF-8; rename it")
                continue
            yield name, blob, UNKNOWN, UNKNOWN


def uncommitted(walk: Walk, differing: set[str]) -> Iterator[Listed]:
    for name in sorted(differing):
        if name.endswith("/"):
            found = walk.folder(name) if all(enters(part) for part in name.split("/")[:-1]) else iter(())
        else:
            one = walk.one(name)
            found = iter(()) if one is None else iter((one,))
        for path, size, mtime_ns in found:
            yield path, "", size, mtime_ns


def side_by_side(listing: Iterable[Listed], memory: Iterable[Seen]) -> Iterator[tuple[Listed | None, Seen | None]]:
    """Two lists in the order of their paths, each path once, with what either has of it."""
    remembered = iter(memory)
    seen = next(remembered, None)
    for found in listing:
        while seen is not None and seen.path < found[0]:
            yield None, seen
            seen = next(remembered, None)
        if seen is not None and seen.path == found[0]:
            yield found, seen
            seen = next(remembered, None)
        else:
            yield found, None
    while seen is not None:
        yield None, seen
        seen = next(remembered, None)

"""The digests' files below content/ as they lie on the disk, and which of them are not as the ledger remembers them."""

from __future__ import annotations

import os

from bot.watcher.names import enters_folder, is_digest

TYPE_CHECKING = False  # the module is part of the quickest answer of bot run, see bot.watcher.idle
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeVar

    File = tuple[str, int, int]
    """Path below content/ with "/" between its parts, size in bytes, time of the last change in nanoseconds."""

    Row = TypeVar("Row", bound=tuple[Any, ...])
    """What is remembered of a file; it begins as a File does: path, size, time of its last change."""


class Walk:
    """One walk through content/; what could not be looked at stands in ``problems`` afterwards."""

    def __init__(self, content: str, include: Sequence[str], exclude: Sequence[str]) -> None:
        self.root = os.path.abspath(content)
        self.wanted = is_digest(include, exclude)
        self.problems: dict[str, str] = {}
        """Path below content/ to what is wrong with it, and what to do."""
        self.entered: set[str] = set()
        """The real folders that a symbolic link led into."""

    def __iter__(self) -> Iterator[File]:
        return self.folder("")

    def folder(self, below: str) -> Iterator[File]:
        """Everything below one folder, by the bytes of the whole path; ``below`` is empty or ends in "/"."""
        try:
            with os.scandir(f"{self.root}/{below}") as entries:
                inside = list(entries)
            found = sorted(self.digests_and_folders(below, inside))
        except OSError as error:
            self.problem(below or ".", f"cannot be looked into ({reason(error)}); change its permissions")
            return
        if not inside:
            self.check_submodule(below)
        for path, entry in found:
            if path.endswith("/"):
                if not entry.is_symlink() or self.leads_to_folder(path[:-1]):
                    yield from self.folder(path)
            elif (status := self.status(path, entry)) is not None:
                # Whoever sets a file's mtime back, or moves an old file to this name, changes its ctime.
                yield path, status.st_size, max(status.st_mtime_ns, status.st_ctime_ns)

    def digests_and_folders(
        self, below: str, entries: Sequence[os.DirEntry[str]]
    ) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """The paths of digests, and of folders with a "/" behind; no path comes twice, so that they can be sorted."""
        for entry in entries:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if enters_folder(name):
                    yield f"{below}{name}/", entry
            elif self.wanted(path := below + name):
                yield path, entry
            elif entry.is_symlink() and enters_folder(name) and os.path.isdir(entry.path):
                yield f"{below}{name}/", entry

    def status(self, path: str, entry: os.DirEntry[str]) -> os.stat_result | None:
        """Of one file that is a digest by its name; None where it is to be left alone."""
        try:
            if not entry.is_file(follow_symlinks=False) and not (
                entry.is_symlink() and self.leads_inside(path) and entry.is_file()
            ):
                return None
            status = entry.stat()
        except FileNotFoundError:
            return None  # gone since it was listed
        except OSError as error:
            self.problem(path, f"cannot be looked at ({reason(error)}); change its folder's permissions")
            return None
        if not path.isascii() and not is_utf8(path):
            self.problem(path, "its name is not UTF-8; rename it")
            return None
        return status

    def check_submodule(self, below: str) -> None:
        """An empty folder may be a submodule that is not checked out; nobody shall take it for one without digests."""
        from bot.settings.submodules import REMEDY, absent_submodule

        if absent_submodule(f"{self.root}/{below}") is not None:
            self.problem(below or ".", f"is a submodule that is not checked out; {REMEDY}")

    # ── symbolic links ───────────────────────────────────────────────────────────────────────────

    def leads_to_folder(self, path: str) -> bool:
        """A link to a folder within content/ that no other way leads to, and that was not entered before."""
        real = os.path.realpath(os.path.join(self.root, path))
        if real in self.entered or not self.leads_inside(path):
            return False
        self.entered.add(real)
        return True

    def leads_inside(self, path: str) -> bool:
        """A link to something within content/ that is not found under its own name anyway."""
        root, real = os.path.realpath(self.root), os.path.realpath(os.path.join(self.root, path))
        if not os.path.exists(real):
            self.problem(path, "is a symbolic link that leads nowhere, or in a circle; take it away")
            return False
        if real != root and not real.startswith(root + os.sep):
            self.problem(path, "is a symbolic link that leads out of content/ and is not followed; move the file in")
            return False
        own = real[len(root) + 1 :].replace(os.sep, "/")
        *folders, name = own.split("/")
        if os.path.isdir(real):
            return bool(own) and not all(enters_folder(folder) for folder in (*folders, name))
        return not (all(enters_folder(folder) for folder in folders) and self.wanted(own))

    def problem(self, path: str, what: str) -> None:
        self.problems.setdefault(path.rstrip("/"), what)


def reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def differences(
    files: Iterable[File], remembered: Iterable[Row], done: Callable[[Row], bool]
) -> Iterator[tuple[File | None, Row | None]]:
    """Each file that is new, is not as it is remembered, or that is not ``done`` with; None for one that is gone.

    Both lists are in the order of their paths and are gone through once, side by side, so that nothing is kept in
    memory of the many files that are as they were.
    """
    rows = iter(remembered)
    row = next(rows, None)
    for file in files:
        while row is not None and row[0] < file[0]:
            yield None, row
            row = next(rows, None)
        if row is None or row[0] != file[0]:
            yield file, None
            continue
        if row[:3] != file or not done(row):
            yield file, row
        row = next(rows, None)
    while row is not None:
        yield None, row
        row = next(rows, None)

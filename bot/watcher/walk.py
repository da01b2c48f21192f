"""The digests' files below content/ as they lie on the disk, in the order in which the ledger lists them."""

from __future__ import annotations

import os
import stat

from bot.watcher.names import enters, is_digest

TYPE_CHECKING = False  # the module is part of the quickest answer of bot run, see bot.watcher.idle
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    File = tuple[str, int, int]
    """Path below content/ with "/" between its parts, size in bytes, time of the last change in nanoseconds."""


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
        whole = f"{self.root}/{below}"
        try:
            with os.scandir(whole) as entries:
                names = sorted(self.names(below, entries))
        except OSError as error:
            self.problem(below or ".", f"cannot be looked into ({reason(error)}); change its permissions")
            return
        for name in names:
            if name.endswith("/"):
                if not os.path.islink(whole + name[:-1]) or self.leads_to_folder(below + name[:-1]):
                    yield from self.folder(below + name)
            elif (file := self.file(below + name, whole + name)) is not None:
                yield file

    def names(self, below: str, entries: Iterator[os.DirEntry[str]]) -> Iterator[str]:
        """The names of what is looked at; a "/" behind a folder's."""
        for entry in entries:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                if enters(name):
                    yield name + "/"
            elif self.wanted(below + name):
                yield name
            elif entry.is_symlink() and enters(name) and os.path.isdir(entry.path):
                yield name + "/"

    def file(self, path: str, whole: str) -> File | None:
        """One file that is a digest by its name; None where it is to be left alone."""
        try:
            status = os.lstat(whole)
            if not stat.S_ISREG(status.st_mode):
                if not stat.S_ISLNK(status.st_mode) or not self.leads_inside(path):
                    return None
                status = os.stat(whole)
                if not stat.S_ISREG(status.st_mode):
                    return None
        except FileNotFoundError:
            return None  # gone since it was listed
        except OSError as error:
            self.problem(path, f"cannot be looked at ({reason(error)}); change its folder's permissions")
            return None
        if not path.isascii() and not is_utf8(path):
            self.problem(path, "its name is not UTF-8; rename it")
            return None
        # Whoever sets a file's mtime back, or moves an old file to this name, changes its ctime.
        return path, status.st_size, max(status.st_mtime_ns, status.st_ctime_ns)

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
            return bool(own) and not all(enters(folder) for folder in (*folders, name))
        return not (all(enters(folder) for folder in folders) and self.wanted(own))

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

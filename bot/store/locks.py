"""A lock file for each claimer, which the operating system lets go when the process dies, however it dies."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.folders import make_private
from bot.locking import try_lock
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.model import Claimer


WITHOUT_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS})


class Locks:
    """The lock files of one state folder, one of which this claimer can hold."""

    def __init__(self, folder: Path, claimer: Claimer) -> None:
        self.folder = folder
        self.claimer = claimer
        self.file: int | None = None

    def path(self, nonce: str) -> Path:
        return self.folder / f"{nonce}.lock"

    def hold(self, claimers: Callable[[], set[str]]) -> None:
        """Be seen to live from now on; ``claimers``: the nonces whose files are still needed."""
        if self.file is not None:
            return
        make_private(self.folder)
        path = self.path(self.claimer.nonce)
        while self.file is None:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            # A sweep may have taken the file for a dead claimer's before it was locked, and removed it.
            if self.locked(file) and same_file(file, path):
                self.file = file
            else:
                os.close(file)
        self.sweep(claimers())

    def locked(self, file: int) -> bool:
        try:
            return try_lock(file)
        except OSError as error:
            os.close(file)
            raise lockless(self.folder, error) from error

    def alive(self, nonce: str) -> bool | None:
        """Whether the claimer holds its lock; None where there is no file of that name here."""
        if not nonce.isalnum():
            return None
        try:
            file = os.open(self.path(nonce), os.O_RDWR)
        except OSError:
            return None
        try:
            return not try_lock(file, shared=True)
        except OSError:
            return None  # a file system that knows no locks
        finally:
            os.close(file)

    def sweep(self, claimers: set[str]) -> None:
        """Remove the files of dead claimers to which no claim refers any more."""
        for path in self.folder.glob("*.lock"):
            nonce = path.stem
            if nonce != self.claimer.nonce and nonce not in claimers and self.alive(nonce) is False:
                with contextlib.suppress(OSError):
                    path.unlink()

    def release(self, *, needed: bool) -> None:
        """Let go; ``needed``: a claim of this one is left, so others must see that it is gone."""
        if self.file is None:
            return
        if not needed:
            with contextlib.suppress(OSError):
                self.path(self.claimer.nonce).unlink()
        os.close(self.file)
        self.file = None


def check_file_locks(folder: Path) -> None:
    """Raise LedgerError where the file system knows no locks: SQLite would wait for a minute, and then name another reason."""
    if not hasattr(os, "uname"):
        return
    import fcntl
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A folder that may only be read says so when it is written to.
        if error.errno in WITHOUT_LOCKS:
            raise lockless(folder, error) from error


def lockless(folder: Path, error: OSError) -> LedgerError:
    return LedgerError(
        f"{shown(folder)}: its file system knows no locks ({error.strerror}), and without them nobody can tell who is at work",
        "nothing was sent. Keep the ledger on a disk of this machine: settings: state = ..., or on a branch",
    )


def same_file(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False

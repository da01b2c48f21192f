"""Who is behind a claim, and whether it still stands: its claimer lives, or cannot be asked and its lease is not over."""

from __future__ import annotations

import atexit
import contextlib
import errno
import os
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.folders import make_private
from bot.locking import try_lock
from bot.model import Claimer
from bot.settings.paths import shown
from bot.settings.private import machine_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.ledger import Ledger
    from bot.model import Entry

    Alive = Callable[[Entry], bool | None]
    """Whether the claimer of an entry lives; None where it cannot be asked (``Store.alive``)."""

SKEW = timedelta(minutes=10)
"""Two machines' clocks may differ so much."""
WITHOUT_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS})


def this_claimer(environ: Mapping[str, str]) -> Claimer:
    attempt = environ.get("GITHUB_RUN_ATTEMPT", "")
    return Claimer(
        nonce=os.urandom(8).hex(),
        host=machine_mark(os.uname().nodename),
        run_id=environ.get("GITHUB_RUN_ID") or None,
        run_attempt=int(attempt) if attempt.isdecimal() else 1,
    )


def claim_stands(entry: Entry, now: datetime, alive: Alive) -> bool:
    """Whether somebody may still be posting this claimed entry; False: what became of it has to be found out."""
    living = alive(entry)
    return within_lease(entry, now) if living is None else living


def nobody_knows(_entry: Entry) -> bool | None:
    """Nobody can be asked whether a claimer lives, so its lease decides."""
    return None


def within_lease(entry: Entry, now: datetime) -> bool:
    """The lease is not over; one that begins in the future by more than its own length was written by a clock that is wrong."""
    if entry.lease_until is None:
        return False
    begins = entry.claimed_at or entry.lease_until
    return begins - (entry.lease_until - begins) - SKEW <= now < entry.lease_until


class Locks:
    """A lock file for each claimer of one state folder, which the operating system lets go when the process dies, however it dies."""

    def __init__(self, folder: Path, claimer: Claimer) -> None:
        self.folder = folder
        self.claimer = claimer
        self.file: int | None = None
        """This process's own, from its first claim to its end."""
        self.needed = False
        """As this process knows it, a claim of its own is left. A file too many says truly that its claimer is gone; one too
        few leaves it to the lease."""

    def path(self, nonce: str) -> Path:
        return self.folder / f"{nonce}.lock"

    def hold(self, ledger: Ledger) -> None:
        """Be seen to live, from the first claim to the end of this process."""
        self.needed = True
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
        atexit.register(self.release)
        self.sweep(ledger.claimers())

    def locked(self, file: int) -> bool:
        try:
            return try_lock(file)
        except OSError as error:
            os.close(file)
            raise lockless(self.folder, error) from error

    def claimer_lives(self, entry: Entry, now: datetime) -> bool | None:
        """True: it does. False: it surely does not. None: it cannot be asked from here."""
        claimer, own = entry.claimer, self.claimer
        if claimer is None:
            return None
        if claimer.nonce == own.nonce:
            # Our own claim that nobody settled within its lease (the ledger could not be written) is ours to look after.
            return True if within_lease(entry, now) else None
        if claimer.run_id is not None and claimer.run_id == own.run_id and claimer.run_attempt < own.run_attempt:
            # GitHub starts another attempt of a run only when the one before has ended.
            return False
        return self.alive(claimer.nonce) if claimer.host == own.host else None

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

    def has_claims(self, ledger: Ledger) -> bool:
        return self.file is not None and self.claimer.nonce in ledger.claimers()

    def release(self) -> None:
        """Let go; the file stays where a claim of this process is left, so that others see that it is gone."""
        if self.file is None:
            return
        atexit.unregister(self.release)
        if not self.needed:
            with contextlib.suppress(OSError):
                self.path(self.claimer.nonce).unlink()
        os.close(self.file)
        self.file = None


def check_file_locks(folder: Path) -> None:
    """Raise LedgerError where the file system knows no locks: SQLite would wait for a minute, and then name another reason."""
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

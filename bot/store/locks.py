"""A lock file for each run that claims, which the operating system lets go when the run dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from bot.model import Claimer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# The filelock package does the same, and takes longer to import than a whole run with nothing to do.
if sys.platform == "win32":
    import msvcrt

    def lock(file: int, *, shared: bool) -> bool:  # noqa: ARG001 -- Windows knows no shared locks
        """Lock the open file if nobody else has; False: somebody has."""
        try:
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def lock(file: int, *, shared: bool) -> bool:
        """Lock the open file if nobody else has; False: somebody has."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def this_process(environ: Mapping[str, str]) -> Claimer:
    """Who this process is, to whoever finds its claims."""
    attempt = environ.get("GITHUB_RUN_ATTEMPT", "")
    return Claimer(
        nonce=os.urandom(8).hex(),
        host=host(environ),
        run_id=environ.get("GITHUB_RUN_ID") or None,
        run_attempt=int(attempt) if attempt.isdecimal() else 1,
    )


def host(environ: Mapping[str, str]) -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    return environ.get("COMPUTERNAME", "unknown")


class Locks:
    """The lock files of one state folder, one of which this run can hold."""

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
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        path = self.path(self.claimer.nonce)
        while self.file is None:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            # A sweep may have taken the file for a dead run's before it was locked, and removed it.
            if lock(file, shared=False) and same_file(file, path):
                self.file = file
            else:
                os.close(file)
        self.sweep(claimers())

    def alive(self, nonce: str) -> bool | None:
        """Whether the run holds its lock; None where there is no file of that name here."""
        if not nonce.isalnum():
            return None
        try:
            file = os.open(self.path(nonce), os.O_RDWR)
        except OSError:
            return None
        try:
            return not lock(file, shared=True)
        finally:
            os.close(file)

    def sweep(self, claimers: set[str]) -> None:
        """Remove the files of dead runs to which no claim refers any more."""
        for path in self.folder.glob("*.lock"):
            nonce = path.stem
            if nonce != self.claimer.nonce and nonce not in claimers and self.alive(nonce) is False:
                with contextlib.suppress(OSError):
                    path.unlink()

    def release(self, *, needed: bool) -> None:
        """Let go; ``needed``: a claim of this run is left, so others must see that it is gone."""
        if self.file is None:
            return
        if not needed:
            with contextlib.suppress(OSError):
                self.path(self.claimer.nonce).unlink()
        os.close(self.file)
        self.file = None


def same_file(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False

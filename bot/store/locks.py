"""A lock file for each claimer, which the operating system lets go when the process dies, however it dies."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from bot.locking import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.model import Claimer


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
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        path = self.path(self.claimer.nonce)
        while self.file is None:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            # A sweep may have taken the file for a dead claimer's before it was locked, and removed it.
            if try_lock(file) and same_file(file, path):
                self.file = file
            else:
                os.close(file)
        self.sweep(claimers())

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


def same_file(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False

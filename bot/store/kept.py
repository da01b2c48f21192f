"""The connection to the ledger's file that is kept between two changes, for as long as nobody else has touched the file."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from bot.store.last_seen import Sight


class FileState(NamedTuple):
    """What of a file is another after every write to it, and of every file that is put in its place."""

    device: int
    inode: int
    size: int
    written_ns: int
    changed_ns: int
    """Set by the system alone: a copy that keeps its times still has another."""


class Kept(NamedTuple):
    connection: sqlite3.Connection
    sight: Sight | None
    """Of the ledger's last change."""
    file: FileState


class Keeper:
    """Keeps one connection, so that a run need not open and examine its ledger for every change that it makes itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = path.with_name(f"{path.name}-journal")
        self.kept: Kept | None = None
        self.thread = threading.get_ident()
        """A connection is its thread's alone; others open their own, each time."""

    def take(self) -> Kept | None:
        """The connection, which is the caller's from now on; None where the file has to be opened and examined anew."""
        if self.kept is None or self.thread != threading.get_ident():
            return None
        kept, self.kept = self.kept, None
        # A journal: somebody else is at work, or was killed while he was.
        if self.file_state() == kept.file and not os.path.lexists(self.journal):
            return kept
        kept.connection.close()
        return None

    def keep(self, connection: sqlite3.Connection, sight: Sight | None, inode: int) -> None:
        """Keep it for the next change; ``inode``: of the file that it was opened on."""
        state = self.file_state()
        own = self.kept is None and self.thread == threading.get_ident()
        if own and state is not None and state.inode == inode:
            self.kept = Kept(connection, sight, state)
        else:
            connection.close()

    def drop(self) -> None:
        if self.kept is not None and self.thread == threading.get_ident():
            self.kept.connection.close()
            self.kept = None

    def file_state(self) -> FileState | None:
        """None: there is no file."""
        try:
            seen = os.stat(self.path)  # noqa: PTH116 -- asked several times for every change
        except OSError:
            return None
        return FileState(seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)

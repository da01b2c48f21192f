"""Which changes a ledger has gone through, so that one that was set back, or put in another's place, is known for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3


class Change(NamedTuple):
    """One change of the ledger, whatever it was."""

    sequence: int
    """Counted from 1; 0: there was none yet."""
    stamp: bytes
    """Random: no two changes have the same, in whatever copy of the ledger they are made."""


NONE = Change(0, b"")


class Changes:
    """The count of one ledger's changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def last(self) -> Change:
        row = self.connection.execute("SELECT sequence, stamp FROM changes ORDER BY sequence DESC LIMIT 1").fetchone()
        return Change(*row) if row else NONE

    def has(self, change: Change) -> bool:
        """Whether the ledger has gone through it; else it is an older copy, or another ledger."""
        return change == NONE or bool(
            self.connection.execute("SELECT 1 FROM changes WHERE (sequence, stamp) = (?, ?)", change).fetchone()
        )

    def count(self) -> Change:
        """Note that something has changed."""
        change = Change(self.last().sequence + 1, os.urandom(8))
        self.connection.execute("INSERT INTO changes VALUES (?, ?)", change)
        return change

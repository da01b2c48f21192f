"""Notes by name, which decide nothing about any post: what the watcher has seen, what a command has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


class Marks:
    """The ledger's notes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def get(self, name: str) -> str | None:
        """The note of this name, such as the settings under which the files were read."""
        row = self.connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set(self, name: str, value: str | None) -> None:
        """Write the note; None takes it away."""
        if value is None:
            self.connection.execute("DELETE FROM marks WHERE name = ?", (name,))
        else:
            self.connection.execute(
                "INSERT INTO marks VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
            )

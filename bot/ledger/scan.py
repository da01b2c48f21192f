"""What the watcher saw when it last looked at content/, so that it need not look twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.ledger.rows import plain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class Seen(NamedTuple):
    """One file, as it was when its digest was last read."""

    path: str
    """Below content/, with "/"."""
    blob: str
    """The id of its content, in hex, as git would name it."""
    size: int
    mtime_ns: int
    key: str
    """Of its digest."""


class Scan:
    """The scan's part of the ledger; nothing in it decides whether a digest was posted."""

    connection: sqlite3.Connection

    def seen(self) -> Iterator[Seen]:
        """Every file that is remembered, one after the other, in the order of their paths."""
        for path, blob, size, mtime_ns, key in self.connection.execute(
            "SELECT path, blob, size, mtime_ns, key FROM seen ORDER BY path"
        ):
            yield Seen(path, blob.hex(), size, mtime_ns, key if key is not None else stem(path))

    def remember(self, files: Iterable[Seen]) -> None:
        """These files are as described; what is remembered of others stays."""
        # A key is mostly the path without its ending, and then it is not written twice.
        self.connection.executemany(
            "INSERT INTO seen (path, blob, size, mtime_ns, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
            "blob = excluded.blob, size = excluded.size, mtime_ns = excluded.mtime_ns, key = excluded.key",
            (
                (plain(path), bytes.fromhex(blob), size, mtime_ns, None if key == stem(path) else plain(key))
                for path, blob, size, mtime_ns, key in files
            ),
        )

    def forget(self, paths: Iterable[str]) -> None:
        """These files are gone."""
        self.connection.executemany("DELETE FROM seen WHERE path = ?", ((plain(path),) for path in paths))

    def mark(self, name: str) -> str | None:
        """A note of the watcher, such as the tree id of content/ at which nothing was new."""
        row = self.connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_mark(self, name: str, value: str | None) -> None:
        """Write the note; None takes it away."""
        if value is None:
            self.connection.execute("DELETE FROM marks WHERE name = ?", (name,))
        else:
            self.connection.execute(
                "INSERT INTO marks VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
            )


def stem(path: str) -> str:
    """The path without the ending of its last part."""
    head, dot, ending = path.rpartition(".")
    return head if dot and "/" not in ending else path

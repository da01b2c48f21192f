"""What the watcher saw when it last looked at content/, so that it need not look twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.ledger.rows import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator


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

    def seen(self, only: Collection[str] | None = None) -> Iterator[Seen]:
        """Every file that is remembered, or ``only`` these, one after the other, in the order of their paths."""
        rows: Iterable[tuple[str, bytes, int, int, str | None]]
        if only is None:
            rows = self.connection.execute("SELECT path, blob, size, mtime_ns, key FROM seen ORDER BY path")
        else:
            one = "SELECT path, blob, size, mtime_ns, key FROM seen WHERE path = ?"
            rows = (row for path in sorted(only) for row in self.connection.execute(one, (storable(path),)))
        for path, blob, size, mtime_ns, key in rows:
            yield Seen(path, blob.hex(), size, mtime_ns, key if key is not None else stem(path))

    def seen_with(self, key: str) -> Iterator[str]:
        """The paths of the files that are remembered with this key, where it is not the path's own."""
        return (path for (path,) in self.connection.execute("SELECT path FROM seen WHERE key = ?", (key,)))

    def remember(self, files: Iterable[Seen]) -> None:
        """These files are as described; what is remembered of others stays."""
        # A key is mostly the path without its ending, and then it is not written twice.
        self.connection.executemany(
            "INSERT INTO seen (path, blob, size, mtime_ns, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
            "blob = excluded.blob, size = excluded.size, mtime_ns = excluded.mtime_ns, key = excluded.key",
            (
                (storable(path), bytes.fromhex(blob), size, mtime_ns, None if key == stem(path) else storable(key))
                for path, blob, size, mtime_ns, key in files
            ),
        )

    def forget(self, paths: Iterable[str]) -> None:
        """These files are gone."""
        self.connection.executemany("DELETE FROM seen WHERE path = ?", ((storable(path),) for path in paths))

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

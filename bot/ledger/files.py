"""The ledger's memory of the files that the watcher has read, so that it need not read them twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.ledger.rows import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class Seen(NamedTuple):
    """One file, as it was when its digest was last read."""

    path: str
    """Below content/, with "/"."""
    size: int
    """In bytes."""
    changed_ns: int
    """When it was last changed, in nanoseconds since 1970."""
    blob: str
    """The id of its content, in hex, as git would name it."""
    key: str
    """Of its digest."""


class FileMemory:
    """The files that one ledger remembers; nothing in it decides whether a digest was posted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def seen(self) -> Iterator[Seen]:
        """Every file that is remembered, one after the other, in the order of their paths' bytes."""
        rows = self.connection.execute("SELECT path, size, mtime_ns, blob, key FROM seen ORDER BY path")
        for path, size, changed_ns, blob, key in rows:
            yield Seen(path, size, changed_ns, blob.hex(), key if key is not None else stem(path))

    def remember(self, files: Iterable[Seen]) -> None:
        """These files are as described; what is remembered of others stays."""
        # A key is mostly the path without its ending, and then it is not written twice.
        self.connection.executemany(
            "INSERT INTO seen (path, size, mtime_ns, blob, key) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
            "size = excluded.size, mtime_ns = excluded.mtime_ns, blob = excluded.blob, key = excluded.key",
            (
                (storable(path), size, changed_ns, bytes.fromhex(blob), None if key == stem(path) else storable(key))
                for path, size, changed_ns, blob, key in files
            ),
        )

    def forget(self, paths: Iterable[str]) -> None:
        """These files are gone, or have to be read once more."""
        self.connection.executemany("DELETE FROM seen WHERE path = ?", ((storable(path),) for path in paths))


def stem(path: str) -> str:
    """The path without the ending of its last part."""
    head, dot, ending = path.rpartition(".")
    return head if dot and "/" not in ending else path

"""What the ledger keeps beside its entries: documents, files that were read, notes, and the count of its changes."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.ledger.rows import micros_or_none, moment_or_none, payload_json, storable
from bot.model import Companion

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class Change(NamedTuple):
    sequence: int
    """Counted from 1; 0: there was none yet."""
    stamp: bytes
    """Random: no two changes have the same, in whatever copy of the ledger they are made."""


NONE = Change(0, b"")


class Changes:
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
        change = Change(self.last().sequence + 1, os.urandom(8))
        self.connection.execute("INSERT INTO changes VALUES (?, ?)", change)
        return change


class Marks:
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


class Companions:
    """The documents that one ledger knows; nothing in it decides whether a digest was posted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def get(self, key: str, target: str) -> Companion | None:
        """The document of this digest on this target, with the record as it was claimed; None: none was ever to be made."""
        row = self.connection.execute(
            "SELECT uri, cid, record, made_at FROM companions WHERE key = ? AND target = ?", (storable(key), target)
        ).fetchone()
        if row is None:
            return None
        uri, cid, record, made_at = row
        return Companion(uri, cid, json.loads(zlib.decompress(record)) if record else None, moment_or_none(made_at))

    def keep(self, key: str, target: str, companion: Companion) -> None:
        """Write the document down; of the very same one what is known already stays known."""
        known = self.get(key, target)
        if known is not None and (known.uri, known.cid) == (companion.uri, companion.cid):
            companion = replace(
                companion, record=companion.record or known.record, made_at=companion.made_at or known.made_at
            )
        if companion == known:
            return
        # A body is text, of which a third is left.
        record = companion.record and zlib.compress(payload_json(companion.record).encode())
        self.connection.execute(
            "INSERT INTO companions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key, target) DO UPDATE SET "
            "uri = excluded.uri, cid = excluded.cid, record = excluded.record, made_at = excluded.made_at",
            (storable(key), target, companion.uri, companion.cid, record, micros_or_none(companion.made_at)),
        )

    def forget(self, key: str, target: str) -> None:
        self.connection.execute("DELETE FROM companions WHERE key = ? AND target = ?", (storable(key), target))


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
    head, dot, ending = path.rpartition(".")
    return head if dot and "/" not in ending else path

"""What lies in content/ when the bot begins, kept in a table on the disk: an archive of any size takes the same memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.ledger.rows import micros_or_none, moment_or_none, storable
from bot.model import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

COLUMNS = "key, path, slug, url, title, lang, published_at, body"


class SharedAddress(NamedTuple):
    """An address that several digests have."""

    url: str
    paths: list[Path]


class Inventory:
    """The digests that are out by now, as far as the ledger knows digests, in the order in which they were added."""

    def __init__(self) -> None:
        # A database without a name: a file of its own only when it outgrows its cache, and gone when it is closed.
        self.table = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "temp_store = FILE", "cache_size = -1000"):
            self.table.execute(f"PRAGMA {pragma}")
        self.table.execute(
            "CREATE TABLE digests (key TEXT UNIQUE, path TEXT, slug TEXT, url TEXT, title TEXT, lang TEXT, published_at INTEGER, "
            "body BLOB, is_out INTEGER)"
        )
        self.table.execute("BEGIN")
        self.unread: set[str] = set()
        """Files that cannot be read, which the owner was told of."""

    def add(self, digest: Digest, now: datetime) -> Path | None:
        """Take it in; the path of another digest that has its key already, and keeps it."""
        row = (
            storable(digest.key), str(digest.path), storable(digest.slug), storable(digest.url), storable(digest.title),
            digest.lang, micros_or_none(digest.published_at), digest.body, digest.is_out(now),
        )  # fmt: skip
        try:
            self.table.execute("INSERT INTO digests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            (path,) = self.table.execute("SELECT path FROM digests WHERE key = ?", row[:1]).fetchone()
            return Path(path)
        return None

    def __len__(self) -> int:
        (count,) = self.table.execute("SELECT count(*) FROM digests WHERE is_out").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[Digest]:
        return self.found("ORDER BY rowid")

    def newest(self) -> Digest | None:
        """The one to look at: the last by its date."""
        return next(self.found("ORDER BY ifnull(published_at, 0) DESC, key DESC LIMIT 1"), None)

    def found(self, order: str) -> Iterator[Digest]:
        rows = self.table.execute(f"SELECT {COLUMNS} FROM digests WHERE is_out {order}")  # noqa: S608 -- texts of ours
        for key, path, slug, url, title, lang, published_at, body in rows:
            time = moment_or_none(published_at)
            yield Digest(key, Path(path), slug, url, title, lang=lang, published_at=time, body=body)

    def shared_addresses(self) -> Iterator[SharedAddress]:
        """Each address that several of them have, in the order in which the first of these were added."""
        several = "SELECT url FROM digests WHERE is_out GROUP BY url HAVING count(*) > 1 ORDER BY min(rowid)"
        for (url,) in self.table.execute(several):
            rows = self.table.execute("SELECT path FROM digests WHERE is_out AND url = ? ORDER BY rowid", (url,))
            yield SharedAddress(url, [Path(path) for (path,) in rows])

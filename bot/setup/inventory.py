"""What lies in content/ when the bot begins, kept in a table on the disk: an archive of any size takes the same memory."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from bot.ledger.identity import IDENTITY, REUSED, Names
from bot.ledger.rows import moment_or_none, storable
from bot.model import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

NEWCOMERS = f"""
    instr(key, '{REUSED}') = 0
    AND rowid IN (SELECT min(rowid) FROM digests WHERE is_out GROUP BY link)
    AND (published_at IS NULL OR rowid IN (SELECT min(rowid) FROM digests WHERE is_out GROUP BY published_at, title, lang))
"""  # noqa: S608 -- names of ours
"""SQL: those of which none before has the key, the link, or the time and title."""


class SharedAddress(NamedTuple):
    url: str
    paths: list[Path]


class Inventory:
    """The digests that are out by now, as far as the ledger knows digests, in the order in which they were added."""

    def __init__(self, root: Path) -> None:
        """``root``: the settings' folder."""
        self.root = root
        # A database without a name: a file of its own only when it outgrows its cache, and gone when it is closed.
        self.table = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "temp_store = FILE", "cache_size = -1000"):
            self.table.execute(f"PRAGMA {pragma}")
        self.table.execute(f"CREATE TABLE digests (key TEXT UNIQUE, {IDENTITY}, slug, is_out)")
        self.table.execute("BEGIN")
        self.names = Names(self.table, root)
        self.unread: set[str] = set()
        """Files that cannot be read, which the owner was told of."""

    def add(self, digest: Digest, now: datetime) -> Path | None:
        """Take it in; the path of another digest that has its key already, and keeps it."""
        key, identity = storable(digest.key), self.names.identity_of(digest)
        try:
            self.table.execute(
                "INSERT INTO digests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, *identity, storable(digest.slug), digest.is_out(now)),
            )
        except sqlite3.IntegrityError:
            (path,) = self.table.execute("SELECT path FROM digests WHERE key = ?", (key,)).fetchone()
            return self.root / str(path)
        return None

    def __len__(self) -> int:
        (count,) = self.table.execute("SELECT count(*) FROM digests WHERE is_out").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[Digest]:
        return self.found("ORDER BY rowid")

    def newest(self) -> Digest | None:
        """The one to look at: the last by its date."""
        return next(self.found("ORDER BY ifnull(published_at, 0) DESC, key DESC LIMIT 1"), None)

    def newcomers(self) -> Iterator[tuple[object, ...]]:
        """The key and IDENTITY of each that has nothing in common with one before it; they are there together, so none is another's new name."""
        return self.table.execute(f"SELECT key, {IDENTITY} FROM digests WHERE is_out AND {NEWCOMERS} ORDER BY rowid")  # noqa: S608 -- names of ours

    def others(self) -> Iterator[Digest]:
        return self.found(f"AND NOT ({NEWCOMERS}) ORDER BY rowid")

    def found(self, clause: str) -> Iterator[Digest]:
        rows = self.table.execute(
            f"SELECT key, path, slug, link, title, lang, published_at, body FROM digests WHERE is_out {clause}"  # noqa: S608 -- texts of ours
        )
        for key, path, slug, url, title, lang, published_at, body in rows:
            time = moment_or_none(published_at)
            yield Digest(key, self.root / path, slug, url, title, lang=lang, published_at=time, body=body)

    def shared_addresses(self) -> Iterator[SharedAddress]:
        """Each address that several of them have, in the order in which the first of these were added."""
        several = "SELECT link FROM digests WHERE is_out GROUP BY link HAVING count(*) > 1 ORDER BY min(rowid)"
        for (url,) in self.table.execute(several):
            rows = self.table.execute("SELECT path FROM digests WHERE is_out AND link = ? ORDER BY rowid", (url,))
            yield SharedAddress(url, [self.root / path for (path,) in rows])

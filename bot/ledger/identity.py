"""Which of the ledger's digests this one is, whatever it is called by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from bot.ledger.rows import micros_or_none, plain
from bot.settings.paths import shown

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from bot.model import Digest
Look = tuple[str, str, int, str, "int | None", "str | None"]
LOOK = "title, link, link_crc, path, published_at, lang"
"""The columns by which a digest is recognised and shown; nothing that was or will be sent depends on them."""


class Identity:
    """The part of the ledger that recognises a digest after its file, slug, folder or title has changed."""

    connection: sqlite3.Connection
    root: Path

    def name(self, digest: Digest) -> str:
        """The key under which the ledger knows this digest; its own key where the ledger does not know it.

        The same key; else a key that it was known by later; else the same publish time, title and language; else the
        same link.
        """
        key = plain(digest.key)
        if self.one("SELECT 1 FROM entries WHERE key = ? LIMIT 1", key):
            return key
        if known := self.one("SELECT entry FROM names WHERE key = ?", key):
            return known
        if digest.published_at is not None and (
            known := self.one(
                "SELECT key FROM entries WHERE published_at = ? AND title = ? AND lang IS ? ORDER BY updated_at DESC",
                micros_or_none(digest.published_at),
                plain(digest.title),
                digest.lang,
            )
        ):
            return known
        link = plain(digest.url)
        sql = "SELECT key FROM entries WHERE link_crc = ? AND link = ? ORDER BY updated_at DESC"
        return self.one(sql, crc32(link.encode()), link) or key

    def adopt(self, digest: Digest) -> bool:
        """Write down what a known digest is called by now, so that the next change of its name is recognised too.

        Changes nothing that was or will be posted. False: the ledger knew all of it, or does not know the digest.
        """
        key = self.name(digest)
        before = self.connection.total_changes
        look = self.look(digest)
        self.connection.execute(
            f"UPDATE entries SET ({LOOK}) = (?, ?, ?, ?, ?, ?) WHERE key = ? AND ({LOOK}) IS NOT (?, ?, ?, ?, ?, ?)",  # noqa: S608 -- names of ours
            (*look, key, *look),
        )
        if key != plain(digest.key):
            self.connection.execute("INSERT INTO names VALUES (?, ?) ON CONFLICT DO NOTHING", (plain(digest.key), key))
        return self.connection.total_changes > before

    def look(self, digest: Digest) -> Look:
        return self.look_of(digest.title, digest.url, digest.path, digest.published_at, digest.lang)

    def look_of(self, title: str, link: str, path: Path, published_at: datetime | None, lang: str | None) -> Look:
        """What LOOK names, as it is stored."""
        link = plain(link)
        return plain(title), link, crc32(link.encode()), plain(self.stored(path)), micros_or_none(published_at), lang

    def one(self, sql: str, *values: object) -> str | None:
        row = self.connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def stored(self, path: Path) -> str:
        """The path relative to the settings, which is the same on every machine."""
        try:
            return Path(path).absolute().relative_to(self.root.absolute()).as_posix()
        except ValueError:
            return Path(path).as_posix()

    def shown(self, path: str) -> str:
        """A stored path as a person at this working directory would write it."""
        return shown(self.root.absolute() / path) if path else path

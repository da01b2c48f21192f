"""Which of the ledger's digests this one is, whatever it is called by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from bot.ledger.rows import micros_or_none, storable
from bot.settings.paths import shown

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from bot.model import Digest

Identity = tuple[str, str, int, str, "int | None", "str | None"]
"""The values of IDENTITY, as they are stored."""

IDENTITY = "title, link, link_crc, path, published_at, lang"
"""The columns by which a digest is recognised and shown; nothing that was or will be sent depends on them."""


class Names:
    """The keys under which the ledger knows the digests, also after a file, slug, folder or title has changed."""

    def __init__(self, connection: sqlite3.Connection, root: Path) -> None:
        self.connection = connection
        self.root = root
        """The settings' folder: paths are stored relative to it, which is the same on every machine."""

    def key_of(self, digest: Digest) -> str:
        """The key under which the ledger knows this digest; its own key where the ledger does not know it.

        The same key; else a key that it was known by later; else the same publish time, title and language; else the
        same link.
        """
        key = storable(digest.key)
        if self.first("SELECT 1 FROM entries WHERE key = ? LIMIT 1", key):
            return key
        if known := self.first("SELECT entry FROM names WHERE key = ?", key):
            return known
        if digest.published_at is not None and (
            known := self.first(
                "SELECT key FROM entries WHERE published_at = ? AND title = ? AND lang IS ? ORDER BY updated_at DESC",
                micros_or_none(digest.published_at),
                storable(digest.title),
                digest.lang,
            )
        ):
            return known
        link = storable(digest.url)
        sql = "SELECT key FROM entries WHERE link_crc = ? AND link = ? ORDER BY updated_at DESC"
        return self.first(sql, crc32(link.encode()), link) or key

    def adopt(self, digest: Digest) -> bool:
        """Write down what a known digest is called by now, so that the next change of its name is recognised too.

        Changes nothing that was or will be posted. False: the ledger knew all of it, or does not know the digest.
        """
        key = self.key_of(digest)
        before = self.connection.total_changes
        identity = self.identity_of(digest)
        self.connection.execute(
            f"UPDATE entries SET ({IDENTITY}) = (?, ?, ?, ?, ?, ?) WHERE key = ? AND ({IDENTITY}) IS NOT (?, ?, ?, ?, ?, ?)",  # noqa: S608 -- names of ours
            (*identity, key, *identity),
        )
        own_key = storable(digest.key)
        if key != own_key:
            self.connection.execute("INSERT INTO names VALUES (?, ?) ON CONFLICT DO NOTHING", (own_key, key))
        return self.connection.total_changes > before

    def identity_of(self, digest: Digest) -> Identity:
        return self.identity(digest.title, digest.url, digest.path, digest.published_at, digest.lang)

    def identity(self, title: str, link: str, path: Path, published_at: datetime | None, lang: str | None) -> Identity:
        """What IDENTITY names, as it is stored."""
        link = storable(link)
        stored_path = storable(self.stored(path))
        return storable(title), link, crc32(link.encode()), stored_path, micros_or_none(published_at), lang

    def first(self, sql: str, *values: object) -> str | None:
        row = self.connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def stored(self, path: Path) -> str:
        try:
            return Path(path).absolute().relative_to(self.root.absolute()).as_posix()
        except ValueError:
            return Path(path).as_posix()

    def shown(self, path: str) -> str:
        """A stored path as a person at this working directory would write it."""
        return shown(self.root.absolute() / path) if path else path

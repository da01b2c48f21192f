"""Which of the ledger's digests this one is, whatever it is called by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import shown
from bot.ledger.rows import micros_or_none, plain
from bot.ledger.schema import LINK_END

if TYPE_CHECKING:
    import sqlite3

    from bot.model import Digest

# The plus keeps SQLite from putting the value into the first term as well, which would hide the index from it.
BY_LINK = f"""
    SELECT key FROM entries WHERE {LINK_END} = {LINK_END.replace("link", "?1")} AND +link = ?1 ORDER BY updated_at DESC
"""  # noqa: S608 -- our own words alone


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
        return self.one(BY_LINK, plain(digest.url)) or key

    def adopt(self, digest: Digest) -> bool:
        """Write down what a known digest is called by now, so that the next change of its name is recognised too.

        Changes nothing that was or will be posted. False: the ledger knew all of it, or does not know the digest.
        """
        key = self.name(digest)
        before = self.connection.total_changes
        title, link, path, published_at, lang = self.look_of(digest)
        self.connection.execute(
            "UPDATE entries SET title = ?1, link = ?2, path = ?3, published_at = ?4, lang = ?5 "
            "WHERE key = ?6 AND (title, link, path, published_at, lang) IS NOT (?1, ?2, ?3, ?4, ?5)",
            (title, link, path, published_at, lang, key),
        )
        if key != plain(digest.key):
            self.connection.execute("INSERT INTO names VALUES (?, ?) ON CONFLICT DO NOTHING", (plain(digest.key), key))
        return self.connection.total_changes > before

    def look_of(self, digest: Digest) -> tuple[str, str, str, int | None, str | None]:
        """Title, link, path, publish time and language, as they are stored."""
        return (
            plain(digest.title),
            plain(digest.url),
            plain(self.stored(digest.path)),
            micros_or_none(digest.published_at),
            digest.lang,
        )

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

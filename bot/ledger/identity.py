"""Which of the ledger's digests this one is, whatever it is called by now."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from bot.folders import is_same_file
from bot.ledger.rows import micros_or_none, storable
from bot.ledger.schema import BODY_TEXT
from bot.ledger.side_tables import stem
from bot.settings.paths import shown
from bot.text.likeness import EXACT_BYTES, WHOLE_BYTES, alike, same_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.model import Digest

Identity = tuple[str, str, int, str, "int | None", "str | None", "bytes | None"]
"""The values of IDENTITY, as they are stored."""

IDENTITY = "title, link, link_crc, path, published_at, lang, body"
"""The columns by which a digest is recognised and shown; nothing that was or will be sent depends on them."""

REUSED = "@"
"""Between a file's key and the time of what was written over it later, in the ledger's key of that."""


class Names:
    """The keys under which the ledger knows the digests, also after a file, slug, folder or title has changed."""

    def __init__(self, connection: sqlite3.Connection, root: Path) -> None:
        self.connection = connection
        self.root = root
        """The settings' folder: paths are stored relative to it, which is the same on every machine."""

    def key_of(self, digest: Digest) -> str:
        """The key under which the ledger knows this digest; a free one where the ledger does not know it.

        The same title and language, with the same publish time or, undated, with the same body, for files may exchange
        their names; else the same key; else a key that it was known by later; else the same link, unless another file
        that is still there has it and one of the two has an id of its own; else the same body, if the file that had it
        is gone. A file that was written over with another digest, of another title, time and body, is that other one,
        whatever the two have in common, and so is one that got another id, of another title and time.
        """
        return (
            self.known_by_title(digest)
            or self.known_by_key(digest)
            or self.known_by_link(digest)
            or self.known_by_body(digest)
            or self.free_key(digest)
        )

    def known_by_key(self, digest: Digest) -> str | None:
        key = storable(digest.key)
        found = self.like("key = ?", digest, key)
        if found is None and (known := self.first("SELECT entry FROM names WHERE key = ?", key)):
            found = self.like("key = ?", digest, known)
        # What was written over the file later; its key begins like the file's.
        return found or self.like("key > ? AND key < ?", digest, f"{key}{REUSED}", f"{key}{REUSED}\x7f")

    def known_by_title(self, digest: Digest) -> str | None:
        """And by its time, or without one by its very body; of several that are alike so, the one with the key."""
        value: int | bytes | None
        if digest.published_at is not None:
            clause, value = "published_at = ?1", micros_or_none(digest.published_at)
        else:
            clause = f"published_at IS NULL AND body IS NOT NULL AND {BODY_TEXT} = ?1"
            value = digest.body and digest.body[:EXACT_BYTES]
        return self.first(
            f"SELECT key FROM entries WHERE {clause} AND title = ?2 AND lang IS ?3 "  # noqa: S608 -- texts of ours
            "ORDER BY key IN (?4, (SELECT entry FROM names WHERE key = ?4)) DESC, updated_at DESC",
            value,
            storable(digest.title),
            digest.lang,
            storable(digest.key),
        )

    def known_by_link(self, digest: Digest) -> str | None:
        link = storable(digest.url)
        return self.like("link_crc = ? AND link = ?", digest, crc32(link.encode()), link, by_link=True)

    def known_by_body(self, digest: Digest) -> str | None:
        """A digest whose file is gone, and whose body this one has: renamed and retitled in one commit."""
        body = digest.body
        if body is None:
            return None
        own_path, published_at = self.stored(digest.path), micros_or_none(digest.published_at)
        rows = self.connection.execute(
            f"SELECT key, path, published_at, body FROM entries WHERE body IS NOT NULL AND {BODY_TEXT} = ?1 AND lang IS ?3 "  # noqa: S608 -- names of ours
            "UNION ALL SELECT key, path, published_at, body FROM entries "
            "WHERE published_at = ?2 AND body IS NOT NULL AND lang IS ?3",
            (body[:EXACT_BYTES], published_at, digest.lang),
        )
        for key, path, date, other in rows:
            # A sentence or two may be the body of many digests: these must also be of one time.
            same = alike(body, other) if date == published_at else len(body) == WHOLE_BYTES and same_text(body, other)
            if same and path != own_path and self.is_gone(path, digest):
                return str(key)
        return None

    def is_gone(self, path: str, digest: Digest) -> bool:
        """No other file has this name any more; the digest's own may answer to it, where case makes no difference."""
        other = self.root / path
        return not os.path.exists(other) or is_same_file(other, digest.path)  # noqa: PTH110 -- Path's raises where nobody may look

    def like(self, clause: str, digest: Digest, *values: object, by_link: bool = False) -> str | None:
        """The key of the newest entry that fits and is no other digest than this one."""
        rows = self.connection.execute(
            f"SELECT key, path, title, published_at, body FROM entries WHERE {clause} ORDER BY updated_at DESC",  # noqa: S608 -- texts of ours
            values,
        )
        title, published_at = storable(digest.title), micros_or_none(digest.published_at)
        for key, path, other_title, date, body in rows:
            other_id = self.has_other_id(digest, key, path, body)
            # Each has an id of its own: a title that stays from week to week tells nothing.
            renumbered = other_id and digest.has_id and has_own_id(key, path, body)
            if title == other_title and not (renumbered and published_at != date):
                return str(key)
            # A day's digests may all be of one time, and files exchange their names.
            of_that_time = published_at == date and (by_link or self.is_gone(path, digest))
            of_that_time = of_that_time and not (renumbered and date is None)
            if digest.body is None or body is None:
                same = of_that_time or not other_id
            else:
                same = of_that_time or alike(digest.body, body)
            apart = other_id and path != self.stored(digest.path) and not self.is_gone(path, digest)
            if same and not apart:
                return str(key)
        return None

    def has_other_id(self, digest: Digest, key: str, path: str, body: bytes | None) -> bool:
        """The entry with this key is another one by its id, or by the digest's: one of the two has one of its own."""
        theirs = digest.body is not None and has_own_id(key, path, body)
        return key != storable(digest.key) and (digest.has_id or theirs)

    def moved(self, digests: Sequence[Digest]) -> list[Digest]:
        """Those that are known by their titles, and whose last files hold others of these digests by now."""
        files = {self.stored(digest.path): digest for digest in digests}
        return [digest for digest in digests if self.has_moved(digest, files)]

    def has_moved(self, digest: Digest, files: Mapping[str, Digest]) -> bool:
        key = self.known_by_title(digest)
        if key is None:
            return False
        path, body = self.connection.execute("SELECT path, body FROM entries WHERE key = ? LIMIT 1", (key,)).fetchone()
        other = files.get(path)
        if other is None or other is digest or body is None or other.body is None:
            return False
        # An edited one with a copy beside it is no other.
        return not alike(other.body, body) and self.known_by_title(other) != key

    def free_key(self, digest: Digest) -> str:
        """The digest's own key, or if that is another digest's, the same with its publish time."""
        key = storable(digest.key)
        if self.first("SELECT 1 FROM entries WHERE key = ? LIMIT 1", key) is None:
            return key
        time = digest.published_at.isoformat() if digest.published_at else (digest.body or b"").hex()[:16]
        return f"{key}{REUSED}{time}"

    def adopt(self, digest: Digest) -> bool:
        """Write down what a known digest is called by now, so that the next change of its name is recognised too.

        Changes nothing that was or will be posted. False: the ledger knew all of it, or does not know the digest.
        """
        key = self.key_of(digest)
        before = self.connection.total_changes
        identity = self.identity_of(digest)
        marks = ", ".join("?" * len(identity))
        self.connection.execute(
            f"UPDATE entries SET ({IDENTITY}) = ({marks}) WHERE key = ? AND ({IDENTITY}) IS NOT ({marks})",  # noqa: S608 -- names of ours
            (*identity, key, *identity),
        )
        own_key = storable(digest.key)
        if key != own_key and not key.startswith(f"{own_key}{REUSED}"):
            self.connection.execute("INSERT INTO names VALUES (?, ?) ON CONFLICT DO NOTHING", (own_key, key))
        return self.connection.total_changes > before

    def identity_of(self, digest: Digest) -> Identity:
        named = self.identity(digest.title, digest.url, digest.path, digest.published_at, digest.lang)
        return *named[:-1], digest.body

    def identity(self, title: str, link: str, path: Path, published_at: datetime | None, lang: str | None) -> Identity:
        """What IDENTITY names, as it is stored, of a digest whose body is not known."""
        link = storable(link)
        stored_path = storable(self.stored(path))
        return storable(title), link, crc32(link.encode()), stored_path, micros_or_none(published_at), lang, None

    def first(self, sql: str, *values: object) -> str | None:
        row = self.connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def stored(self, path: Path) -> str:
        # An archive has thousands of paths, and to take each of them apart is dear.
        below = f"{self.root}{os.sep}"
        if self.root.is_absolute() and (text := str(path)).startswith(below):
            return text.removeprefix(below).replace(os.sep, "/")
        try:
            return Path(path).absolute().relative_to(self.root.absolute()).as_posix()
        except ValueError:
            return Path(path).as_posix()

    def shown(self, path: str) -> str:
        folder = folder_shown(self.root.absolute(), Path.cwd())
        if not path or path.startswith(("/", "..")) or folder is None:
            return shown(self.root.absolute() / path) if path else path
        return folder + path


def has_own_id(key: str, path: str, body: bytes | None) -> bool:
    """The entry's digest named an id in its front matter, and is not known by its file's name."""
    return body is None and stem(path).rpartition("/")[2] != key.rpartition("/")[2]


@lru_cache(maxsize=4)
def folder_shown(root: Path, here: Path) -> str | None:
    """What stands before every stored path; None: a person is below that folder, and each path is another case."""
    if root != here and here.is_relative_to(root):
        return None
    return shown(root / "a")[:-1]

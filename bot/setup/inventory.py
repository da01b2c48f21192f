"""What lies in content/ when the bot begins, kept in a table on the disk; and what init says of its addresses."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from bot.content.compare import compare
from bot.ledger.identity import IDENTITY, REUSED, Names
from bot.ledger.rows import moment_or_none, storable
from bot.model import Digest
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import shown
from bot.sites.published import built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.content.compare import Comparison
    from bot.settings.model import Settings
    from bot.sites import Blog


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
        return self.select("ORDER BY rowid")

    def newest(self) -> Digest | None:
        """The one to look at: the last by its date."""
        return next(self.select("ORDER BY ifnull(published_at, 0) DESC, key DESC LIMIT 1"), None)

    def newcomers(self) -> Iterator[tuple[object, ...]]:
        """The key and IDENTITY of each that has nothing in common with one before it; they are there together, so none is another's new name."""
        return self.table.execute(f"SELECT key, {IDENTITY} FROM digests WHERE is_out AND {NEWCOMERS} ORDER BY rowid")  # noqa: S608 -- names of ours

    def others(self) -> Iterator[Digest]:
        return self.select(f"AND NOT ({NEWCOMERS}) ORDER BY rowid")

    def select(self, clause: str) -> Iterator[Digest]:
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


# ── what is said of the addresses ───────────────────────────────────────────────────────────────


SHOWN = 5
"""Addresses of several digests that are named one by one."""


def compare_with_build(settings: Settings, blog: Blog, inventory: Inventory) -> Comparison | None:
    """The addresses held against the folder that the last build left behind; None where there is none."""
    if settings.site is None or not len(inventory):
        return None
    there = built(settings.root / blog.folder, settings.site)
    return compare(inventory, there) if there is not None else None


def address_warnings(blog: Blog, settings: Settings, inventory: Inventory) -> Iterator[str]:
    more = 0
    for number, address in enumerate(inventory.shared_addresses()):
        if number < SHOWN:
            files = " and ".join(map(shown, address.paths))
            yield f"{files} have one address, {address.url}: at most one of them can be announced; is the permalink right?"
        else:
            more += 1
    if more:
        yield f"{more} more addresses belong to several digests each"
    last = inventory.newest()
    where = shown(settings.source or settings.root / "bot.toml")
    if permalink_is_guessed(blog, settings):
        look = f"Does {last.url} open? If not," if last is not None else "If pages have other addresses,"
        mend = f'mend permalink in {where}, or let the site\'s own sitemap tell each address: address = "sitemap"'
        yield f"the permalink is a guess, for {blog.guess or 'it is the default'}. {look} {mend}"


def permalink_is_guessed(blog: Blog, settings: Settings) -> bool:
    """Nobody has said the addresses, and no generator's rules have."""
    if settings.generator is not None and settings.permalink is None:
        return blog.guess is not None
    return settings.permalink in {USUAL_PERMALINK, blog.permalink}

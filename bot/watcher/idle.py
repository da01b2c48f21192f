"""The first rung: sure, and at next to no cost, that nothing has changed since a run that left nothing undone.

It needs neither click nor the settings: the mark that such a run left in the ledger says what it rested on. Whatever is
not exactly so, or cannot be read, is left to the next rung.
"""

from __future__ import annotations

import os
import sqlite3
import zlib

from bot import __version__

TYPE_CHECKING = False  # typing's own costs a tenth of a run with nothing to do
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.config import Settings
    from bot.watcher.tree import Tree
    from bot.watcher.walk import Walk

IDLE = "idle"
OPEN = "status NOT IN ('posted', 'baseline', 'skipped', 'deleted')"
"""As the ledger's index of open entries has it."""
MOST_DIFFERING = 100


def nothing_new(folder: str, environ: Mapping[str, str], now: float, *, listing: bool = False) -> bool:
    """True only if a ``bot run`` in this folder, with no option that names another place, would find nothing to do.

    ``now``: seconds since 1970. ``listing``: and nothing to list either, no draft and no embargo. Never raises.
    """
    try:
        settings = nearest_settings(folder)
        return settings is not None and unchanged(settings, environ, now, listing=listing)
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError):
        return False


def nearest_settings(folder: str) -> str | None:
    """The settings file as bot.config finds it; a pyproject.toml that may not be one is told by its text."""
    while True:
        for name in ("bot.toml", "pyproject.toml"):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name == "bot.toml" or b"bot" in content_of(path)):
                return path
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def unchanged(settings: str, environ: Mapping[str, str], now: float, *, listing: bool) -> bool:
    from bot.watcher.tree import look

    root = os.path.dirname(settings)
    text = content_of(settings)
    ledger = os.path.join(root, folder_named(b"state", text), "ledger.db")
    if not os.path.isfile(ledger):
        return False
    connection = sqlite3.connect(f"file:{quoted(ledger)}?mode=ro", uri=True, timeout=1)
    try:
        row = connection.execute("SELECT value FROM marks WHERE name = ?", (IDLE,)).fetchone()
        if row is None:
            return False
        mark = Mark.read(row[0])
        if not (
            mark.settings == fingerprint(settings, text)
            and mark.bot == __version__
            and not (listing and mark.listed)
            and mark.content == folder_named(b"content", text)
            and str(connection.execute("PRAGMA user_version").fetchone()[0]) == mark.ledger
            and connection.execute(f"SELECT 1 FROM entries WHERE {OPEN} LIMIT 1").fetchone() is None  # noqa: S608 -- a constant
            and (not mark.until or now < float(mark.until))
            and mark.secrets == secrets_set(environ, mark.secrets)
        ):
            return False
        content = os.path.join(root, mark.content)
        tree = look(content)
        if tree is None:
            return not mark.tree and same_files(connection, content, mark)
        return tree.id == mark.tree and same_differences(connection, tree, mark)
    finally:
        connection.close()


def folder_named(setting: bytes, text: bytes) -> str:
    """What the settings call this folder, as far as that can be told without reading all of them.

    A wrong guess finds no ledger with a fitting mark, and so only leads to the next rung.
    """
    for line in text.splitlines():
        name, _, value = line.partition(b"=")
        if name.strip() == setting:
            return os.path.normpath(value.partition(b"#")[0].strip().strip(b"\"'").decode())
    return setting.decode()


def same_differences(connection: sqlite3.Connection, tree: Tree, mark: Mark) -> bool:
    """What differs from HEAD differs as it did, and what did not still does not."""
    from bot.watcher.walk import Walk

    walk = Walk(tree.root, mark.include, mark.exclude)
    differing = digests_among(tree.differs, walk)
    if differing is None or differing != mark.differs:
        return False
    return all((found := walk.one(name)) is None or remembered(connection, name) == found[1:] for name in differing)


def digests_among(names: tuple[str, ...], walk: Walk) -> list[str] | None:
    """Those of the names that are digests; None where a folder is among them, or too many."""
    found = []
    for name in names:
        if name.endswith("/"):
            return None
        if walk.wanted(name):
            found.append(name)
    return sorted(found) if len(found) <= MOST_DIFFERING else None


def remembered(connection: sqlite3.Connection, name: str) -> tuple[int, int] | None:
    found: tuple[int, int] | None = connection.execute(
        "SELECT size, mtime_ns FROM seen WHERE path = ?", (name,)
    ).fetchone()
    return found


def same_files(connection: sqlite3.Connection, content: str, mark: Mark) -> bool:
    """Every file on the disk is as it is remembered; what is remembered and gone does not matter."""
    from bot.watcher.walk import Walk

    walk = Walk(content, mark.include, mark.exclude)
    seen = connection.execute("SELECT path, size, mtime_ns FROM seen ORDER BY path")
    for found in walk:
        one = seen.fetchone()
        while one is not None and one[0] < found[0]:
            one = seen.fetchone()
        if one != found:
            return False
    return not walk.problems


# ── the mark ─────────────────────────────────────────────────────────────────────────────────────

FIELD, ITEM = "\x1f", "\x1e"
"""What separates fields and items: json's import would cost as much as the rest of this rung."""


class Mark:
    """On what a run rested that left nothing undone."""

    NAMES = ("bot", "ledger", "settings", "content", "tree", "until", "listed")
    LISTS = ("include", "exclude", "secrets", "differs")
    __slots__ = NAMES + LISTS

    bot: str
    ledger: str
    """The version of its tables."""
    settings: str
    content: str
    tree: str
    """Empty: content/ is not in git."""
    until: str
    """Seconds since 1970, when the first embargo ends; empty: there is none."""
    listed: str
    """Not empty: some digests are left out by their own word."""
    include: list[str]
    exclude: list[str]
    secrets: list[str]
    """Names with "=1" where they are set and "=0" where not."""
    differs: list[str]

    @classmethod
    def read(cls, text: str) -> Mark:
        mark = cls()
        fields = text.split(FIELD)
        for name, value in zip((*cls.NAMES, *cls.LISTS), fields, strict=True):
            setattr(mark, name, value if name in cls.NAMES else [one for one in value.split(ITEM) if one])
        return mark

    def written(self) -> str | None:
        """The mark as text; None where a name holds one of the separators."""
        fields = [getattr(self, name) for name in self.NAMES] + [ITEM.join(getattr(self, name)) for name in self.LISTS]
        count = sum(len(getattr(self, name)) for name in self.LISTS)
        whole = FIELD.join(fields)
        fit = whole.count(FIELD) == len(fields) - 1 and whole.count(ITEM) <= count
        return whole if fit else None


def idle_mark(
    settings: Settings, tree: Tree | None, until: datetime | None, secrets: Mapping[str, bool], *, listed: bool
) -> str | None:
    """What a run that left nothing undone writes down; None where a later run could not be sure by it.

    That is: without a settings file, with a ledger that other machines change, with many files not committed.
    ``until``: when the first embargo ends. ``listed``: drafts and the like are there, which some runs list.
    """
    from bot.ledger.schema import VERSION
    from bot.watcher.walk import Walk

    if settings.source is None or settings.branch:
        return None
    source = str(settings.source.absolute())
    differs = digests_among(tree.differs, Walk("", settings.include, settings.exclude)) if tree else []
    if differs is None:
        return None
    mark = Mark()
    mark.bot, mark.ledger = __version__, str(VERSION)
    mark.settings = fingerprint(source, content_of(source))
    mark.content = os.path.relpath(settings.content.absolute(), settings.root.absolute())
    mark.tree = tree.id if tree else ""
    mark.until = str(until.timestamp()) if until else ""
    mark.listed = "listed" if listed else ""
    mark.include, mark.exclude, mark.differs = list(settings.include), list(settings.exclude), differs
    mark.secrets = [f"{name}={int(is_set)}" for name, is_set in sorted(secrets.items())]
    return mark.written()


def secrets_set(environ: Mapping[str, str], secrets: list[str]) -> list[str]:
    """The same secrets as they are set now."""
    names = [one.rpartition("=")[0] for one in secrets]
    return [f"{name}={int(bool(environ.get(name, '').strip()))}" for name in names]


def fingerprint(path: str, text: bytes) -> str:
    """Tells one version of a settings file from another; no defence against somebody who wants it not to."""
    return f"{os.path.basename(path)} {len(text)} {zlib.crc32(text):08x}"


def content_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def quoted(path: str) -> str:
    """A path as the middle of a file: address."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")

"""The first rung: sure, and at next to no cost, that nothing has changed since a run that left nothing undone.

It needs neither click nor the settings: the mark that such a run left in the ledger says what it rested on. Whatever is
not exactly so, or cannot be read, is left to the next rung.
"""

from __future__ import annotations

import os
import zlib

from bot import __version__

TYPE_CHECKING = False  # typing's own costs a tenth of a run with nothing to do
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from bot.settings.model import Settings
    from bot.watcher.tree import Glance, Tree
    from bot.watcher.walk import Walk

IDLE = "idle"
OPEN = "status NOT IN ('posted', 'baseline', 'skipped', 'deleted')"
"""As the ledger's index of open entries has it."""
MOST = 20_000
"""Folders, and digests that are not committed, above which no mark is made: it would be a second archive."""
RACY_NS = 2_000_000_000
"""What was changed within this time may change once more without its size or its times telling."""


def nothing_new(folder: str, environ: Mapping[str, str], now: float, *, listing: bool = False) -> bool:
    """True only if a ``bot run`` in this folder, with no option that names another place, would find nothing to do.

    ``now``: seconds since 1970. ``listing``: and nothing to list either, no draft and no embargo. Never raises.
    """
    try:
        settings = nearest_settings(folder)
        return settings is not None and unchanged(settings, environ, now, listing=listing)
    except Exception:  # noqa: BLE001 -- whatever it is, the next rung says it better
        return False


def nearest_settings(folder: str) -> str | None:
    """The settings file as bot.settings.read finds it; a pyproject.toml that may not be one is told by its text."""
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
    from bot.watcher.tree import Glance

    root = os.path.dirname(settings)
    text = content_of(settings)
    ledger = os.path.join(root, folder_named(b"state", text), "ledger.db")
    content = os.path.join(root, folder_named(b"content", text))
    if not os.path.isfile(ledger):
        return False
    with Glance(content) as glance:  # git takes the longest: it looks while the ledger is read
        import sqlite3

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
            if mark.tree:
                return as_git_had_it(glance, content, mark)
            return not glance.tree_id() and same_files(connection, content, mark)
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


def as_git_had_it(glance: Glance, content: str, mark: Mark) -> bool:
    """HEAD has the same tree, nobody has staged, added or taken away a file since, and none differs that did not."""
    from bot.watcher.walk import Walk

    if stamp(content, mark.folders, mark.differs) != mark.stamp or glance.tree_id() != mark.tree:
        return False
    modified = glance.differing()
    wanted = Walk(content, mark.include, mark.exclude).wanted
    return modified is not None and {name for name in modified if wanted(name)}.issubset(mark.differs)


def stamp(content: str, folders: Iterable[str], differs: Iterable[str], before: float | None = None) -> str:
    """Tells whether any of these files and folders was written to, or anything in one of the folders came or went.

    Empty if one of them has changed since ``before``, seconds since 1970: then it may change once more unseen. Raises
    OSError where one cannot be looked at; only of those that differ from HEAD, one may be taken away.
    """
    told = 0
    differing = frozenset(differs)
    for path in (*folders, *sorted(differing)):
        try:
            status = os.lstat(os.path.join(content, path))
        except FileNotFoundError:
            if path not in differing:
                raise
            found = (0, 0, 0)
        else:
            found = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        if before is not None and found[-1] > before * 1e9 - RACY_NS:  # an mtime may be set to anything
            return ""
        told = zlib.crc32(f"{path}\0{found}\0".encode(errors="surrogateescape"), told)
    return f"{told:08x}"


def folders(content: str, below: str = "") -> Iterator[str]:
    """Every folder that a walk enters, as paths below content/."""
    from bot.watcher.names import enters

    yield below or "."
    with os.scandir(os.path.join(content, below)) as entries:
        inner = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False) and enters(entry.name))
    for name in inner:
        yield from folders(content, f"{below}{name}/")


def digests_among(names: Iterable[str], walk: Walk) -> Iterator[str]:
    """Those of the names that are digests, and those in the folders among them."""
    from bot.watcher.names import enters

    for name in names:
        if not name.endswith("/"):
            if walk.wanted(name):
                yield name
        elif all(map(enters, name.split("/")[:-1])):
            yield from (path for path, _, _ in walk.folder(name))


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

    NAMES = ("bot", "ledger", "settings", "content", "tree", "stamp", "until", "listed")
    LISTS = ("include", "exclude", "secrets", "folders", "differs")
    __slots__ = NAMES + LISTS

    bot: str
    ledger: str
    """The version of its tables."""
    settings: str
    content: str
    tree: str
    """Empty: content/ is not in git."""
    stamp: str
    """Of what ``folders`` and ``differs`` name; empty where some of it had changed a moment before."""
    until: str
    """Seconds since 1970, when the first embargo ends; empty: there is none."""
    listed: str
    """Not empty: some digests are left out by their own word."""
    include: list[str]
    exclude: list[str]
    secrets: list[str]
    """Names with "=1" where they are set and "=0" where not."""
    folders: list[str]
    """In git: its index, and all folders; paths below content/."""
    differs: list[str]
    """In git: the digests that were not as in HEAD; paths below content/."""

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
    settings: Settings,
    tree: Tree | None,
    began: float,
    *,
    until: datetime | None,
    secrets: Mapping[str, bool],
    listed: bool,
) -> str | None:
    """What a run that left nothing undone writes down; None where a later run could not be sure by it.

    That is: without a settings file, with a ledger that other machines change, with many files not committed. Where
    something has changed in content/ since shortly before the run, which ``began`` then (seconds since 1970), the mark
    has no stamp: good enough for the next rung alone. So it has none where a folder cannot be looked into.
    ``until``: when the first embargo ends. ``listed``: drafts and the like are there, which some runs list.
    """
    from itertools import islice

    from bot.ledger.schema import VERSION
    from bot.watcher.walk import Walk

    if settings.source is None or settings.branch:
        return None
    source = str(settings.source.absolute())
    mark = Mark()
    mark.tree, mark.folders, mark.differs, mark.stamp = "", [], [], ""
    if tree is not None:
        differs = digests_among(tree.differs, Walk(tree.root, settings.include, settings.exclude))
        mark.tree, mark.differs = tree.id, list(islice(differs, MOST))
        try:
            mark.folders = [tree.index, *islice(folders(tree.root), MOST)]
            mark.stamp = stamp(tree.root, mark.folders, mark.differs, began)
        except OSError:
            mark.stamp = ""  # a folder that may not be looked into, or has just gone
        if max(len(mark.folders), len(mark.differs)) >= MOST:
            return None
    mark.bot, mark.ledger = __version__, str(VERSION)
    mark.settings = fingerprint(source, content_of(source))
    mark.content = os.path.relpath(settings.content.absolute(), settings.root.absolute())
    mark.until = str(until.timestamp()) if until else ""
    mark.listed = "listed" if listed else ""
    mark.include, mark.exclude = list(settings.include), list(settings.exclude)
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

"""The quickest answer of bot run: nothing has changed since a run that left nothing undone, so there is nothing to do.

Such a run leaves a mark in the ledger: under which settings and secrets it ran. Where these are as they were, and
``bot.watcher.walk`` finds every file as it is remembered, a whole run would find nothing either; only what it
imports (click, the settings, the ledger) would take it a few times as long. So this module, and those that it uses,
import next to nothing. Whatever is not exactly so is left to the whole run, as is a state folder of another name.
"""

from __future__ import annotations

import json
import os
import zlib

from bot import __version__
from bot.watcher.walk import Walk, differences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.settings.model import Settings

IDLE = "idle"
UNFINISHED = "status NOT IN ('posted', 'baseline', 'skipped', 'deleted')"
"""As the ledger's index has it."""
NOTHING_NEW, NOTHING_NEW_JSON = "nothing new", '{"results": []}'
"""What such a run says, on stderr and with --json on stdout."""


def nothing_new(folder: str, environ: Mapping[str, str], now: float, *, listing: bool = False) -> bool:
    """True only if a ``bot run`` in this folder, with no option that names another place, would find nothing to do.

    ``now``: seconds since 1970. ``listing``: and nothing to list either, no draft and no embargo. Never raises.
    """
    try:
        return is_unchanged(os.path.abspath(folder), environ, now, listing=listing)
    except Exception:  # noqa: BLE001 -- whatever it is, the whole run says it better
        return False


def is_unchanged(folder: str, environ: Mapping[str, str], now: float, *, listing: bool) -> bool:
    """As ``nothing_new``; what cannot be looked at raises."""
    import sqlite3

    own = os.path.join(folder, "bot.toml")
    settings = settings_print(own if os.path.isfile(own) else os.path.join(folder, "pyproject.toml"))
    ledger = os.path.join(folder, "state", "ledger.db")
    if not os.path.isfile(ledger):
        return False
    connection = sqlite3.connect(f"file:{uri_path(ledger)}?mode=ro", uri=True, timeout=1)
    try:
        (value,) = connection.execute("SELECT value FROM marks WHERE name = ?", (IDLE,)).fetchone()
        mark = json.loads(value)
        if not (
            mark["settings"] == settings
            and mark["bot"] == __version__
            and mark["secrets"] == secrets_set(mark["secrets"], environ)
            and (mark["until"] is None or now < mark["until"])
            and connection.execute("PRAGMA user_version").fetchone() == (mark["ledger"],)
            and connection.execute(f"SELECT 1 FROM entries WHERE {UNFINISHED} LIMIT 1").fetchone() is None  # noqa: S608 -- a constant
        ):
            return False
        walk = Walk(os.path.join(folder, mark["content"]), mark["include"], mark["exclude"])
        remembered = connection.execute("SELECT path, size, mtime_ns, key FROM seen ORDER BY path")
        # An empty key stands for a file that is listed by every run. Files that are gone are nothing new.
        new = differences(walk, remembered, lambda row: not listing or row[3] != "")
        return all(file is None for file, _ in new) and not walk.problems
    finally:
        connection.close()


def idle_mark(settings: Settings, environ: Mapping[str, str], until: datetime | None) -> str | None:
    """What a run that left nothing undone writes down; ``until``: when the first embargo ends.

    None where a later run could not be sure by it: without a settings file, with a ledger that other machines change, or
    where an option named another place than the settings do.
    """
    from bot.ledger.schema import VERSION
    from bot.model import Platforms
    from bot.settings.options import Options
    from bot.settings.read import load

    if settings.source is None or settings.branch or not isinstance(settings.platforms, Platforms):
        return None
    if settings != load(Options(config=settings.source), platforms=settings.platforms):
        return None
    # A platform whose secrets are set from now on may be meant too.
    names = sorted(
        {*settings.platforms.joining_secrets(), *(n for target in settings.targets for n in target.secret_names())}
    )
    mark = {
        "bot": __version__,
        "ledger": VERSION,
        "settings": settings_print(str(settings.source)),
        "content": os.path.relpath(settings.content, settings.root),
        "include": settings.include,
        "exclude": settings.exclude,
        "secrets": secrets_set(names, environ),
        "until": until and until.timestamp(),
    }
    return json.dumps(mark, ensure_ascii=False)


def secrets_set(names: Iterable[str], environ: Mapping[str, str]) -> dict[str, bool]:
    return {name: bool(environ.get(name, "").strip()) for name in names}


def settings_print(path: str) -> str:
    """Tells one version of a settings file from another; no defence against somebody who wants it not to."""
    with open(path, "rb") as file:
        text = file.read()
    return f"{os.path.basename(path)} {len(text)} {zlib.crc32(text):08x}"


def uri_path(path: str) -> str:
    """A path as the middle of a file: address."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")

"""Which files are to be written, and what will stand in them; nothing is written here."""

from __future__ import annotations

import difflib
import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.sites import Blog

WHY = {
    "site": "where the blog is",
    "permalink": "a post's address below it: {slug} {name} {path} {year} {month} {day} {lang}",
    "content": "where the posts are",
    "assets": 'folders whose files the site serves at its top, for heroes like "/hero.jpg"',
    "state": "where the ledger is, which knows what was posted",
    "branch": "the git branch on which every runner and laptop shares the ledger",
}
"""The keys that are written, in this order, each with its comment."""


@dataclass(frozen=True, slots=True)
class Write:
    """One file, as it is and as it is to be."""

    path: Path
    text: str
    old: str | None = None
    """None where there is no such file."""

    @property
    def needed(self) -> bool:
        return self.text != self.old

    @property
    def overwrites(self) -> bool:
        """What somebody wrote would be lost; a file to which lines are only added is none such."""
        lines = iter(self.text.splitlines())
        return self.old is not None and not all(line in lines for line in self.old.splitlines())

    def shown(self, name: str) -> str:
        """All of a new file, else what changes."""
        if self.old is None:
            return "".join(f"  {line}\n" for line in self.text.splitlines())
        lines = difflib.unified_diff(self.old.splitlines(), self.text.splitlines(), name, name, lineterm="", n=1)
        return "".join(f"  {line}\n" for line in list(lines)[2:])


def settings_of(blog: Blog) -> dict[str, Any]:
    """The settings that the blog's own files give away; what is the default anyway is left out."""
    found: dict[str, Any] = {}
    for key, one in (("site", blog.site), ("permalink", blog.permalink), ("content", blog.content)):
        if one is not None:
            found[key] = one.value
    if not set(blog.assets) <= {"public", "static"}:
        found["assets"] = list(blog.assets)
    return found


def new_file(settings: Mapping[str, Any]) -> str:
    """A bot.toml with these settings."""
    start = "# The settings of `bot`, which announces every new post of this blog; all of them: docs/settings.md\n\n"
    lines = "".join(line(key, settings[key]) for key in WHY if settings.get(key) is not None)
    return start + lines + "\n[targets.bluesky]\n\n[targets.x]\n"


def line(key: str, value: Any) -> str:
    return f"{f'{key} = {quoted(value)}':<44} # {WHY[key]}\n"


def quoted(value: str | list[str]) -> str:
    """As TOML has it: for printable texts JSON's way is TOML's."""
    return json.dumps(value, ensure_ascii=False)


def added(old: str, name: str, settings: Mapping[str, Any]) -> str | None:
    """The settings file with these keys too, and nothing else changed; None where there is no sure place for them.

    ``name``: of the file; in pyproject.toml the keys belong into [tool.bot].
    """
    lines = "".join(line(key, settings[key]) for key in WHY if key in settings)
    if not lines:
        return old
    for header in ("[tool.bot]", None):
        if header is None:
            text = None if name == "pyproject.toml" else lines + old
        else:
            rows = old.splitlines(keepends=True)
            place = next((at for at, row in enumerate(rows) if row.split("#")[0].strip() == header), None)
            text = None if place is None else "".join([*rows[:place], ended(rows[place]), lines, *rows[place + 1 :]])
        if text is not None and only_adds(old, text, settings):
            return text
    return None


def ended(row: str) -> str:
    return row if row.endswith("\n") else f"{row}\n"


def only_adds(old: str, new: str, settings: Mapping[str, Any]) -> bool:
    try:
        before, after = tomllib.loads(old), tomllib.loads(new)
    except tomllib.TOMLDecodeError:
        return False
    wanted = {**own(before), **settings}
    return own(after) == wanted and rest(before) == rest(after)


def own(table: Mapping[str, Any]) -> dict[str, Any]:
    found = table.get("tool", {}).get("bot") if isinstance(table.get("tool"), dict) else None
    return dict(found if isinstance(found, dict) else table)


def rest(table: Mapping[str, Any]) -> dict[str, Any]:
    tool = table.get("tool")
    if not isinstance(tool, dict) or "bot" not in tool:
        return {}
    return {**table, "tool": {key: value for key, value in tool.items() if key != "bot"}}

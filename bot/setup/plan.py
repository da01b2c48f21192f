"""Which files are to be written, and what will stand in them; nothing is written here."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.settings.read import as_timezone
from bot.sites import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.sites import Blog

WHY = {
    "site": "where the blog is",
    "site_name": "what it calls itself",
    "generator": "what builds it: a post's address, language and pictures by its own rules and settings",
    "permalink": "a post's address below it: {slug} {name} {title} {path} {section} {year} {month} {day} {lang} ...",
    "content": "where the posts are",
    "include": "which files there are posts",
    "exclude": "which are not",
    "assets": 'folders whose files the site serves at its top, for heroes like "/hero.jpg"',
    "lang": "of posts that name none",
    "timezone": "of dates that name none",
    "wait_live": "wait this long for a post's page to be there",
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
    if blog.site is not None:
        found["site"] = blog.site.value
    if blog.name is not None:
        found["site_name"] = blog.name
    if blog.kind is not Kind.PLAIN:
        found["generator"] = blog.kind.value.lower()
    if blog.content is not None:
        found["content"] = "/".join(part for part in (blog.folder, blog.content.value) if part)
    for key, globs in (("include", blog.include), ("exclude", blog.exclude)):
        if globs:
            found[key] = list(globs)
    assets = [f"{blog.folder}/{one}".removesuffix("/.") if blog.folder else one for one in blog.assets]
    if not set(assets) <= {"public", "static"}:
        found["assets"] = assets
    if blog.lang is not None and LANGUAGE.fullmatch(blog.lang):
        found["lang"] = blog.lang
    if blog.timezone is not None and is_zone(blog.timezone):
        found["timezone"] = blog.timezone
    found["wait_live"] = "4m"
    return found


LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def is_zone(name: str) -> bool:
    try:
        as_timezone(name)
    except (ValueError, TypeError):
        return False
    return True


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

"""Which files are to be written, and what will stand in them; nothing is written here."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.settings.read import as_timezone
from bot.sites import Kind
from bot.view.figures import count

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sites import Blog


@dataclass(frozen=True, slots=True)
class Write:
    path: Path
    text: str
    old: str | None = None
    """None where there is no such file."""
    asked_for: bool = False
    """Whatever is replaced was asked for by name."""

    @property
    def needed(self) -> bool:
        return self.text != self.old

    @property
    def overwrites(self) -> bool:
        """What somebody wrote would be lost; a file to which lines are only added is none such."""
        lines = iter(self.text.splitlines())
        return self.old is not None and not self.asked_for and not all(line in lines for line in self.old.splitlines())

    @property
    def summary(self) -> str:
        lines = self.text.splitlines()
        if self.old is None:
            return f"new, {count(len(lines), 'line')}"
        old = Counter(self.old.splitlines())
        added, gone = (Counter(lines) - old).total(), (old - Counter(lines)).total()
        return f"{count(added, 'line')} more" if not gone else f"{count(added, 'line')} more, {gone} gone"

    def difference(self, name: str) -> str:
        if self.old is None:
            return "".join(f"  {line}\n" for line in self.text.splitlines())
        lines = difflib.unified_diff(self.old.splitlines(), self.text.splitlines(), name, name, lineterm="", n=1)
        return "".join(f"  {line}\n" for line in list(lines)[2:])


def settings_from(blog: Blog) -> dict[str, Any]:
    """The settings that the blog's own files give away; what is the default anyway is left out."""
    found: dict[str, Any] = {}
    if blog.site is not None:
        found["site"] = blog.site.value
    if blog.name is not None:
        found["site_name"] = blog.name
    if blog.kind is not Kind.PLAIN:
        found["generator"] = blog.kind.value.lower()
    elif blog.permalink is not None:
        found["permalink"] = blog.permalink
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

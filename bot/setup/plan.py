"""Which files are to be written, and what will stand in them; nothing is written here."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.settings.read import as_timezone, own_table
from bot.setup.origin import settings_page
from bot.sites import Kind
from bot.view.figures import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tomlkit import TOMLDocument

    from bot.sites import Blog

WHY = {
    "site": "where the blog is",
    "site_name": "what it calls itself",
    "since": "older digests were there before the bot",
    "generator": "what builds it, by whose rules",
    "permalink": "how a page's address continues",
    "content": "where the digests are",
    "include": "which files there are digests",
    "exclude": "which are not",
    "assets": 'where heroes like "/hero.jpg" lie',
    "lang": "of digests that name none",
    "timezone": "of dates that name none",
    "wait_live": "wait until a digest's page is there",
    "state": "where the ledger is",
    "branch": "of git, where machines share the ledger",
}
"""The keys that are written, in this order, each with its comment."""

COMMENT_COLUMN = 45


@dataclass(frozen=True, slots=True)
class Write:
    """One file, as it is and as it is to be."""

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
        """How much of it is new."""
        lines = self.text.splitlines()
        if self.old is None:
            return f"new, {count(len(lines), 'line')}"
        old = Counter(self.old.splitlines())
        added, gone = (Counter(lines) - old).total(), (old - Counter(lines)).total()
        return f"{count(added, 'line')} more" if not gone else f"{count(added, 'line')} more, {gone} gone"

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


def new_file(settings: Mapping[str, Any], targets: Iterable[str]) -> str:
    """A bot.toml with these settings and targets."""
    import tomlkit  # here and below, as it takes a while and only a file that is written needs it

    start = f"# The settings of `bot`, which announces this blog's new digests. All that there are:\n# {settings_page()}\n\n"
    return start + tomlkit.dumps(lines(settings)) + "".join(f"\n[targets.{name}]\n" for name in targets)


def added(old: str, name: str, settings: Mapping[str, Any]) -> str | None:
    """The settings file with these keys too, and nothing else changed; None where there is no sure place for them.

    ``name``: of the file; in pyproject.toml the keys belong into [tool.bot].
    """
    import tomlkit
    from tomlkit.items import Table

    if not settings:
        return old
    document = tomlkit.parse(old if old.endswith("\n") else f"{old}\n")
    own = own_table(document, name)
    if own is document:
        return tomlkit.dumps(lines(settings)) + old
    if not isinstance(own, Table) or own.is_super_table():
        return None
    # First, as at the end they would come after a comment that belongs to the next table.
    own.value.body[:0] = lines(settings).body
    return tomlkit.dumps(document)


def lines(settings: Mapping[str, Any]) -> TOMLDocument:
    """These keys, each with what it is for."""
    import tomlkit

    document = tomlkit.document()
    for key, purpose in WHY.items():
        if settings.get(key) is not None:
            item = tomlkit.item(settings[key])
            item.comment(purpose)
            item.trivia.comment_ws = " " * max(1, COMMENT_COLUMN - len(f"{key} = {item.as_string()}"))
            document.add(key, item)
    return document

"""Front matter that Hugo hands down to the pages below: from the settings, and from each folder's ``_index``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sites import values
from bot.sites.folder import read
from bot.text.bounded_toml import load_toml
from bot.text.bounded_yaml import Unread, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FENCED = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<matter>.*?)^(?P=mark)[ \t]*$", re.DOTALL | re.MULTILINE)
TARGETS = ("target", "_target")
"""The second is what it was called up to Hugo 0.156."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """One entry: what is handed down, and to which pages."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    """A glob for the page's path; empty: all."""
    kind: str = ""
    lang: str = ""

    def reaches(self, path: str, lang: str) -> bool:
        """The page at this path, which is in lower case, without language and ending."""
        return all(
            not glob or fits(glob, word) for glob, word in ((self.path, path), (self.kind, "page"), (self.lang, lang))
        )


def fits(glob: str, text: str) -> bool:
    """Hugo's globs: "*" stays within a folder, "**" does not, "{a,b}" is either."""
    if most_stars(glob) > MOST_STARS:
        return False
    try:
        return re.fullmatch(translated(glob), text) is not None
    except re.error:  # braces that close before they open
        return False


MOST_STARS = 4
"""Of one glob; the time of a match grows with a power of them."""


def most_stars(glob: str) -> int:
    """As many as stand on one way through its braces; a comma outside of them parts nothing."""
    ways = [[0]]
    for one in re.findall(r"\*+|[{},]", glob):
        if one == "{":
            ways.append([0])
        elif one == "}" and len(ways) > 1:
            ways[-2][-1] += max(ways.pop())
        elif one == "," and len(ways) > 1:
            ways[-1].append(0)
        elif one[0] == "*":
            ways[-1][-1] += 1
    return sum(map(max, ways)) if len(ways) == 1 else glob.count("*")


SIGNS = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", ",": "|", "}": ")"}


def translated(glob: str) -> str:
    braced = glob.count("{") == glob.count("}")
    parts = re.split(r"(\*\*|\*|\?|[{},])", glob) if braced else re.split(r"(\*\*|\*|\?)", glob)
    either = "{" in glob and braced
    return "".join(SIGNS[one] if one in SIGNS and (one not in ",{}" or either) else re.escape(one) for one in parts)


def cascades_in(value: object) -> Iterator[Cascade]:
    """The entries of ``cascade``, which is one table or a list of them."""
    for table in values.tables(value):
        entry = values.lower(table)
        target = next((values.inner(entry, name) for name in TARGETS if entry.get(name)), {})
        yield Cascade(
            {key: one for key, one in entry.items() if key not in TARGETS},
            *(values.line(target.get(name)).lower() for name in ("path", "kind", "lang")),
        )


def given_to(path: str, lang: str, cascades: Iterable[Cascade]) -> dict[str, Any]:
    """What the page gets; ``cascades``: the nearest first, and of those the first goes before the others."""
    given: dict[str, Any] = {}
    for one in cascades:
        if one.reaches(path, lang):
            given = {**one.fields, **given}
    return given


@dataclass(frozen=True, slots=True)
class Section:
    """What a folder's ``_index`` says of the pages below it."""

    cascades: tuple[Cascade, ...] = ()
    slug: str = ""
    """What stands for the folder's name in their addresses."""


def section_of(folder: Path, lang: str, *, default: bool) -> Section:
    """The folder as its ``_index`` in this language has it. ``default``: it is the blog's main one."""
    names = (f"_index.{lang}.md", *(("_index.md",) if default else ()))
    text = next((found for name in names if (found := read(folder / name)) is not None), None)
    if text is None or not TELLS.search(text):
        return Section()
    matter = front_matter(text)
    return Section(tuple(cascades_in(matter.get("cascade"))), values.line(matter.get("slug")))


TELLS = re.compile(r"cascade|slug", re.IGNORECASE)


def front_matter(text: str) -> dict[str, Any]:
    """Without regard to the case of its keys; empty where it cannot be read."""
    found = FENCED.match(text)
    if found is None:
        return {}
    try:
        table = load_toml(found["matter"]) if found["mark"] == "+++" else load(found["matter"]).value
    except (ValueError, RecursionError, Unread):
        return {}
    return values.lower(table) if isinstance(table, dict) else {}

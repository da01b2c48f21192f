"""The YAML that most front matter is written in, a name and a text or a list on each line, read without a parser.

An archive has thousands of files, and the parser is what takes longest with each.
"""

from __future__ import annotations

import re

QUOTED = r"\"[^\"\\]*+\"|'[^']*+'"
"""Without escapes."""
BARE = r"[\w(/][^:#]*+(?::(?=\S)[^:#]*+)*+"
"""It begins with no sign that means something, and holds no ": " and no "#"."""
BARE_IN_LIST = r"\w[\w ./&+'-]*+"
IN_LIST = rf"(?:{QUOTED}|{BARE_IN_LIST}) *"
LIST = rf"\[ *(?:{IN_LIST}(?:, *{IN_LIST})*+)?\]"
ENTRY = re.compile(rf"(?P<name>[A-Za-z][\w-]{{0,99}}):(?: +(?P<value>{QUOTED}|{BARE}|{LIST}) *)?")
ITEM = re.compile(rf"(?P<indent> *)- +(?P<value>{QUOTED}|{BARE}) *")
ITEMS = re.compile(rf"{QUOTED}|{BARE_IN_LIST}")
NULL = frozenset({"null", "Null", "NULL"})


class Quoted(str):
    """A text between quotes that begins with a digit: to YAML it is no date."""

    __slots__ = ()


Value = str | list[str | None] | None


def unquoted(text: str) -> str:
    return Quoted(text) if text[:1].isdigit() else text


def simple_table(text: str) -> dict[str, Value] | None:
    """The table in this text, each scalar as it was written; None for whatever a parser has to look at."""
    table: dict[str, Value] = {}
    name, indent = "", ""
    items: list[str | None] | None = None
    for line in text.split("\n"):
        if not line.isprintable():
            return None  # it may be a line's end, or nothing that YAML takes
        if (entry := ENTRY.fullmatch(line)) is not None:
            name, value = entry.group("name", "value")
            if name in table or name in NULL:
                return None
            items = [] if value is None else None
            table[name] = None if value is None else value_of(value)
        elif items is not None and (item := ITEM.fullmatch(line)) is not None:
            if items and item["indent"] != indent:
                return None
            table[name], indent = items, item["indent"]
            items.append(scalar_of(item["value"]))
        elif line:
            return None
    return table or None


def value_of(value: str) -> Value:
    return [scalar_of(item) for item in ITEMS.findall(value)] if value.startswith("[") else scalar_of(value)


def scalar_of(value: str) -> str | None:
    """Without its quotes; None for null."""
    if value[0] in "\"'":
        return unquoted(value[1 : value.rindex(value[0])])
    value = value.rstrip(" ")
    return None if value in NULL else value

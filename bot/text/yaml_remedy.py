"""What mends a line that is no YAML, as far as the line tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

SHOWN = 60
"""Characters of a value that a remedy repeats."""
FIRST_LINE = 2
"""Of the front matter within its file."""
WORDS_WITH_A_MARK = re.compile(r"![^\W\d_]+(?: [^\W\d_]|$)")
"""A title like "!Important news"; a tag that somebody meant has two marks, or a path."""
NAMED_VALUE = re.compile(r"([\w.-]+):\s+(\S.*)")


def yaml_remedy(error: yaml.YAMLError, text: str) -> str:
    """What to do, with the line as it should stand where that is known."""
    problem = str(getattr(error, "problem", None) or error)
    lines = text.splitlines()
    at = line_of(error, "problem_mark")
    line = lines[at] if at is not None and at < len(lines) else ""
    before = lines[at - 1] if at else ""
    begun = line_of(error, "context_mark")
    opens = f" in line {begun + FIRST_LINE}" if begun is not None else ""
    named = NAMED_VALUE.match(line.strip().removeprefix("- "))
    if "constructor for the tag" in problem:
        if named is not None and WORDS_WITH_A_MARK.match(named[2]):
            return f"put the value in quotes: {named[1]}: {quoted(named[2])}"
        return "take the tag (the word that begins with !) away"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not tabs"
    if "end of stream" in problem:
        return f"close the quote that opens{opens}"
    if "',' or" in problem:
        return f"close the bracket that opens{opens}, or put the value in quotes"
    if "escape character" in problem:
        return "write each backslash twice, or put the value in single quotes"
    if line[:1] == " " and "mapping values" in problem and not before.rstrip().endswith(":"):
        return f"take the blanks away that stand before it: {line.strip()[:SHOWN]}"
    if named is not None:
        return f"put the value in quotes: {named[1]}: {quoted(named[2])}"
    return "correct this line, or the one above it"


def line_of(error: yaml.YAMLError, mark: str) -> int | None:
    place = getattr(error, mark, None)
    return place.line if place is not None else None


def quoted(value: str) -> str:
    """The value as YAML takes it whatever is in it; marks that were meant to hold all of it are not part of it."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    cut = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
    return f'"{cut}"' if '"' not in cut and "\\" not in cut else "'{}'".format(cut.replace("'", "''"))

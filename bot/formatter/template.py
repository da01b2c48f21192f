"""A post's layout: literal words and places for the digest's own, with no line left over where a place stays empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import SettingsError
from bot.settings.paths import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence


OWN = "own"
"""The kind of a stretch that is the template's own."""


class Run(NamedTuple):
    """A stretch of the post; ``kind`` and ``value`` as in a Facet."""

    text: str
    kind: str | None = None
    value: str = ""


class Slot(NamedTuple):
    """A place for one of the digest's own words."""

    name: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A template, parsed."""

    lines: tuple[tuple[str | Slot, ...], ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """Every name that is asked for, once, in order."""
        return tuple(dict.fromkeys(part.name for line in self.lines for part in line if isinstance(part, Slot)))


PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
NAMES = ("title", "description", "link", "hashtags", "site_name")
NAMED = re.compile(r"\{(" + "|".join(NAMES) + r")\}")
FIELD = "fields."


def parse(text: str, fields: Container[str], where: str, known: Sequence[str] = ()) -> Layout:
    """The layout; "{{" and "}}" stand for braces.

    ``fields``: the digest's front-matter keys, which can be named as they are; ``fields.x`` may be absent.
    Raises SettingsError with what was probably meant, beginning with ``where``.
    """

    def part(found: re.Match[str]) -> str | Slot:
        if found[0] in {"{{", "}}"}:
            return found[0][0]
        if found[1] is None:
            raise SettingsError(f'{where}: a single "{found[0]}" in {text.strip()!r}; write it twice to mean it')
        return Slot(checked(found[1].strip(), fields, where, known))

    return laid_out(text, PART, part)


def lenient(text: str) -> Layout:
    """The layout of a text that may hold one of NAMES in braces; every other brace is a brace."""
    return laid_out(text, NAMED, lambda found: Slot(found[1]))


def laid_out(text: str, pattern: re.Pattern[str], part: Callable[[re.Match[str]], str | Slot]) -> Layout:
    lines = []
    for line in text.strip("\n").split("\n"):
        parts: list[str | Slot] = []
        at = 0
        for found in pattern.finditer(line):
            parts += [line[at : found.start()], part(found)]
            at = found.end()
        parts.append(line[at:])
        lines.append(tuple(one for one in parts if one))
    return Layout(tuple(lines))


def checked(name: str, fields: Container[str], where: str, known: Sequence[str]) -> str:
    if (
        name in NAMES
        or name in fields
        or name.partition(".")[0] in fields
        or (name.startswith(FIELD) and len(name) > len(FIELD))
    ):
        return name
    hint = suggest(name, [*NAMES, *known]) or "; there are: " + ", ".join(map(braced, NAMES))
    raise SettingsError(
        f"{where}: {braced(name)} is nothing that a post can hold{hint}; "
        f"a field that not every digest has is written {braced(FIELD + (name or 'name'))}"
    )


def braced(name: str) -> str:
    return f"{{{name}}}"


def rendered(layout: Layout, values: Mapping[str, Sequence[Run]], silent: Container[str] = ()) -> list[Run]:
    """The post, in stretches.

    A line whose places are all empty goes unless it has words of its own; and these go too when the place is one of
    ``silent``, which is never filled here ("Read on: {link}" where no link may stand). What goes takes the empty line
    after it along.
    """
    kept: list[list[Run]] = []
    gone = True
    for line in layout.lines:
        runs = line_runs(line, values, silent)
        if runs:
            kept.append(runs)
            gone = False
        elif line:
            gone = gone or not kept or not kept[-1]
        elif not gone:
            kept.append([])
    while kept and not "".join(run.text for run in kept[-1]).strip():
        kept.pop()
    joined: list[Run] = []
    for number, runs in enumerate(kept):
        if number:
            joined.append(Run("\n"))
        joined.extend(runs)
    return joined


def line_runs(line: Sequence[str | Slot], values: Mapping[str, Sequence[Run]], silent: Container[str]) -> list[Run]:
    slots = [part.name for part in line if isinstance(part, Slot)]
    if not slots:
        return [Run(part, OWN) for part in line if isinstance(part, str)]
    if not any(values[name] for name in slots):
        literal = "".join(part for part in line if isinstance(part, str))
        if any(name in silent for name in slots) or not any(char.isalnum() for char in literal):
            return []
    runs: list[Run] = []
    gap = False
    for part in line:
        if isinstance(part, Slot):
            runs.extend(values[part.name])
            gap = gap or not values[part.name]
        else:
            before = runs[-1].text[-1:] if runs else " "
            runs.append(Run(part.lstrip(" ") if gap and before in {" ", ""} else part, OWN))
            gap = False
    runs = [run for run in runs if run.text]
    return edged(runs)


def edged(runs: list[Run]) -> list[Run]:
    """Without spaces at either end."""
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[0] = runs[0]._replace(text=runs[0].text.lstrip())
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
    return runs

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


class Stretch(NamedTuple):
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
NAMES = ("title", "description", "opening", "link", "hashtags", "site_name", "source", "via")
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

    return parse_lines(text, PART, part)


def lenient(text: str) -> Layout:
    """The layout of a text that may hold one of NAMES in braces; every other brace is a brace."""
    return parse_lines(text, NAMED, lambda found: Slot(found[1]))


def parse_lines(text: str, pattern: re.Pattern[str], part: Callable[[re.Match[str]], str | Slot]) -> Layout:
    lines = []
    for line in text.strip("\n").split("\n"):
        parts: list[str | Slot] = []
        at = 0
        for match in pattern.finditer(line):
            parts += [line[at : match.start()], part(match)]
            at = match.end()
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


def rendered(layout: Layout, values: Mapping[str, Sequence[Stretch]], silent: Container[str] = ()) -> list[Stretch]:
    """The post, in stretches.

    A line whose places are all empty goes unless it has words of its own; and these go too when the place is one of
    ``silent``, which is never filled here ("Read on: {link}" where no link may stand). What goes takes the empty line
    after it along.
    """
    kept: list[list[Stretch]] = []
    gone = True
    for line in layout.lines:
        stretches = stretches_of(line, values, silent) if line else []
        if stretches:
            kept.append(stretches)
            gone = False
        elif line:
            gone = gone or not kept or not kept[-1]
        elif not gone:
            kept.append([])
    while kept and not "".join(run.text for run in kept[-1]).strip():
        kept.pop()
    joined: list[Stretch] = []
    for number, stretches in enumerate(kept):
        if number:
            joined.append(Stretch("\n"))
        joined.extend(stretches)
    return joined


def stretches_of(
    line: Sequence[str | Slot], values: Mapping[str, Sequence[Stretch]], silent: Container[str]
) -> list[Stretch]:
    if len(line) == 1 and isinstance(line[0], Slot):
        return trimmed([stretch for stretch in values[line[0].name] if stretch.text])
    slots = [part.name for part in line if isinstance(part, Slot)]
    if not slots:
        return [Stretch(part, OWN) for part in line if isinstance(part, str)]
    if not any(values[name] for name in slots):
        literal = "".join(part for part in line if isinstance(part, str))
        if any(name in silent for name in slots) or not any(char.isalnum() for char in literal):
            return []
    stretches: list[Stretch] = []
    gap = False
    for part in line:
        if isinstance(part, Slot):
            stretches.extend(values[part.name])
            gap = gap or not values[part.name]
        else:
            before = stretches[-1].text[-1:] if stretches else " "
            stretches.append(Stretch(part.lstrip(" ") if gap and before in {" ", ""} else part, OWN))
            gap = False
    stretches = [stretch for stretch in stretches if stretch.text]
    return trimmed(stretches)


def trimmed(stretches: list[Stretch]) -> list[Stretch]:
    """Without spaces at either end; none of the stretches is empty."""
    while stretches and stretches[0].text.isspace():
        del stretches[0]
    while stretches and stretches[-1].text.isspace():
        stretches.pop()
    if stretches and stretches[0].text[0].isspace():
        stretches[0] = stretches[0]._replace(text=stretches[0].text.lstrip())
    if stretches and stretches[-1].text[-1].isspace():
        stretches[-1] = stretches[-1]._replace(text=stretches[-1].text.rstrip())
    return stretches

"""A sentence laid out in the columns of a terminal, broken between words."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NARROWEST = 20
"""Columns; in fewer nothing can be read, and the terminal breaks the lines as it will."""


def wrap(text: str, columns: int, hang: str = "  ") -> list[str]:
    """The text in lines of at most ``columns`` cells, all but the first behind ``hang``.

    A word that is longer than a line, like an address, stays whole on a line of its own, so that it can be copied; only
    writing without blanks is broken within.
    """
    if columns < NARROWEST:
        return [text]
    lines, line, used = [], "", 0
    room = columns - cells(hang)
    for word in words_of(text, room):
        width = cells(word)
        if line and used + 1 + width > columns:
            lines.append(line)
            line, used = "", 0
        if line:
            line, used = f"{line} {word}", used + 1 + width
        else:
            line = f"{hang}{word}" if lines else word
            used = cells(line)
    return [*lines, line]


def words_of(text: str, room: int) -> Iterator[str]:
    """The words; the bot's name stays with the command behind it."""
    waiting = ""
    for word in text.split():
        if word in {"bot", "(bot"}:
            waiting = f"{waiting} {word}".lstrip()
            continue
        together, waiting = f"{waiting} {word}".lstrip(), ""
        if cells(together) > room and is_wide(together):
            yield from pieces(together, room)
        else:
            yield together
    if waiting:
        yield waiting


def is_wide(word: str) -> bool:
    """It is of a writing without blanks, which may be broken anywhere."""
    return "://" not in word and 2 * (cells(word) - len(word)) > len(word)


def pieces(word: str, room: int) -> Iterator[str]:
    start = used = 0
    for at, sign in enumerate(word):
        used += cell(sign)
        if used > room:
            yield word[start:at]
            start, used = at, cell(sign)
    yield word[start:]


def cut(text: str, columns: int) -> str:
    """As much of it as fits, with "…" behind what does not."""
    if cells(text) <= columns:
        return text
    used = 0
    for at, sign in enumerate(text):
        used += cell(sign)
        if used > columns - 1:
            return f"{text[:at].rstrip()}…"
    return text


def cells(text: str) -> int:
    """How many columns a terminal gives it."""
    if text.isascii():
        return len(text)
    return sum(cell(sign) for sign in text)


def cell(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1

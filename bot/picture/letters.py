"""A text as letters, and where a line of it may end."""

from __future__ import annotations

import math
import unicodedata
from itertools import groupby, pairwise

import regex

MARKS_PER_LETTER = 2
"""Accents that one letter may carry; more is a prank that climbs out of its line."""
UNWRITABLE = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
"""What may not reach a card: control characters, directions of the title's own, what has no meaning."""
TOWER = regex.compile(rf"(?<=[\p{{Mn}}\p{{Me}}]{{{MARKS_PER_LETTER}}})[\p{{Mn}}\p{{Me}}]+")

IDEOGRAPH = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
NOT_FIRST = r"[、。，．・：；？！ー）」』】〕〉》ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻,.!?:;)\]}%’”»›…]"
NOT_LAST = r"[（「『【〔〈《(\[{‘“«‹¿¡]"
"""Which characters may not begin or end a line (JIS X 4051, shortened)."""
LINE_MAY_END = regex.compile(
    rf"(?<=\s)(?=\S)"
    rf"|(?<=\S\S[-–—/])(?=[^\W_]\S\S)"
    rf"|(?<!{NOT_LAST}|\s)(?={IDEOGRAPH})(?!{NOT_FIRST})"
    rf"|(?<={IDEOGRAPH})(?<!{NOT_LAST})(?!{NOT_FIRST}|\s|\p{{M}}|$)"
)
"""After a space, after a dash or slash within a word, and around ideographs."""


def letters_of(text: str) -> list[str]:
    """What a reader takes for one letter each: with its accents, an emoji with its modifiers (UAX #29)."""
    return list(text) if text.isascii() else regex.findall(r"\X", text)


def tidy(text: str) -> str:
    """Composed, on one line, without control characters and towers of accents."""
    line = regex.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    return str(TOWER.sub("", UNWRITABLE.sub("", line)))


def pieces_of(text: str) -> list[str]:
    """The text cut wherever a line may end, each piece with the space behind it."""
    return [piece for piece in LINE_MAY_END.split(text) if piece]


def even_parts(letters: list[str], ends: list[float], count: int) -> list[str]:
    """The letters in so many parts of about one width, with a hyphen where their script has one: where letters have two cases."""
    numbers = [math.ceil(end * count / ends[-1]) for end in ends]
    numbered = zip(numbers, letters, strict=True)
    parts = ["".join(letter for _, letter in part) for _, part in groupby(numbered, key=lambda pair: pair[0])]
    for at, (part, after) in enumerate(pairwise(parts)):
        if part[-1].lower() != part[-1].upper() and after[0].lower() != after[0].upper():
            parts[at] += "-"
    return parts

"""Text set in lines: which font writes what, how much goes into a line, which way it runs.

Pillow's Raqm layout shapes a text and orders its directions, but in one font only. So a line is split where the font
changes, and the segments are put in the order in which they are seen.
"""

from __future__ import annotations

import math
import unicodedata
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TypedDict

import regex

from bot.picture import fonts
from bot.picture.letters import even_parts, letters_of, pieces_of, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from bot.picture.fonts import Face

REFERENCE = 100.0
"""Pixels of the font size at which widths are measured; they grow with the size."""
LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"
"""Not seen; they decide which way the punctuation beside them runs (UAX #9, 2.6)."""

SHAPED = regex.compile(
    r"[\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}"
    r"\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Mongolian}]"
)
"""Scripts that are wrong without a shaping engine; Pillow has one only where FriBiDi is installed."""
PICTURED = regex.compile(r"\p{Emoji_Presentation}|\ufe0f|\u20e3")


class Segment(NamedTuple):
    """A part of a line that one face writes."""

    text: str
    face: Face


class Shaping(TypedDict, total=False):
    """What only a shaping engine understands."""

    direction: Literal["rtl", "ltr"]
    language: str | None


class Typesetter:
    """One weight of a card's text in the fonts that can write it. Not to be shared between threads."""

    def __init__(self, weight: int, lang: str | None) -> None:
        from PIL import features

        self.weight, self.lang = weight, lang
        self.shapes = bool(features.check("raqm"))
        self.faces = list(fonts.faces(lang))
        self.fonts: dict[tuple[Face, float], FreeTypeFont] = {}
        self.widths: dict[tuple[str, float], float] = {}
        self.face_by_letter: dict[str, Face | None] = {}

    # ── fonts ────────────────────────────────────────────────────────────────────────────────────

    def writable(self, text: str) -> tuple[str, tuple[str, ...]]:
        """(the text as it can be written, on one line; the letters that no font here has).

        A letter of mathematics that no font has (𝔘) is written as the plain one that it stands for.
        """
        kept, missing = [], []
        for letter in letters_of(tidy(text)):
            forms = (letter, unicodedata.normalize("NFKC", letter))
            form = next((form for form in forms if form.isspace() or self.face_of(form) is not None), None)
            if form is None:
                missing.append(letter)
            else:
                kept.append(form)
        return " ".join("".join(kept).split()), tuple(missing)

    def face_of(self, letter: str) -> Face | None:
        """The first face that has the letter; of an emoji, the emoji's own before the others."""
        if letter not in self.face_by_letter:
            faces = self.faces if self.shapes or not SHAPED.search(letter) else []
            if PICTURED.search(letter):
                faces = sorted(faces, key=lambda face: not draws_emoji(face))
            self.face_by_letter[letter] = next((face for face in faces if face.can_write(letter)), None)
        return self.face_by_letter[letter]

    def segments(self, text: str) -> list[Segment]:
        """The text split where its face changes; a space goes with what it follows, but an emoji's would be as wide as an emoji."""
        segments: list[Segment] = []
        for letter in letters_of(text):
            last = segments[-1] if segments else None
            face = last.face if letter.isspace() and last and not draws_emoji(last.face) else self.face_of(letter)
            if face is None:
                continue
            if last and last.face == face:
                segments[-1] = Segment(last.text + letter, face)
            else:
                segments.append(Segment(letter, face))
        return segments

    def font(self, face: Face, size: float) -> FreeTypeFont:
        if (face, size) not in self.fonts:
            self.fonts[face, size] = face.font(size, self.weight)
        return self.fonts[face, size]

    def shaping(self, *, rtl: bool) -> Shaping:
        """What Pillow's text functions take besides, where there is a shaping engine."""
        return {"direction": "rtl" if rtl else "ltr", "language": self.lang} if self.shapes else {}

    # ── measuring and drawing ────────────────────────────────────────────────────────────────────

    def width(self, text: str, size: float = REFERENCE) -> float:
        """In pixels, at that size of the font."""
        if (text, size) not in self.widths:
            shaping = self.shaping(rtl=False)
            self.widths[text, size] = sum(
                self.font(segment.face, size).getlength(segment.text, **shaping) for segment in self.segments(text)
            )
        return self.widths[text, size]

    def draw(self, brush: ImageDraw, text: str, place: tuple[float, float], size: float, *, rtl: bool) -> None:
        """Draws the line in white, from ``place`` (its left end on the baseline) to the right, in a paragraph of that direction."""
        x, baseline = place
        for segment in in_visual_order(self.segments(text), rtl=rtl):
            font, shaping = self.font(segment.face, size), self.shaping(rtl=rtl)
            brush.text((x, baseline), segment.text, fill=255, font=font, anchor="ls", **shaping)
            x += font.getlength(segment.text, **shaping)

    # ── lines; every width is at REFERENCE ───────────────────────────────────────────────────────

    def lines(self, pieces: Iterable[str], width: float) -> list[str]:
        """As few lines as can be, filled from the first."""
        lines, line, used = [], "", 0.0
        for piece in pieces:
            if line and used + self.width(piece.rstrip()) > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
            line += piece
            used += self.width(piece)
        return [*lines, line.rstrip()] if line else lines

    def balanced(self, pieces: list[str], width: float) -> list[str]:
        """The same number of lines, as even as can be: the narrowest measure that needs no more of them."""
        fewest = len(self.lines(pieces, width))
        narrow, wide = self.widest(pieces), width
        for _ in range(8):
            middle = (narrow + wide) / 2
            if len(self.lines(pieces, middle)) > fewest:
                narrow = middle
            else:
                wide = middle
        return self.lines(pieces, wide)

    def widest(self, pieces: Iterable[str]) -> float:
        return max((self.width(piece.rstrip()) for piece in pieces), default=0.0)

    def torn(self, piece: str, width: float) -> list[str]:
        """The piece, or even parts of it where it is wider than the line."""
        letters = letters_of(piece)
        ends = list(accumulate(self.width(letter) for letter in letters))
        parts, count = [piece], math.ceil(self.width(piece.rstrip()) / width)
        while count <= len(letters) and self.widest(parts) > width:
            parts = even_parts(letters, ends, count)
            count += 1
        return parts

    def first_lines(self, text: str, width: float, most: int) -> list[str]:
        """At most so many lines, the last with an ellipsis where something is left out."""
        lines = self.lines([part for piece in pieces_of(text) for part in self.torn(piece, width)], width)
        if len(lines) > most:
            letters = letters_of(lines[most - 1])
            while letters and self.width(shortened := "".join(letters).rstrip(" ,;:–—-") + "…") > width:
                letters.pop()
            lines = [*lines[: most - 1], shortened]
        return lines


def draws_emoji(face: Face) -> bool:
    return "Emoji" in face.path


# ── directions ───────────────────────────────────────────────────────────────────────────────────


def is_rtl(text: str, *, otherwise: bool = False) -> bool:
    """Whether the text runs from right to left: its first strong character decides (UAX #9, P2), else ``otherwise``."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), otherwise)


def in_visual_order(segments: list[Segment], *, rtl: bool) -> list[Segment]:
    """The segments from left to right, in a paragraph of that direction (UAX #9, L2).

    Within a segment Raqm does the same. One without a direction goes with equal neighbours, else with the paragraph.
    """
    directions: list[bool] = []
    for at, segment in enumerate(segments):
        before = directions[-1] if directions else rtl
        after = is_rtl("".join(later.text for later in segments[at + 1 :]), otherwise=rtl)
        directions.append(is_rtl(segment.text, otherwise=before if before == after else rtl))
    ordered: list[Segment] = []
    mark = LEFT_TO_RIGHT_MARK if rtl else RIGHT_TO_LEFT_MARK
    for against, pairs in groupby(zip(directions, segments, strict=True), key=lambda pair: pair[0] != rtl):
        stretch = [segment for _, segment in pairs]
        if against:
            # Raqm sees one segment alone: a mark stands for the neighbour, so that a space between two stays there.
            joined = [f"{mark * (at > 0)}{segment.text}{mark}" for at, segment in enumerate(stretch[:-1])]
            joined.append(f"{mark * (len(stretch) > 1)}{stretch[-1].text}")
            stretch = [Segment(text, segment.face) for text, segment in zip(joined, stretch, strict=True)][::-1]
        ordered += stretch
    return ordered[::-1] if rtl else ordered

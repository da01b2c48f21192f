"""Text set in lines: which font writes what, where a line may end, which way it runs."""

from __future__ import annotations

import math
import unicodedata
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TypedDict

from bot.picture import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from bot.picture.fonts import Face

REFERENCE = 100.0
"""Pixels at which widths are measured; they grow with the size."""
MARKS_PER_CLUSTER = 2
"""Accents that one letter may carry; more is a prank that climbs out of its line."""
NOT_FIRST = frozenset(
    "、。，．・：；？！ー）」』】〕〉》ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻,.!?:;)]}%’”»›…"
)
NOT_LAST = frozenset("（「『【〔〈《([{‘“«‹¿¡")
"""Which characters may not begin or end a line (JIS X 4051, shortened)."""
SHAPED = r"[\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Mongolian}]"
"""Scripts that are wrong without a shaping engine."""


class Run(NamedTuple):
    """A stretch in one face and one direction."""

    text: str
    face: Face
    rtl: bool


class Shaping(TypedDict, total=False):
    """What only a shaping engine understands."""

    direction: Literal["rtl", "ltr"]
    language: str


class Unit(NamedTuple):
    """What is never torn at a line's end, unless it is wider than the line."""

    text: str
    spaced: bool
    """A space follows, where it is not the last of its line."""
    width: float
    """At REFERENCE, without the space."""


class Setter:
    """One text's way onto a card, in one weight. Not to be shared between threads."""

    def __init__(self, weight: int, lang: str | None) -> None:
        from PIL import features

        self.weight, self.lang = weight, lang
        self.raqm = bool(features.check("raqm"))
        self.sized: dict[tuple[Face, float], FreeTypeFont] = {}
        self.found: dict[str, Face | None] = {}

    # ── what can be written ──────────────────────────────────────────────────────────────────────

    def clean(self, text: str) -> tuple[str, tuple[str, ...]]:
        """(the text as it can be written, on one line; the clusters that no font here has)."""
        kept, missing = [], []
        for cluster in clusters(tidy(text)):
            if cluster.isspace():
                kept.append(" ")
            elif self.face(cluster) is not None:
                kept.append(cluster)
            else:
                missing.append(cluster)
        return " ".join("".join(kept).split()), tuple(missing)

    def face(self, cluster: str) -> Face | None:
        if cluster not in self.found:
            self.found[cluster] = next((face for face in self.faces(cluster) if face.has(cluster)), None)
        return self.found[cluster]

    def faces(self, cluster: str) -> Iterable[Face]:
        import regex

        if not self.raqm and regex.search(SHAPED, cluster):
            return ()
        pictured = regex.search(r"\p{Emoji_Presentation}|\ufe0f|\u20e3", cluster)
        return chain(fonts.emoji() if pictured else (), fonts.bundled(self.lang), fonts.system(self.lang))

    # ── measuring and drawing ────────────────────────────────────────────────────────────────────

    def font(self, face: Face, size: float) -> FreeTypeFont:
        if (face, size) not in self.sized:
            self.sized[face, size] = face.font(size, self.weight)
        return self.sized[face, size]

    def shaping(self, run: Run) -> Shaping:
        if not self.raqm:
            return {}
        shaping: Shaping = {"direction": "rtl" if run.rtl else "ltr"}
        if self.lang:
            shaping["language"] = self.lang
        return shaping

    def width(self, text: str, size: float = REFERENCE) -> float:
        return sum(
            self.font(run.face, size).getlength(run.text, **self.shaping(run)) for run in self.runs(text, rtl=False)
        )

    def draw(self, draw: ImageDraw, text: str, x: float, baseline: float, size: float, *, rtl: bool) -> None:
        """The line in white, from ``x`` to the right, its runs in the order in which they are seen."""
        for run in self.runs(text, rtl=rtl):
            font = self.font(run.face, size)
            draw.text((x, baseline), run.text, fill=255, font=font, anchor="ls", **self.shaping(run))
            x += font.getlength(run.text, **self.shaping(run))

    def runs(self, text: str, *, rtl: bool) -> list[Run]:
        """The text's runs as they are seen from left to right, in a paragraph of that direction."""
        logical: list[Run] = []
        parts = clusters(text)
        for cluster, direction in zip(parts, directions(parts, rtl=rtl), strict=True):
            face = self.gap_face(logical) if cluster.isspace() else self.face(cluster)
            if face is None:
                continue
            if logical and logical[-1].face == face and logical[-1].rtl == direction:
                logical[-1] = Run(logical[-1].text + cluster, face, direction)
            else:
                logical.append(Run(cluster, face, direction))
        return seen(logical, rtl=rtl)

    def gap_face(self, before: list[Run]) -> Face | None:
        """What a space is set in: as what it follows, but not in an emoji's font, where it is as wide as an emoji."""
        face = before[-1].face if before else None
        return self.face("n") if face is None or "Emoji" in face.path else face

    # ── lines ────────────────────────────────────────────────────────────────────────────────────

    def units(self, text: str) -> list[Unit]:
        return [Unit(part, spaced, self.width(part)) for part, spaced in breakable(text)]

    @cached_property
    def space(self) -> float:
        return self.width("n n") - self.width("nn")

    def broken(self, units: list[Unit], width: float) -> list[Unit]:
        """The units, those that are wider than the line torn into even pieces that are not."""
        whole: list[Unit] = []
        for unit in units:
            whole += [unit] if unit.width <= width else self.torn(unit, width)
        return whole

    def torn(self, unit: Unit, width: float) -> list[Unit]:
        parts = clusters(unit.text)
        widths = [self.width(part) for part in parts]
        room = max(width - self.width("-"), 1.0)
        total = sum(widths)
        fewest = math.ceil(total / room)
        for count in range(fewest, max(fewest, len(parts)) + 1):
            pieces = gathered(parts, widths, min(room, total / count + max(widths) / 2))
            if len(pieces) <= count:
                break
        units = []
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
            text = f"{piece}-" if after and hyphenated(piece[-1]) and hyphenated(after[0]) else piece
            units.append(Unit(text, unit.spaced and not after, self.width(text)))
        return units

    def lines(self, units: list[Unit], width: float) -> list[str]:
        """As few lines as can be, filled from the first; ``width`` at REFERENCE."""
        lines: list[str] = []
        line, used, gap = "", 0.0, 0.0
        for unit in units:
            if line and used + gap + unit.width > width:
                lines.append(line)
                line, used = "", 0.0
            line += (" " if line and gap else "") + unit.text
            used += (gap if used else 0.0) + unit.width
            gap = self.space if unit.spaced else 0.0
        return [*lines, line] if line else lines

    def balanced(self, units: list[Unit], width: float) -> list[str]:
        """The same number of lines, as even as can be: the narrowest measure that needs no more of them."""
        wanted = len(self.lines(units, width))
        narrow, wide = max((unit.width for unit in units), default=0.0), width
        for _ in range(8):
            middle = (narrow + wide) / 2
            if len(self.lines(units, middle)) > wanted:
                narrow = middle
            else:
                wide = middle
        return self.lines(units, wide)

    def shortened(self, line: str, width: float) -> str:
        """The line with an ellipsis, cut so that it fits into ``width`` at REFERENCE."""
        parts = clusters(line)
        while parts and self.width("".join(parts).rstrip(" ,;:–—-") + "…") > width:
            parts.pop()
        return "".join(parts).rstrip(" ,;:–—-") + "…"


# ── text ─────────────────────────────────────────────────────────────────────────────────────────


def tidy(text: str) -> str:
    """Composed, on one line, without control characters and towers of accents."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > MARKS_PER_CLUSTER:
                continue
        else:
            marks = 0
        if character.isspace() or category in {"Zl", "Zp"}:
            kept.append(" ")
        elif (
            category in {"Cc", "Cs", "Co", "Cn"}
            or character in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b\u00ad"
        ):
            continue
        else:
            kept.append(character)
    return "".join(kept)


def clusters(text: str) -> list[str]:
    import regex

    return list(text) if text.isascii() else regex.findall(r"\X", text)


def cjk(cluster: str) -> bool:
    code = ord(cluster[0])
    return (
        0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF or 0x20000 <= code <= 0x3FFFF
    )


def gathered(parts: list[str], widths: list[float], width: float) -> list[str]:
    """The parts joined into pieces of at most that width, each of one part at least."""
    pieces, piece, used = [], "", 0.0
    for part, wide in zip(parts, widths, strict=True):
        if piece and used + wide > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece += part
        used += wide
    return [*pieces, piece]


def hyphenated(character: str) -> bool:
    """Whether words torn at such a letter take a hyphen: Latin, Greek, Cyrillic and their like have two cases."""
    return character.lower() != character.upper()


def breakable(text: str) -> Iterator[tuple[str, bool]]:
    """(part, whether a space follows): words, cut between ideographs and after dashes and slashes within."""
    for word in text.split():
        parts = clusters(word)
        part = ""
        for at, cluster in enumerate(parts):
            part += cluster
            if at + 1 == len(parts):
                yield part, True
            elif may_end(part, cluster, parts[at + 1], len(parts) - at - 1):
                yield part, False
                part = ""


def may_end(part: str, last: str, first: str, left: int) -> bool:
    """Whether a line may end after ``last``, with ``first`` beginning the next."""
    if last[0] in NOT_LAST or first[0] in NOT_FIRST:
        return False
    if cjk(last) or cjk(first):
        return True
    return last in "-–—/" and len(part) > 2 and left > 2 and first[0].isalnum()


def is_rtl(text: str) -> bool:
    """Whether the paragraph runs from right to left: its first strong character decides (UAX #9, P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def directions(parts: list[str], *, rtl: bool) -> list[bool]:
    """Of each cluster, whether it runs from right to left; what has no direction goes with equal neighbours, else with the paragraph."""
    strong: list[bool | None] = []
    for part in parts:
        kind = unicodedata.bidirectional(part[0])
        strong.append(True if kind in {"R", "AL"} else False if kind in {"L", "EN", "AN"} else None)
    resolved: list[bool] = []
    for at, own in enumerate(strong):
        if own is not None:
            resolved.append(own)
            continue
        if parts[at][0] in "#@" and at + 1 < len(parts) and (next_own := strong[at + 1]) is not None:
            resolved.append(next_own)  # a tag is read as one word
            continue
        before = resolved[-1] if resolved else rtl
        after = next((one for one in strong[at + 1 :] if one is not None), rtl)
        resolved.append(before if before == after else rtl)
    return resolved


def seen(runs: list[Run], *, rtl: bool) -> list[Run]:
    """Logical order → the order from left to right (UAX #9, L2: from the innermost level outwards, turn every stretch around)."""
    levelled = [(1 if run.rtl else 2 if rtl else 0, run) for run in runs]
    for level in (2, 1):
        levelled = [
            one
            for inner, stretch in groupby(levelled, key=lambda one: one[0] >= level)  # called at once
            for one in (reversed(list(stretch)) if inner else list(stretch))
        ]
    return [run for _, run in levelled]

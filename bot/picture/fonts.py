"""The fonts that come with the bot's packages, and which characters each of them can write."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFont import FreeTypeFont

CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}
"""Faces of the Noto Sans CJK collection, each with its region's shapes."""
PROBE_PIXELS = 24
"""The size at which a font is asked for a character: small, and large enough that no two glyphs look alike."""
NO_CHARACTER = "\U0010ffff"
"""A code point that is never assigned (Unicode, 23.7), so that every font shows its .notdef glyph for it."""
PROBING = threading.Lock()
"""Threads share the fonts that are only asked for glyphs."""


class Face(NamedTuple):
    path: str
    number: int = 0
    """Within a collection."""

    def font(self, size: float, weight: int) -> FreeTypeFont:
        """At that size in pixels and that weight (100 to 900). Not to be shared between threads."""
        from PIL import ImageFont

        font = ImageFont.truetype(self.path, size, index=self.number)
        # The weight is the last axis of every font here. The other one is Inter's optical size, whose default is set
        # wide enough for a card that a feed shows small.
        *others, _weight = font.get_variation_axes()
        font.set_variation_by_axes([*(float(axis["default"] or 0) for axis in others), weight])
        return font

    def can_write(self, text: str) -> bool:
        return all(has_glyph(self, character) for character in text if is_seen(character))


# ── which ────────────────────────────────────────────────────────────────────────────────────────


def faces(lang: str | None) -> Iterator[Face]:
    """All faces, best first: Inter for Latin, Greek and Cyrillic, then Noto by script, then (with the extra "cjk") Noto's CJK."""
    for path in package_files("fontpkg_inter", "files/Inter[[]*.ttf"):
        yield Face(path)
    noto = [path for path in package_files("manimgx_fonts", "*.ttf") if "Italic" not in path]
    yield from map(Face, sorted(noto, key=lambda path: ("Emoji" in path, "Symbols" in path, len(path), path)))
    tag = (lang or "zh").lower().replace("_", "-")
    for path in package_files("manimgx_fonts_cjk", "*.ttc"):
        yield Face(path, CJK_INDEX.get(tag, CJK_INDEX.get(tag.split("-")[0], 0)))


@lru_cache(maxsize=8)
def package_files(package: str, pattern: str) -> tuple[str, ...]:
    spec = find_spec(package)
    roots = list(spec.submodule_search_locations or ()) if spec else []
    return tuple(str(path) for root in roots for path in sorted(Path(root).glob(pattern)))


# ── what they can write ──────────────────────────────────────────────────────────────────────────


def is_seen(character: str) -> bool:
    """Whether a missing glyph would be noticed: not of joiners, directional marks and variation selectors."""
    return not (unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, ""))


@lru_cache(maxsize=65536)
def has_glyph(face: Face, character: str) -> bool:
    """Whether the face draws something else for the character than for one that it cannot have."""
    with PROBING:
        return glyph(face, character) != glyph(face, NO_CHARACTER)


def glyph(face: Face, character: str) -> tuple[bytes, float]:
    """What the face shows for one character, and how far it moves on."""
    font = probe(face)
    return bytes(font.getmask(character)), font.getlength(character)


@lru_cache(maxsize=64)
def probe(face: Face) -> FreeTypeFont:
    """The face as its file has it: the basic layout puts no substitute for a character, as Raqm does for some."""
    from PIL import ImageFont

    return ImageFont.truetype(face.path, PROBE_PIXELS, index=face.number, layout_engine=ImageFont.Layout.BASIC)

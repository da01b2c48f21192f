"""The fonts a card is set in: those that come with their packages, then those of the system, by what they can write."""

from __future__ import annotations

import os
import re
import struct
import sys
from bisect import bisect_right
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFont import FreeTypeFont

CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}
"""Faces of the Noto Sans CJK collection, each with its region's shapes."""
SYSTEM_NAMES = (
    "NotoSansCJK", "SourceHanSans", "NotoSans", "PingFang", "Hiragino", "YuGoth", "msyh", "meiryo", "malgun",
    "AppleSDGothic", "wqy", "DroidSansFallback", "Arial Unicode", "arialuni", "NotoEmoji", "Symbola", "DejaVuSans", "",
)  # fmt: skip
"""How the files of good system fonts begin, best first; then any other."""
MOST_SYSTEM_FONTS = 400
"""Files that are looked into, once the bundled fonts have failed."""
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
"""Characters that are not seen, so that no glyph is missed."""


class Face(NamedTuple):
    """One face of one file."""

    path: str
    number: int = 0
    """Within a collection."""

    def font(self, size: float, weight: int) -> FreeTypeFont:
        """At that size in pixels, and that weight where the face is variable. Not to be shared between threads."""
        from PIL import ImageFont

        font = ImageFont.truetype(self.path, size, index=self.number)
        try:
            axes = font.get_variation_axes()
        except (OSError, NotImplementedError):  # not variable; a FreeType without variations
            return font
        font.set_variation_by_axes([setting(axis, weight) for axis in axes])
        return font

    def has(self, text: str) -> bool:
        """Whether every character that is seen has a glyph."""
        starts, ends = coverage(self.path, self.number)
        for code in map(ord, IGNORABLE.sub("", text)):
            at = bisect_right(starts, code) - 1
            if at < 0 or code > ends[at]:
                return False
        return True


def setting(axis: object, weight: int) -> float:
    """An axis's value: the weight asked for, the largest optical size (a title is large), else what the font prefers."""
    values = dict(axis)  # type: ignore[call-overload]  # Pillow's TypedDict
    name = values["name"]
    name = name.decode("ascii", "replace") if isinstance(name, bytes) else str(name)
    if name == "Weight":
        return float(min(max(weight, values["minimum"]), values["maximum"]))
    return float(values["maximum"] if name == "Optical Size" else values["default"])


# ── which ────────────────────────────────────────────────────────────────────────────────────────


def bundled(lang: str | None) -> Iterator[Face]:
    """The faces that come as packages: Inter for Latin, Greek and Cyrillic, then Noto, script by script."""
    for path in package_files("fontpkg_inter", "files/Inter[[]*.ttf"):
        yield Face(path)
    noto = [path for path in package_files("manimgx_fonts", "*.ttf") if "Italic" not in path]
    yield from map(Face, sorted(noto, key=lambda path: ("Emoji" in path, "Symbols" in path, len(path), path)))
    for path in package_files("manimgx_fonts_cjk", "*.ttc"):
        yield Face(path, cjk_index(lang))


def emoji() -> Iterator[Face]:
    for path in package_files("manimgx_fonts", "NotoEmoji*.ttf"):
        yield Face(path)


def cjk_index(lang: str | None) -> int:
    tag = (lang or "zh").lower().replace("_", "-")
    return CJK_INDEX.get(tag, CJK_INDEX.get(tag.split("-")[0], 0))


@lru_cache(maxsize=8)
def package_files(package: str, pattern: str) -> tuple[str, ...]:
    spec = find_spec(package)
    roots = list(spec.submodule_search_locations or ()) if spec else []
    return tuple(str(path) for root in roots for path in sorted(Path(root).glob(pattern)))


def system(lang: str | None) -> Iterator[Face]:
    for path in system_files():
        yield Face(path, cjk_index(lang) if "CJK" in path and path.endswith((".ttc", ".TTC")) else 0)


@lru_cache(maxsize=1)
def system_files() -> tuple[str, ...]:
    """The machine's font files, likeliest first, bold before regular."""
    found = []
    for folder in font_folders():
        for here, folders, names in os.walk(folder):
            folders.sort()
            found += [os.path.join(here, name) for name in names if name.lower().endswith((".ttf", ".otf", ".ttc"))]  # noqa: PTH118  # os.walk gives texts

    def rank(path: str) -> tuple[int, bool, int, str]:
        name = os.path.basename(path)  # noqa: PTH119  # the same
        family = next(at for at, start in enumerate(SYSTEM_NAMES) if name.lower().startswith(start.lower()))
        style = 0 if "bold" in name.lower() else 1 if "regular" in name.lower() else 2
        return family, bool(re.search("italic|oblique|mono|condensed|color", name.lower())), style, path

    return tuple(sorted(found, key=rank)[:MOST_SYSTEM_FONTS])


def font_folders() -> Iterator[Path]:
    """Where the system keeps fonts (fontconfig's defaults, macOS, Windows)."""
    home = Path("~").expanduser()
    if sys.platform == "win32":
        yield Path(r"C:\Windows\Fonts")
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    else:
        yield from (
            home / ".local/share/fonts",
            home / ".fonts",
            Path("/usr/local/share/fonts"),
            Path("/usr/share/fonts"),
        )


# ── what they can write (OpenType 1.9, table cmap) ───────────────────────────────────────────────


@lru_cache(maxsize=512)
def coverage(path: str, index: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first and the last code point of each stretch that the face has glyphs for; empty for a file that is no font."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # a Path for each of hundreds would cost more than the reading
            table = cmap(file.read(64 * 1024), file.fileno(), index)
    except (OSError, struct.error, ValueError, IndexError):
        return (), ()
    merged: list[list[int]] = []
    for start, end in sorted(table):
        if merged and start <= merged[-1][1] + 1:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return tuple(start for start, _ in merged), tuple(end for _, end in merged)


def cmap(head: bytes, file: int, index: int) -> list[tuple[int, int]]:
    at = 0
    if head[:4] == b"ttcf":
        (at,) = struct.unpack_from(">I", head, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", head, at + 4)
    for entry in range(tables):
        tag, _, offset, length = struct.unpack_from(">4sIII", head, at + 12 + 16 * entry)
        if tag == b"cmap":
            return best_subtable(pread(file, length, offset))
    return []


def pread(file: int, length: int, offset: int) -> bytes:
    os.lseek(file, offset, os.SEEK_SET)
    return os.read(file, length)


def best_subtable(table: bytes) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", table, 2)
    found: dict[int, int] = {}
    for entry in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * entry)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            found.setdefault(struct.unpack_from(">H", table, offset)[0], offset)
    if 12 in found:
        at = found[12]
        (groups,) = struct.unpack_from(">I", table, at + 12)
        return [struct.unpack_from(">II", table, at + 16 + 12 * group) for group in range(groups)]
    if 4 in found:
        at = found[4]
        half = struct.unpack_from(">H", table, at + 6)[0] // 2
        ends = struct.unpack_from(f">{half}H", table, at + 14)
        starts = struct.unpack_from(f">{half}H", table, at + 16 + 2 * half)
        return [(start, end) for start, end in zip(starts, ends, strict=True) if start != 0xFFFF]
    return []

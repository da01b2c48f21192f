"""A picture made to fit: upright, sRGB, opaque, without metadata, within a platform's limits, as good as it can be."""

from __future__ import annotations

import math
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

from bot.errors import PictureError
from bot.model import Image, ImageLimits
from bot.picture import blank, develop, encode, lossless
from bot.picture.container import GIF, JPEG, PNG, jpeg_segments, stripped, webp_chunks
from bot.picture.source import decoded_bytes, decoding, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image as Pixels

    from bot.picture.source import Source

ONE_AT_A_TIME = threading.Lock()

DRAWN = {PNG: 0.6, GIF: 1.0}
"""Bytes a pixel up to which a picture is drawn (text, a diagram), not photographed: it stays lossless where that fits."""
SAME, SCALED = 1.2, 3.0
"""What a drawn picture's pixel takes as a PNG against its source: with its soft edges, more when scaled."""


def fit(
    content: bytes, limits: ImageLimits, *, background: str = "#ffffff", grounds: Sequence[str] | None = None
) -> Image:
    """The picture within ``limits``, its alt text still empty; raises PictureError with one clear line.

    What fits already passes through untouched but for its metadata. Else a JPEG at the highest quality that fits;
    a PNG where that is lossless and fits. ``grounds``: what to lay it on where nothing can be seen on the background; one
    that stays blank is refused. None: it may be blank.
    """
    return decoding(lambda: fit_now(content, limits, background, grounds))


def is_right_already(content: bytes, limits: ImageLimits) -> bool:
    """A JPEG that its head alone says to be right as it is: whatever the limits that it is within, the same comes of it."""

    def look() -> bool:
        source = opened(content)
        size = source.pixels.size
        return (
            source.kind == JPEG
            and scaled_down(size, limits.max_side) == size
            and may_pass_through(source)
            and len(stripped(content, JPEG)) <= limits.max_bytes
        )

    try:
        return decoding(look)
    except PictureError:
        return False


def fit_now(content: bytes, limits: ImageLimits, background: str, grounds: Sequence[str] | None) -> Image:
    source = opened(content)
    full = source.pixels.size
    size = scaled_down(full, limits.max_side)
    if source.kind == JPEG:
        source.pixels.draft(None, size)
    with ONE_AT_A_TIME if decoded_bytes(source) > develop.HEAVY_BYTES else nullcontext():
        source.pixels.load()
        if size == full and may_pass_through(source):
            kept = stripped(content, source.kind)
            if len(kept) <= limits.max_bytes and not (grounds is not None and blank.is_blank(source.pixels)):
                return Image(kept, source.kind, *size)
        pixels = develop.developed(source, size, background)
        if grounds is not None and blank.is_blank(pixels):
            pixels = blank.visible(source, size, background, grounds)
        return encoded(source, pixels, full, limits.max_bytes)


def encoded(source: Source, pixels: Pixels, full: tuple[int, int], max_bytes: int) -> Image:
    tries = encode.MAX_ENCODES
    if lossless_bytes(source, pixels, full) <= max_bytes:
        if len(content := lossless.png(pixels)) <= max_bytes:
            return Image(content, PNG, *pixels.size)
        tries -= 1
    best = encode.densest(pixels, max_bytes, tries)
    return Image(best.content, JPEG, *best.pixels.size)


def lossless_bytes(source: Source, pixels: Pixels, full: tuple[int, int]) -> float:
    """About what the picture would take as a PNG; infinite for photographs, for which a PNG is a waste."""
    density = len(source.content) / (full[0] * full[1])
    if density > DRAWN.get(source.kind, 0.0):
        return math.inf
    unscaled = pixels.width * pixels.height == full[0] * full[1]
    return density * pixels.width * pixels.height * (SAME if unscaled else SCALED)


def scaled_down(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The size scaled down, never up, to ``max_side``."""
    width, height = size
    longest = max(width, height)
    if longest <= max_side:
        return size
    return max(1, round(width * max_side / longest)), max(1, round(height * max_side / longest))


# ── passing through ──────────────────────────────────────────────────────────────────────────────


def may_pass_through(source: Source) -> bool:
    """Whether the picture is right as it is, but for its metadata; all but a JPEG must be loaded before."""
    pixels = source.pixels
    if source.orientation != 1 or develop.profile_of(pixels) is not None:
        return False
    match source.kind:
        case "image/jpeg":
            return pixels.mode in {"L", "RGB"} and any(
                marker in {0xC0, 0xC1, 0xC2} for marker, *_ in jpeg_segments(source.content)
            )
        case "image/png":
            return opaque(pixels)
        case "image/webp":
            return opaque(pixels) and not any(name == b"ANIM" for name, _ in webp_chunks(source.content))
        case _:
            return False


def opaque(pixels: Pixels) -> bool:
    if not pixels.has_transparency_data:
        return True
    if pixels.mode in {"RGBA", "LA"}:
        return bool(pixels.getchannel("A").getextrema()[0] == 255)
    return bool(pixels.convert("RGBA").getchannel("A").getextrema()[0] == 255)

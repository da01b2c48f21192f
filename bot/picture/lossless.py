"""A drawn picture as a PNG, without any loss."""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from bot.picture.encode import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image as Pixels

LEVEL = 3
"""Of zlib: of text with soft edges smaller than 6, in half the time."""
BANDS, BAND_ROWS = 4, 12
"""A sample is so many bands of whole rows: a match further away than WINDOW is none, and tiles would have too many."""
STRIP_BYTES = 500_000
"""What each of two threads compresses at a time."""
WINDOW = 32_768
"""Bytes in which deflate looks for what it has seen (RFC 1951)."""
HEADER = b"\x89PNG\r\n\x1a\n"
ZLIB_HEADER = b"\x78\x5e"
COLOR_TYPES = {"L": 0, "RGB": 2}


def png(pixels: Pixels) -> bytes:
    """The picture, which is L or RGB; its rows unfiltered where that makes it no larger.

    Most drawings are smaller so, and need none of the time in which a filter is chosen for each row.
    """
    bands = sample(pixels)
    return unfiltered(pixels) if len(unfiltered(bands)) <= len(filtered(bands)) else filtered(pixels)


def sample(pixels: Pixels) -> Pixels:
    from PIL import Image as Pillow

    if pixels.height <= BANDS * BAND_ROWS:
        return pixels
    bands = Pillow.new(pixels.mode, (pixels.width, BANDS * BAND_ROWS))
    for band in range(BANDS):
        top = (pixels.height - BAND_ROWS) * (2 * band + 1) // (2 * BANDS)
        bands.paste(pixels.crop((0, top, pixels.width, top + BAND_ROWS)), (0, band * BAND_ROWS))
    return bands


def filtered(pixels: Pixels) -> bytes:
    file = File("picture.png")
    pixels.save(file, compress_level=LEVEL)
    return file.getvalue()


def unfiltered(pixels: Pixels) -> bytes:
    size = struct.pack(">IIBBBBB", *pixels.size, 8, COLOR_TYPES[pixels.mode], 0, 0, 0)
    return HEADER + b"".join((*chunk(b"IHDR", size), *chunk(b"IDAT", b"".join(deflated(pixels))), *chunk(b"IEND", b"")))


def chunk(name: bytes, content: bytes) -> tuple[bytes, ...]:
    return struct.pack(">I", len(content)), name, content, struct.pack(">I", zlib.crc32(content, zlib.crc32(name)))


class Strip(NamedTuple):
    rows: bytes
    deflated: bytes


def deflated(pixels: Pixels) -> Iterator[bytes]:
    """The rows as one stream of zlib, made by two threads strip by strip; each may refer to the end of the one before it."""
    row_bytes = 1 + pixels.width * len(pixels.getbands())
    height = max(1, STRIP_BYTES // row_bytes)
    known = -(-WINDOW // row_bytes)

    def deflate(top: int) -> Strip:
        bottom, first = min(pixels.height, top + height), max(0, top - known)
        rows = rows_of(pixels, first, bottom, row_bytes)
        before, rows = rows[: (top - first) * row_bytes], rows[(top - first) * row_bytes :]
        compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before[-WINDOW:])
        end = zlib.Z_FINISH if bottom == pixels.height else zlib.Z_SYNC_FLUSH
        return Strip(rows, compressor.compress(rows) + compressor.flush(end))

    checksum = 1
    yield ZLIB_HEADER
    with ThreadPoolExecutor(2, "strips") as pool:  # zlib lets go of the interpreter while it works
        for strip in pool.map(deflate, range(0, pixels.height, height)):
            checksum = zlib.adler32(strip.rows, checksum)
            yield strip.deflated
    yield struct.pack(">I", checksum)


def rows_of(pixels: Pixels, top: int, bottom: int, row_bytes: int) -> bytes:
    """The rows, a zero before each: the filter that leaves it as it is."""
    # Pillow pads rows with zeros, but behind them.
    padded = pixels.crop((0, top, pixels.width, bottom)).tobytes("raw", pixels.mode, row_bytes)
    return b"\0" + padded[:-1]

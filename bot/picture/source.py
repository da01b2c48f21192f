"""A picture opened: what its header says, and what decoding it would cost.

Nothing is decoded before its header says that it is worth it: a picture may cost ``DECODED_BYTES`` and no more.
"""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bot.errors import PictureError
from bot.picture.container import (
    AVIF,
    BMP,
    GIF,
    JPEG,
    PNG,
    WEBP,
    check_whole,
    exif_of,
    jpeg_segments,
    media_type,
    orientation,
    webp_size,
    without_exif,
    without_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.ImageFile import ImageFile

T = TypeVar("T")

DECODED_BYTES = 200_000_000
"""Memory that the decoding of one picture may take; a 50 megapixel PNG, a 200 megapixel camera JPEG."""
DECODERS = {
    JPEG: ("PIL.JpegImagePlugin", "JpegImageFile"),
    PNG: ("PIL.PngImagePlugin", "PngImageFile"),
    GIF: ("PIL.GifImagePlugin", "GifImageFile"),
    WEBP: ("PIL.WebPImagePlugin", "WebPImageFile"),
    AVIF: ("PIL.AvifImagePlugin", "AvifImageFile"),
    BMP: ("PIL.BmpImagePlugin", "BmpImageFile"),
}
DECODER_BYTES = {WEBP: 16, AVIF: 14}
"""A pixel, measured: these decoders keep several whole copies."""
PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}
"""A pixel in Pillow's memory; every other mode takes 4."""


class Source(NamedTuple):
    """A picture opened, its header read, nothing decoded."""

    content: bytes
    kind: str
    pixels: ImageFile
    orientation: int


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height as the picture is looked at, from its header alone; raises PictureError."""

    def measure() -> tuple[int, int]:
        source = opened(content)
        width, height = source.pixels.size
        return (height, width) if source.orientation >= 5 else (width, height)

    return decoding(measure)


def decoding(work: Callable[[], T]) -> T:
    """What ``work`` returns; whatever a decoder says about a broken picture becomes a PictureError."""
    try:
        return work()
    except PictureError:
        raise
    except MemoryError:
        raise PictureError("is too large for this machine's memory") from None
    except Exception as error:  # noqa: BLE001  # decoders raise anything on hostile bytes: SyntaxError, struct.error, KeyError
        text = " ".join(str(error).split())[:120]
        raise PictureError(f"is broken: {text or type(error).__name__}") from None


def opened(content: bytes) -> Source:
    kind = media_type(content)
    check_whole(content, kind)
    if kind == WEBP:  # Pillow's decoder takes the memory for a canvas as soon as it sees the header
        check_cost(webp_size(content), DECODER_BYTES[WEBP])
    elif kind == GIF:
        check_cost((int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")), 4)
    bare = {JPEG: without_exif, PNG: without_words}.get(kind)
    pixels = decoder_of(kind)(io.BytesIO(bare(content) if bare else content))
    if pixels.width < 1 or pixels.height < 1:
        raise PictureError("has no pixels")
    exif = pixels.info.get("exif", b"") if kind == AVIF else exif_of(content, kind)
    return Source(content, kind, pixels, orientation(exif))


def check_cost(size: tuple[int, int], a_pixel: int, more: int = 0) -> int:
    """What decoding takes at its height; PictureError where that is too much."""
    cost = size[0] * size[1] * a_pixel + more
    if cost > DECODED_BYTES:
        raise PictureError(f"is too large to be read: {size[0]:,} × {size[1]:,} pixels")
    return cost


def decoder_of(kind: str) -> Callable[[io.BytesIO], ImageFile]:
    """The one decoder that is needed; ``Image.open`` would import many, and warn about large pictures instead of refusing."""
    module, name = DECODERS[kind]
    decoder: Callable[[io.BytesIO], ImageFile] = getattr(import_module(module), name)
    return decoder


def decoded_bytes(source: Source) -> int:
    """What decoding takes at its height; raises PictureError where that is too much."""
    a_pixel = DECODER_BYTES.get(source.kind, PIXEL_BYTES.get(source.pixels.mode, 4))
    more = jpeg_coefficients(source.content) if source.kind == JPEG else 0
    return check_cost(source.pixels.size, a_pixel, more)


def jpeg_coefficients(content: bytes) -> int:
    """Bytes that libjpeg keeps of a JPEG in several scans: two for each sample of the whole picture; else none."""
    samples = scans = 0
    for marker, start, _ in jpeg_segments(content):
        if marker == 0xDA:
            scans += 1
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = (int.from_bytes(content[start + at : start + at + 2], "big") for at in (5, 7))
            factors = [content[start + 11 + 3 * component] for component in range(content[start + 9])]
            most = max((factor >> 4) for factor in factors) * max((factor & 15) for factor in factors)
            samples = width * height * sum((factor >> 4) * (factor & 15) for factor in factors) // max(1, most)
    return 2 * samples if scans > 1 else 0

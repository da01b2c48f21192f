"""A picture made to fit: upright, sRGB, opaque, without metadata, within a platform's limits, as good as it can be.

Nothing is decoded before its header says that it is worth it: a picture may cost ``DECODED_BYTES`` and no more.
"""

from __future__ import annotations

import io
import math
import threading
from contextlib import nullcontext
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bot.errors import PictureError
from bot.model import Image, ImageLimits
from bot.picture import encode
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
    stripped,
    webp_chunks,
    webp_size,
    without_exif,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image as Pixels
    from PIL.ImageFile import ImageFile

T = TypeVar("T")

DECODED_BYTES = 200_000_000
"""Memory that the decoding of one picture may take; a 50 megapixel PNG, a 200 megapixel camera JPEG."""
HEAVY_BYTES = 48_000_000
"""Decoded pictures above this are fitted one at a time, whatever the number of threads."""
STRIP_BYTES = 12_000_000
"""What is in the works at a time in each of two threads, of a heavy picture."""
WORTH_SHARING = 1_000_000
"""Pixels from which on scaling is worth a second thread."""
ONE_AT_A_TIME = threading.Lock()

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
DRAWN = {PNG: 0.6, GIF: 1.0}
"""Bytes a pixel up to which a picture is drawn (text, a diagram), not photographed: it stays lossless where that fits."""
SAME, SCALED = 1.2, 3.0
"""What a drawn picture's pixel takes as a PNG against its source: with its soft edges, more when scaled."""
UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""EXIF orientation → the PIL.Image.Transpose that undoes it."""
SRGB_NAMES = ("srgb", "c2")
"""How the descriptions of sRGB profiles begin; "c2" is the tiny one of saucecontrol's Compact-ICC-Profiles."""


class Source(NamedTuple):
    """A picture opened, its header read, nothing decoded."""

    content: bytes
    kind: str
    pixels: ImageFile
    orientation: int


def fit(content: bytes, limits: ImageLimits, *, background: str = "#ffffff") -> Image:
    """The picture within ``limits``, its alt text still empty; raises PictureError with one clear line.

    What fits already passes through untouched but for its metadata. Else a JPEG at the highest quality that fits;
    a PNG where that is lossless and fits.
    """
    return decoding(lambda: fit_now(content, limits, background))


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


def fit_now(content: bytes, limits: ImageLimits, background: str) -> Image:
    source = opened(content)
    full = source.pixels.size
    size = within(full, limits.max_side)
    if source.kind == JPEG:
        source.pixels.draft(None, size)
    with ONE_AT_A_TIME if decoded_bytes(source) > HEAVY_BYTES else nullcontext():
        source.pixels.load()
        if size == full and may_pass_through(source):
            kept = stripped(content, source.kind)
            if len(kept) <= limits.max_bytes:
                return Image(kept, source.kind, *size)
        return encoded(source, developed(source, size, background), full, limits.max_bytes)


def encoded(source: Source, pixels: Pixels, full: tuple[int, int], max_bytes: int) -> Image:
    tries = encode.MAX_ENCODES
    if lossless_bytes(source, pixels, full) <= max_bytes:
        if len(content := encode.png(pixels)) <= max_bytes:
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


def within(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The size scaled down, never up, to ``max_side``."""
    width, height = size
    longest = max(width, height)
    if longest <= max_side:
        return size
    return max(1, round(width * max_side / longest)), max(1, round(height * max_side / longest))


# ── opening ──────────────────────────────────────────────────────────────────────────────────────


def opened(content: bytes) -> Source:
    kind = media_type(content)
    check_whole(content, kind)
    if kind == WEBP:  # Pillow's decoder takes the memory for a canvas as soon as it sees the header
        check_cost(webp_size(content), DECODER_BYTES[WEBP])
    elif kind == GIF:
        check_cost((int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")), 4)
    pixels = decoder_of(kind)(io.BytesIO(without_exif(content) if kind == JPEG else content))
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


# ── passing through ──────────────────────────────────────────────────────────────────────────────


def may_pass_through(source: Source) -> bool:
    """Whether the loaded picture is right as it is, but for its metadata."""
    pixels = source.pixels
    if source.orientation != 1 or profile_of(pixels) is not None:
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


def profile_of(pixels: Pixels) -> bytes | None:
    """The picture's colour profile; None where there is none, where it is sRGB, or where nobody can read it."""
    profile = pixels.info.get("icc_profile")
    if not profile:
        return None
    from PIL import ImageCms

    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return None
    return None if name.strip().lower().startswith(SRGB_NAMES) else profile


# ── developing ───────────────────────────────────────────────────────────────────────────────────


def developed(source: Source, size: tuple[int, int], background: str) -> Pixels:
    """RGB or L in ``size``, upright, sRGB, on the background.

    Strip by strip, so that two cores share a large picture and a heavy one is never in memory twice.
    """
    from PIL import Image as Pillow

    pixels = source.pixels
    develop = Developer(pixels, background)
    rows = strip_rows(pixels, size)
    if rows >= size[1]:
        whole = develop(pixels, size, (0, 0, *pixels.size))
    else:
        whole = Pillow.new(develop.mode, size)

        def work(top: int) -> None:
            bottom = min(size[1], top + rows)
            whole.paste(develop(*cut(pixels, size, top, bottom, whole=develop.ready)), (0, top))

        side_by_side([partial(work, top) for top in range(0, size[1], rows)])
    if source.orientation in UPRIGHT:
        whole = whole.transpose(Pillow.Transpose(UPRIGHT[source.orientation]))
    whole.info = {}  # Pillow would write a comment, a profile or a resolution of the source into what is saved
    return whole


def strip_rows(pixels: Pixels, size: tuple[int, int]) -> int:
    """Rows of the result that are made at a time."""
    width, height = pixels.size
    if width * height * 4 > HEAVY_BYTES:
        return max(16, STRIP_BYTES // (width * 4) * size[1] // height)
    if size != pixels.size and width * height > WORTH_SHARING:
        return -(-size[1] // 2)
    return size[1]


def cut(
    pixels: Pixels, size: tuple[int, int], top: int, bottom: int, *, whole: bool
) -> tuple[Pixels, tuple[int, int], tuple[float, float, float, float]]:
    """(the pixels that the rows from ``top`` to ``bottom`` are made of, their size, where they lie in those pixels)."""
    width, height = pixels.size
    scale = height / size[1]
    start, end = top * scale, min(bottom * scale, height)
    first = last = 0
    if not whole:
        margin = 3 * max(1.0, scale) + 2  # Lanczos looks three pixels of the smaller picture around
        first, last = max(0, int(start - margin)), min(height, int(end + margin) + 1)
        pixels = pixels.crop((0, first, width, last))
    return pixels, (size[0], bottom - top), (0, start - first, width, end - first)


def side_by_side(jobs: list[Callable[[], None]]) -> None:
    """All of the jobs done, every other one by a second thread: Pillow lets go of the interpreter while it works."""
    failed: list[BaseException] = []

    def help_out() -> None:
        try:
            for job in jobs[1::2]:
                job()
        except BaseException as error:  # noqa: BLE001  # carried over to the caller's thread, whatever it is
            failed.append(error)

    helper = threading.Thread(target=help_out, daemon=True, name="strips")
    helper.start()
    try:
        for job in jobs[::2]:
            job()
    finally:
        helper.join()
    if failed:
        raise failed[0]


class Developer:
    """What is done to every strip of a picture alike: to a mode that can be scaled, to size, to sRGB, onto the background."""

    def __init__(self, pixels: Pixels, background: str) -> None:
        self.background = background
        self.ready = pixels.mode in {"L", "RGB", "CMYK"} and not pixels.has_transparency_data
        """The pixels can be scaled as they are, so that no strip of them need be copied."""
        self.transparent = pixels.has_transparency_data
        profile = profile_of(pixels)
        self.transform = self.to_srgb(pixels.mode, profile) if profile else None
        grey = pixels.mode in {"1", "L", "I", "F"} or pixels.mode.startswith("I;16")
        self.mode = "L" if grey and not self.transparent and self.transform is None else "RGB"

    def to_srgb(self, mode: str, profile: bytes) -> Callable[[Pixels], Pixels] | None:
        """A conversion of pixels in the working mode; None where the profile does not fit the pixels."""
        from PIL import ImageCms

        working = self.working(mode)
        into = "RGBA" if working == "RGBA" else "RGB"
        try:
            transform = ImageCms.buildTransform(
                ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), working, into
            )
        except (ImageCms.PyCMSError, OSError):
            return None

        def convert(pixels: Pixels) -> Pixels:
            converted = ImageCms.applyTransform(pixels, transform)
            if converted is None:
                raise PictureError("has a colour profile that cannot be used")
            return converted

        return convert

    def working(self, mode: str) -> str:
        if self.transparent:
            return "RGBA"
        if mode in {"L", "1", "I", "F"} or mode.startswith("I;16"):
            return "L"
        return "CMYK" if mode == "CMYK" else "RGB"

    def __call__(self, strip: Pixels, size: tuple[int, int], box: tuple[float, float, float, float]) -> Pixels:
        from PIL import Image as Pillow

        strip = self.workable(strip)
        if self.transparent and self.transform is None:
            strip = self.on_background(strip)  # before scaling: three bands instead of four, and none to multiply with
        if strip.size != size or box != (0, 0, *size):
            strip = strip.resize(size, Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        if self.transform is not None:
            strip = self.transform(strip)
            if self.transparent:
                strip = self.on_background(strip)
        return strip if strip.mode == self.mode else strip.convert(self.mode)

    def on_background(self, strip: Pixels) -> Pixels:
        from PIL import Image as Pillow

        under = Pillow.new("RGB", strip.size, self.background)
        under.paste(strip, mask=strip)
        return under

    def workable(self, strip: Pixels) -> Pixels:
        wanted = self.working(strip.mode)
        if strip.mode == wanted:
            return strip
        if strip.mode.startswith("I"):  # 16 bits; convert() would clip at 255 instead of scaling
            return strip.point(lambda value: value / 256).convert("L")
        return strip.convert(wanted)

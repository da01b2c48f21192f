"""A decoded picture made fit for the web: upright, sRGB, opaque, in its size.

It is made strip by strip, so that two cores share a large picture and a heavy one is never in memory twice.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image as Pixels

    from bot.picture.source import Source

HEAVY_BYTES = 48_000_000
"""Decoded pictures above this are fitted one at a time, whatever the number of threads."""
STRIP_BYTES = 12_000_000
"""What is in the works at a time in each of two threads, of a heavy picture."""
WORTH_SHARING = 1_000_000
"""Pixels from which on scaling is worth a second thread."""
UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""EXIF orientation → the PIL.Image.Transpose that undoes it."""
SRGB_NAMES = ("srgb", "c2")
"""How the descriptions of sRGB profiles begin; "c2" is the tiny one of saucecontrol's Compact-ICC-Profiles."""


def developed(source: Source, size: tuple[int, int], background: str) -> Pixels:
    """RGB or L in ``size``, upright, sRGB, on the background."""
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

        with ThreadPoolExecutor(2, "strips") as pool:  # Pillow lets go of the interpreter while it works
            list(pool.map(work, range(0, size[1], rows)))
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

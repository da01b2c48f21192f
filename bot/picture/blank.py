"""Whether anything can be seen in a picture, and on which ground or in which frame that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PictureError
from bot.picture.develop import developed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image as Pixels

    from bot.picture.source import Source

BLANK = 12
"""Steps of 255 between a picture's darkest and lightest values up to which nobody sees anything in it; a JPEG of one colour has 4."""
CLEAR = 64
"""Steps from which on the first frame that shows something shows it well: a fade begins with frames that hardly do."""
MOST_FRAMES = 100
MOST_PIXELS = 400_000_000
"""Of all the frames together that are looked at."""
LOOK_SIDE = 400
"""Pixels a side at which a frame is looked at."""
FEW = (64, 64)
"""Pixels of a picture, taken as they are, that are looked at first: all of them take forty times as long."""


def spread(pixels: Pixels) -> float:
    """Between the darkest and the lightest value of any band, in steps of 255."""
    if pixels.mode in {"P", "PA"}:
        pixels = pixels.convert("RGBA")
    extrema = pixels.getextrema()
    bands = extrema if isinstance(extrema[0], tuple) else (extrema,)
    scale = 257 if pixels.mode.startswith("I") else 1
    return max(float(band[1]) - float(band[0]) for band in bands) / scale


def is_blank(pixels: Pixels) -> bool:
    from PIL.Image import Resampling

    # What a few of its pixels show, the whole shows too; only where they show nothing are all of them looked at.
    few = pixels.resize(FEW, Resampling.NEAREST)
    return spread(few) <= BLANK and spread(pixels) <= BLANK


def visible(source: Source, size: tuple[int, int], background: str, grounds: Sequence[str]) -> Pixels:
    """The picture in ``size`` as something can be seen in it: a later frame, or another ground than the background.

    Raises PictureError where there is no such frame or ground.
    """
    if seek_shown(source, background):
        return developed(source, size, background)
    if source.pixels.has_transparency_data:
        laid = [developed(source, size, ground) for ground in grounds]
        clear = next((pixels for pixels in laid if spread(pixels) >= CLEAR), max(laid, key=spread))
        if not is_blank(clear):
            return clear
    raise PictureError("is blank: nothing but one colour can be seen in it")


def seek_shown(source: Source, background: str) -> bool:
    """Go to the first frame that shows something well, else to the one that shows the most; False where none does."""
    width, height = source.pixels.size
    small = (min(width, LOOK_SIDE), min(height, LOOK_SIDE))
    best, shown = 0, 0.0
    for frame in range(1, min(MOST_FRAMES, MOST_PIXELS // (width * height))):
        try:
            source.pixels.seek(frame)
            source.pixels.load()
        except (EOFError, OSError, SyntaxError):  # the last frame; a broken one
            break
        steps = spread(developed(source, small, background))
        if steps > shown:
            best, shown = frame, steps
        if shown >= CLEAR:
            break
    source.pixels.seek(best)
    source.pixels.load()
    return shown > BLANK

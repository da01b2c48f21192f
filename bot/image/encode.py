"""The best JPEG that fits into so many bytes, found in few tries."""

from __future__ import annotations

import io
import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import PictureError

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

MAX_ENCODES = 4
"""Tries at one size in pixels, however the guesses go."""
USUAL_BYTES_PER_PIXEL = 0.2
"""Of a photograph at quality 85, 4:2:0; only the first guess depends on it."""
GROWTH = (
    (60, -0.49), (65, -0.43), (70, -0.35), (75, -0.27), (80, -0.15), (85, 0.0), (88, 0.14), (92, 0.31),
)  # fmt: skip
"""Quality at 4:2:0 → logarithm of the size against quality 85; the median of photographs, screenshots and noise."""
GROWTH_444 = ((90, 0.60), (91, 0.67), (92, 0.73), (93, 0.83), (94, 0.94), (95, 1.07))
"""The same at 4:4:4, where coloured text stays sharp; above 95 the bytes buy nothing (Pillow's handbook)."""

CAUTION = (0.0, 0.04, 0.15, 0.3)
"""By the number of tries that were all too large."""
HOPELESS = 0.25
"""So much too large at the lowest rung, fewer pixels look better than less quality."""
DECENT = 0.35
"""When pixels are given up, so many that this much below quality 85 will do: 70."""


class Rung(NamedTuple):
    """One step of the ladder of settings, from small to good."""

    quality: int
    subsampling: int
    """As Pillow counts: 0 is 4:4:4, 2 is 4:2:0."""
    growth: float


def ladder() -> tuple[Rung, ...]:
    rungs = []
    for (low, small), (high, large) in itertools.pairwise(GROWTH):
        rungs += [Rung(q, 2, small + (large - small) * (q - low) / (high - low)) for q in range(low, high)]
    rungs.append(Rung(GROWTH[-1][0], 2, GROWTH[-1][1]))
    return (*rungs, *(Rung(quality, 0, growth) for quality, growth in GROWTH_444))


LADDER = ladder()


class Encoded(NamedTuple):
    content: bytes
    pixels: Pixels
    """What was encoded: smaller than what was given where no quality fitted."""
    rung: Rung
    encodes: int


def densest(pixels: Pixels, max_bytes: int, encodes: int = MAX_ENCODES) -> Encoded:
    """The picture as a JPEG of at most ``max_bytes``, at the best quality that fits; smaller in pixels where none does."""
    from PIL.Image import Resampling

    guess = math.log(USUAL_BYTES_PER_PIXEL * pixels.width * pixels.height)
    spent = 0
    while True:
        climb = Climb(pixels, math.log(max(1, max_bytes)), guess)
        while spent < encodes and (at := climb.next(encodes - spent)) is not None:
            climb.seen(at, jpeg(pixels, LADDER[at]))
            spent += 1
        if climb.best is not None:
            return Encoded(climb.best, pixels, LADDER[climb.low], spent)
        if pixels.size == (1, 1):
            raise PictureError(f"cannot be made to fit into {max_bytes:,} bytes")
        scale = min(0.9, max(0.1, math.exp((climb.wanted + DECENT - climb.level(0.0)) / 2)))
        size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
        pixels = pixels.resize(size, Resampling.LANCZOS)
        guess = climb.level(0.0) + 2 * math.log(scale)
        encodes = max(encodes, spent + 2)


class Climb:
    """The search for the highest rung that fits, at one size in pixels; sizes are logarithms."""

    def __init__(self, pixels: Pixels, wanted: float, guess: float) -> None:
        self.pixels, self.wanted, self.guess = pixels, wanted, guess
        self.best: bytes | None = None
        self.low, self.high = -1, len(LADDER)
        """The highest rung that is known to fit, and the lowest that is known not to."""
        self.sizes: dict[int, float] = {}

    def seen(self, at: int, content: bytes) -> None:
        self.sizes[at] = math.log(len(content))
        if self.sizes[at] <= self.wanted:
            self.best, self.low = content, at
        else:
            self.high = at

    def next(self, left: int) -> int | None:
        """The rung to try next; None when the best is found, or when none is worth the try."""
        between = range(self.low + 1, self.high)
        aim = self.wanted - self.caution(left)
        fitting = [at for at in between if self.level(LADDER[at].growth) <= aim]
        if self.best is not None:
            return max(fitting, default=None)
        if not between or (not fitting and self.level(LADDER[0].growth) > self.wanted + HOPELESS):
            return None
        return 0 if left == 1 and self.sizes else max(fitting, default=0)

    def caution(self, left: int) -> float:
        """How far below the limit to aim: more after every try that was too large, a little at the last one."""
        if self.best is not None:
            return 0.03 if left == 1 else 0.0
        return CAUTION[min(len(self.sizes), len(CAUTION) - 1)]

    def level(self, growth: float) -> float:
        """The size at that growth, by the tries so far: between two of them, or through the last one."""
        if not self.sizes:
            return self.guess + growth
        if self.low in self.sizes and self.high in self.sizes:
            near, far = self.low, self.high
        else:
            near = min(self.sizes)
            far = min((at for at in self.sizes if at != near), default=near)
        run = LADDER[far].growth - LADDER[near].growth
        slope = (self.sizes[far] - self.sizes[near]) / run if run else 1.0
        if self.best is None or near == far:
            slope = min(2.0, max(0.5, slope))
        return self.sizes[near] + slope * (growth - LADDER[near].growth)


def jpeg(pixels: Pixels, rung: Rung) -> bytes:
    from PIL import ImageFile

    # libjpeg needs room for the whole of an optimized JPEG, and Pillow gives it less than noise takes.
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, 4 * pixels.width * pixels.height)
    buffer = io.BytesIO()
    pixels.save(buffer, "JPEG", quality=rung.quality, subsampling=rung.subsampling, optimize=True)
    return buffer.getvalue()


def png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    pixels.save(buffer, "PNG")
    return buffer.getvalue()

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

CAUTION = (0.03, 0.05, 0.15, 0.3)
"""How far below the limit to aim, by the number of tries that were all too large."""
UNOPTIMIZED, UNOPTIMIZED_LEAST = 0.07, 0.045
"""How much larger a JPEG is without ``optimize=True``: mostly, and at least (logarithms; photographs and screenshots from
quality 70 on). It makes libjpeg compute Huffman tables for this picture, in a second pass that takes as long as the first."""
CLOSE = 0.06
"""So near to the limit, one more rung would be over it."""
HOPELESS = 0.25
"""So much too large at the lowest rung, fewer pixels look better than less quality."""
WORTH_A_SAMPLE = 1_200_000
"""Pixels from which on a look at a sample is cheaper than a wrong guess."""
TABLES = 500
"""Bytes of a JPEG's tables, which do not grow with the picture."""
TILES, TILE = 6, 64
"""A sample is so many tiles a side, of so many pixels a side."""


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
SAMPLED = tuple(at for at, rung in enumerate(LADDER) if (rung.quality, rung.subsampling) in {(80, 2), (92, 0), (95, 0)})
DECENT = next(at for at, rung in enumerate(LADDER) if rung.quality == 70)
"""When pixels are given up, so many that this rung will fit."""


class Encoded(NamedTuple):
    content: bytes
    pixels: Pixels
    """What was encoded: smaller than what was given where no quality fitted."""
    rung: Rung
    encodes: int


def densest(pixels: Pixels, max_bytes: int, encodes: int = MAX_ENCODES) -> Encoded:
    """The picture as a JPEG of at most ``max_bytes``, at the best quality that fits; smaller in pixels where none does."""
    from PIL.Image import Resampling

    expected = forecast(pixels)
    spent = 0
    while True:
        climb = Climb(math.log(max(1, max_bytes)), expected)
        while spent < encodes and (at := climb.next(encodes - spent)) is not None:
            optimize = climb.needs_optimizing(at, encodes - spent)
            climb.record(at, jpeg(pixels, LADDER[at], optimize=optimize), optimized=optimize)
            spent += 1
        if climb.best is not None:
            return Encoded(climb.best, pixels, LADDER[climb.low], spent)
        if pixels.size == (1, 1):
            raise PictureError(f"cannot be made to fit into {max_bytes:,} bytes")
        scale = min(0.9, max(0.1, math.exp((climb.wanted - climb.level(DECENT)) / 2)))
        size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
        pixels = pixels.resize(size, Resampling.LANCZOS)
        expected = tuple(climb.level(at) + 2 * math.log(scale) for at in range(len(LADDER)))
        encodes = max(encodes, spent + 2)


def forecast(pixels: Pixels) -> tuple[float, ...]:
    """The size's logarithm to expect at each rung; of a large picture from tiles taken all over it."""
    count = pixels.width * pixels.height
    if count < WORTH_A_SAMPLE:
        return tuple(math.log(USUAL_BYTES_PER_PIXEL * count) + rung.growth for rung in LADDER)
    tiles = sample(pixels)
    more = math.log(count / (tiles.width * tiles.height))
    known = {at: math.log(len(jpeg(tiles, LADDER[at])) - TABLES) + more for at in SAMPLED}
    return tuple(between(known, at) for at in range(len(LADDER)))


def between(known: dict[int, float], at: int) -> float:
    """The size at a rung, from the nearest known ones on its side of the step to 4:4:4; growth does the rest."""
    alike = [rung for rung in known if LADDER[rung].subsampling == LADDER[at].subsampling]
    near, *others = sorted(alike, key=lambda rung: abs(rung - at))
    slope = 1.0
    if others:
        far = others[0]
        slope = (known[far] - known[near]) / (LADDER[far].growth - LADDER[near].growth)
    return known[near] + slope * (LADDER[at].growth - LADDER[near].growth)


def sample(pixels: Pixels) -> Pixels:
    from PIL import Image as Pillow

    tiles = Pillow.new(pixels.mode, (TILES * TILE, TILES * TILE))
    for row in range(TILES):
        for column in range(TILES):
            x = (pixels.width - TILE) * column // (TILES - 1)
            y = (pixels.height - TILE) * row // (TILES - 1)
            tiles.paste(pixels.crop((x, y, x + TILE, y + TILE)), (column * TILE, row * TILE))
    return tiles


class Climb:
    """The search for the highest rung that fits, at one size in pixels; sizes are logarithms."""

    def __init__(self, wanted: float, expected: tuple[float, ...]) -> None:
        self.wanted, self.expected = wanted, expected
        self.best: bytes | None = None
        self.low, self.high = -1, len(LADDER)
        """The highest rung that is known to fit, and the lowest that is known not to."""
        self.sizes: dict[int, float] = {}

    def record(self, at: int, content: bytes, *, optimized: bool = True) -> None:
        """A try at that rung came out as these bytes."""
        size = math.log(len(content))
        self.sizes[at] = size if optimized else size - UNOPTIMIZED_LEAST
        if size <= self.wanted:
            self.best, self.low = content, at
        elif optimized:
            self.high = at

    def needs_optimizing(self, at: int, left: int) -> bool:
        """Whether this rung may only fit with ``optimize=True``; where it fits anyway, the second pass saves nothing of use."""
        return left == 1 or self.level(at) + UNOPTIMIZED > self.wanted

    def next(self, left: int) -> int | None:
        """The rung to try next; None when the best is found, or when none is worth the try."""
        rungs = range(self.low + 1, self.high)
        aim = self.wanted - self.caution(left)
        fitting = [at for at in rungs if self.level(at) <= aim]
        if self.best is not None:
            return max(fitting, default=None) if self.sizes[self.low] < self.wanted - CLOSE else None
        if not rungs or (not fitting and self.level(0) > self.wanted + HOPELESS):
            return None
        return 0 if left == 1 and self.sizes else max(fitting, default=0)

    def caution(self, left: int) -> float:
        """How far below the limit to aim: more after every try that was too large, a little at the last one."""
        if self.best is not None:
            return 0.03 if left == 1 else 0.0
        return CAUTION[min(len(self.sizes), len(CAUTION) - 1)]

    def level(self, at: int) -> float:
        """The size at a rung: as expected, put right by the tries so far, between them by all of them."""
        errors = {rung: size - self.expected[rung] for rung, size in self.sizes.items()}
        below = max((rung for rung in errors if rung <= at), default=None)
        above = min((rung for rung in errors if rung >= at), default=None)
        if below is None or above is None:
            near = above if below is None else below
            return self.expected[at] + (errors[near] if near is not None else 0.0)
        if below == above:
            return self.sizes[at]
        run = self.expected[above] - self.expected[below]
        share = (self.expected[at] - self.expected[below]) / run if run else 0.0
        return self.expected[at] + errors[below] + share * (errors[above] - errors[below])


def jpeg(pixels: Pixels, rung: Rung, *, optimize: bool = True) -> bytes:
    from PIL import ImageFile

    # libjpeg needs room for the whole of an optimized JPEG, and Pillow gives it less than noise takes.
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, 4 * pixels.width * pixels.height)
    file = File("picture.jpg")
    pixels.save(file, quality=rung.quality, subsampling=rung.subsampling, optimize=optimize)
    return file.getvalue()


class File(io.BytesIO):
    """A file in memory with a name, from whose ending Pillow knows which encoder to import; told a format, it imports many."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

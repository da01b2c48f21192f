"""A drawing as a PNG: the same pixels in few bytes, whoever decodes it."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.picture import lossless
from bot.picture.container import png_chunks
from tests.picture.conftest import gradient, opened

SIDES = st.integers(1, 130)


def same(one: Image.Image, other: Image.Image) -> bool:
    return (one.mode, one.size, one.tobytes()) == (other.mode, other.size, other.tobytes())


def text(width: int, height: int) -> Image.Image:
    """A page of lines, its edges soft from scaling."""
    pixels = Image.new("RGB", (2 * width, 2 * height), "#ffffff")
    brush = ImageDraw.Draw(pixels)
    for line in range(height // 10):
        brush.text((20, 20 * line), f"{line} The laureate leaves the lab to found a start-up. " * 3, fill="#111827")
    return pixels.resize((width, height), Image.Resampling.LANCZOS)


@given(SIDES, SIDES, st.sampled_from(["L", "RGB"]), st.binary(min_size=1, max_size=64))
def test_the_pixels_come_back_as_they_were(width: int, height: int, mode: str, noise: bytes) -> None:
    count = width * height * len(mode)
    pixels = Image.frombytes(mode, (width, height), (noise * (count // len(noise) + 1))[:count])
    assert same(opened(lossless.png(pixels)), pixels)
    assert same(opened(lossless.unfiltered(pixels)), pixels)


def test_strips_that_two_threads_compress_are_one_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = text(300, 400)
    whole = lossless.unfiltered(pixels)
    monkeypatch.setattr(lossless, "STRIP_BYTES", 7_000)
    parted = lossless.unfiltered(pixels)
    assert same(opened(parted), pixels)
    stream = next(bytes(chunk[8:-4]) for name, chunk in png_chunks(parted) if name == b"IDAT")
    assert len(zlib.decompress(stream)) == 400 * (1 + 3 * 300)  # its checksum is right too
    # Each strip knows what stands in the one before it.
    assert len(parted) < 1.05 * len(whole)


@pytest.mark.parametrize("draw", [text, gradient])
def test_the_rows_are_filtered_where_that_makes_the_picture_smaller(draw: object) -> None:
    pixels = draw(600, 500)  # type: ignore[operator]
    assert len(lossless.png(pixels)) <= 1.02 * min(len(lossless.unfiltered(pixels)), len(lossless.filtered(pixels)))
    assert (len(lossless.unfiltered(pixels)) < len(lossless.filtered(pixels))) == (draw is text)

"""Fitting a hero, beside sharp and plain Pillow on the same pictures: python -m bench images

All three are after the same: the highest quality that fits, at most 95, without lost colour resolution from 90 up. The peers
decode and scale once and then go down in steps of 5, as their users do.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageMath

from bench import peers
from bench.measure import ROOT, Goal, Measured, Program, Row, Stopwatch, in_turn
from bot.picture import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = peers.HERE / "image"
MAX_BYTES, MAX_SIDE = 1_000_000, 2000
"""A Bluesky card's thumb."""
ROUNDS = 5
SHARP = "sharp (npm)"
WINDOW = 8
"""Pixels of a side of SSIM's windows (Wang et al. 2004)."""


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def photo(width: int, height: int) -> Image.Image:
    """Shapes of every size with a little grain: what a camera's picture costs an encoder."""
    layers = []
    for channel in range(3):
        layer = Image.linear_gradient("L").rotate(90 * channel).resize((width, height))
        for octave, share in ((6, 0.45), (25, 0.35), (100, 0.25), (400, 0.12)):
            side = (max(2, octave), max(2, octave * height // width))
            layer = Image.blend(
                layer, Image.effect_noise(side, 80).resize((width, height), Image.Resampling.BICUBIC), share
            )
        layers.append(Image.blend(layer, Image.effect_noise((width, height), 60), 0.06))
    return Image.merge("RGB", layers)


def screenshot(width: int, height: int) -> Image.Image:
    """A page of text with a bar and a few boxes."""
    pixels = Image.new("RGB", (width, height), "#ffffff")
    brush = ImageDraw.Draw(pixels)
    brush.rectangle((0, 0, width, height // 12), fill="#0f172a")
    font = next(iter(fonts.faces(None))).font(height / 45, 500)
    for line in range(30):
        y = height // 8 + line * height // 36
        words = f"{line + 1:02} The laureate leaves the lab to found a start-up that bets on world models."
        brush.text((width // 20, y), words, fill=("#111827", "#1d4ed8", "#b91c1c")[line % 3], font=font)
        brush.rounded_rectangle(
            (width * 3 // 4, y, width * 19 // 20, y + height // 50), 8, fill=("#38bdf8", "#f59e0b")[line % 2]
        )
    return pixels


def pictures() -> dict[str, bytes]:
    large, hero = photo(4000, 3000), photo(1792, 1024)
    clear = hero.convert("RGBA")
    clear.putalpha(Image.radial_gradient("L").resize(hero.size))
    return {
        "JPEG 4000×3000": saved(large, "JPEG", quality=92),
        "JPEG 1200×630": saved(photo(1200, 630), "JPEG", quality=85),
        "JPEG 2400×1350": saved(photo(2400, 1350), "JPEG", quality=88),
        "PNG 1792×1024": saved(hero, "PNG"),
        "PNG 1792×1024 clear": saved(clear, "PNG"),
        "PNG screenshot": saved(screenshot(2880, 1800), "PNG"),
        "PNG 4000×3000": saved(large, "PNG", compress_level=4),
        "WebP 2400×1350": saved(photo(2400, 1350), "WEBP", quality=85),
        "AVIF 1600×900": saved(photo(1600, 900), "AVIF", quality=70),
    }


def saved(pixels: Image.Image, kind: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    pixels.save(buffer, kind, **how)
    return buffer.getvalue()


# ── what it looks like ───────────────────────────────────────────────────────────────────────────


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Structural similarity in grey: the mean over windows side by side."""
    x, y = (pixels.convert("L").convert("F") for pixels in (one, other))

    def product(a: Image.Image, b: Image.Image) -> Image.Image:
        return ImageMath.lambda_eval(lambda told: told["a"] * told["b"], a=a, b=b)

    means = {
        name: pixels.reduce(WINDOW)
        for name, pixels in {"x": x, "y": y, "xx": product(x, x), "yy": product(y, y), "xy": product(x, y)}.items()
    }

    def formula(m: dict[str, Image.Image]) -> Image.Image:
        c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
        both = m["x"] * m["y"]
        squares = m["x"] * m["x"] + m["y"] * m["y"]
        return ((2 * both + c1) * (2 * (m["xy"] - both) + c2)) / ((squares + c1) * (m["xx"] + m["yy"] - squares + c2))

    values = ImageMath.lambda_eval(formula, **means).get_flattened_data()
    return statistics.fmean(values)


def reference(content: bytes, size: tuple[int, int]) -> Image.Image:
    pixels = Image.open(io.BytesIO(content))
    if pixels.has_transparency_data:
        pixels = Image.alpha_composite(Image.new("RGBA", pixels.size, "white"), pixels.convert("RGBA"))
    return pixels.convert("RGB").resize(size, Image.Resampling.LANCZOS)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def programs() -> dict[str, tuple[list[str | Path], Path]]:
    """Whoever fits a picture, and in which folder."""
    found: dict[str, tuple[list[str | Path], Path]] = {
        "bot": ([sys.executable, PEERS / "ours.py"], ROOT),
        "Pillow, naive": ([sys.executable, PEERS / "naive.py"], ROOT),
    }
    if home := peers.npm("image"):
        found[SHARP] = (["node", PEERS / "sharp.mjs"], home)
    return found


def rows(*, quick: bool = False) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder, Stopwatch() as stopwatch:
        tried = {"JPEG 200×150": saved(photo(200, 150), "JPEG", quality=85)} if quick else pictures()
        for name, content in tried.items():
            yield from of_picture(name, content, Path(folder), stopwatch, 1 if quick else ROUNDS)


def of_picture(name: str, content: bytes, folder: Path, stopwatch: Stopwatch, rounds: int) -> Iterator[Row]:
    """Two rows: whole processes, and what a process that has done it before takes."""
    file = folder / "in"
    file.write_bytes(content)
    last: dict[str, dict[str, Any]] = {}

    def fit(who: str, times: int) -> float:
        """The whole process, in milliseconds."""
        command, cwd = fitters[who]
        limits = [str(MAX_BYTES), str(MAX_SIDE), str(times)]
        ended = stopwatch.run(Program([*command, file, folder / who, *limits], cwd))
        last[who] = json.loads(ended.said.splitlines()[-1])
        return 1000 * ended.seconds

    fitters = programs()
    found = in_turn({who: lambda who=who: fit(who, 1) for who in fitters}, rounds)  # type: ignore[misc]
    seen = {who: {**looks(folder / who, content), "MiB": told["mib"]} for who, told in last.items()}
    warm = {}
    for who in fitters:
        fit(who, rounds + 1)
        # The first one imports and compiles.
        warm[who] = tuple(last[who]["ms"][1:])
    others = [who for who in fitters if who != "bot"]
    notes = () if SHARP in fitters else ("sharp is not here: node and npm are needed",)
    for how, values in (("whole process", found), ("in process", warm)):
        all_of = {who: Measured(who, values[who], seen[who]) for who in fitters}
        against = tuple(all_of[who] for who in others)
        goal = Goal(1, SHARP) if how == "whole process" else None
        yield Row("images", f"{name}, {how}", "ms", all_of["bot"], against, notes=notes, goal=goal)


def looks(made: Path, content: bytes) -> dict[str, float | str]:
    """What came out: its bytes, and how like the original it is (SSIM in grey, 1 is the same)."""
    pixels = Image.open(made)
    similar = ssim(pixels.convert("RGB"), reference(content, pixels.size))
    return {"KiB": made.stat().st_size / 1024, "SSIM": f"{similar:.4f}", "px": f"{pixels.width}"}

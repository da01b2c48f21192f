"""Fitting a hero, ours beside sharp and plain Pillow, on the same pictures in one run: python -m bench.image

All three are after the same: the highest quality that fits, at most 95, without lost colour resolution from 90 up. The peers
decode and scale once and then go down in steps of 5, as their users do.

Where sharp wins: large PNG and WebP, whose decoders set the time and whose scaling it spreads over the cores with vector
instructions; and screenshots, which the bot keeps lossless where that fits. Where it loses: JPEG, which the bot scales while
decoding; pictures that fit already, which are not encoded anew; and its own start.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageMath

from bot.image import fonts

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers" / "image"
MAX_BYTES, MAX_SIDE = 1_000_000, 2000
"""A Bluesky card's thumb."""
ROUNDS = 7
WINDOW = 8
"""Pixels of a side of SSIM's windows (Wang et al. 2004)."""


class Row(NamedTuple):
    picture: str
    who: str
    whole_ms: float
    """The whole process, the median of the rounds."""
    process_ms: float
    """In the process, warm: the median of the rounds but the first."""
    mib: float
    kib: float
    """What came out."""
    width: int
    ssim: float
    """Against Lanczos from the full picture, in grey; 1 is the same."""


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
    font = next(iter(fonts.bundled(None))).font(height / 45, 500)
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


# ── peers ────────────────────────────────────────────────────────────────────────────────────────


def sharp() -> Path | None:
    """The folder with sharp's node_modules, installed by the lock file on the first call; None without node and npm."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    wanted = hashlib.sha256((PEERS / "package-lock.json").read_bytes()).hexdigest()[:12]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bot-bench" / f"image-{wanted}"
    if home.is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{home.name}.", dir=home.parent) as made:
        folder = Path(made) / "peer"
        folder.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PEERS / name, folder)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            return None
        folder.rename(home)
    return home


def commands() -> dict[str, tuple[list[str], Path]]:
    found = {
        "bot": ([sys.executable, str(PEERS / "ours.py")], ROOT),
        "Pillow, naive": ([sys.executable, str(PEERS / "naive.py")], ROOT),
    }
    if home := sharp():
        found["sharp"] = (["node", str(PEERS / "sharp.mjs")], home)
    return found


def run(command: list[str], folder: Path, rounds: int) -> tuple[float, dict[str, object]]:
    began = time.perf_counter()
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, str(rounds)], cwd=folder, env=environ, capture_output=True, text=True, check=True)
    return 1000 * (time.perf_counter() - began), json.loads(done.stdout)


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


def rows(rounds: int = ROUNDS) -> list[Row]:
    """Each picture and whoever fits it, taking turns."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content in pictures().items():
            file, out = Path(folder) / "in", Path(folder) / "out"
            file.write_bytes(content)
            tried = {
                who: ([*command, str(file), f"{out}-{who}", str(MAX_BYTES), str(MAX_SIDE)], cwd)
                for who, (command, cwd) in commands().items()
            }
            whole: dict[str, list[float]] = {who: [] for who in tried}
            told = {}
            for _ in range(rounds):
                for who, (command, cwd) in tried.items():
                    took, told[who] = run(command, cwd, 1)
                    whole[who].append(took)
            for who, (command, cwd) in tried.items():
                _, warm = run(command, cwd, rounds)
                made = Path(f"{out}-{who}").read_bytes()
                pixels = Image.open(io.BytesIO(made))
                similar = ssim(pixels.convert("RGB"), reference(content, pixels.size))
                process = statistics.median(warm["ms"][1:] or warm["ms"])
                whole_ms = statistics.median(whole[who])
                found.append(
                    Row(name, who, whole_ms, process, told[who]["mib"], len(made) / 1024, pixels.width, similar)
                )
    return found


def main() -> None:
    title = f"{'into 1,000,000 bytes, 2000 px':30} {'whole ms':>9} {'of sharp':>9} {'in process':>11} {'of sharp':>9} {'MiB':>5} {'KiB':>6} {'SSIM':>7}"
    print(title)
    told = rows()
    sharps = {row.picture: row for row in told if row.who == "sharp"}
    for row in told:
        peer = sharps.get(row.picture)
        whole = f"{row.whole_ms / peer.whole_ms:9.2f}" if peer else f"{'–':>9}"
        process = f"{row.process_ms / peer.process_ms:9.2f}" if peer else f"{'–':>9}"
        what = f"{row.picture}, {row.who}"
        print(
            f"{what:30} {row.whole_ms:9.0f} {whole} {row.process_ms:11.0f} {process} {row.mib:5.0f} {row.kib:6.0f} {row.ssim:7.4f}"
        )
    if not sharps:
        print("sharp is not here: node and npm are needed")


if __name__ == "__main__":
    main()

"""Draws docs/preview.png, the picture in the README: ``python -m scripts.screenshot``.

It is the page that ``bot preview --html`` writes for the first digest in content/, as headless Chromium shows it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.preview.browser import FLAGS, NAMES, chromium

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 1280
PIXELS = 2  # a screen pixel of the page, in pixels of the picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "preview.png")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("files", type=Path, nargs="*", help="digests; the first in content/ where none is named")
    asked = parser.parse_args()
    files = asked.files or sorted((ROOT / "content").glob("*.md"))[:1]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "preview.html"
        command = [sys.executable, "-m", "bot", "-q", "preview", *map(str, files), "--html", str(page)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        shoot(page, asked.out, asked.width, asked.scheme)


def shoot(page: Path, out: Path, width: int, scheme: str) -> None:
    from playwright.sync_api import sync_playwright

    browser = chromium()
    if browser is None:
        raise SystemExit(f"no browser: none of {', '.join(NAMES)} is on the PATH, and BOT_CHROMIUM names none")
    out.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        opened = launched.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, device_scale_factor=PIXELS
        )
        opened.goto(page.as_uri())
        opened.screenshot(path=out, full_page=True)
        launched.close()


if __name__ == "__main__":
    main()

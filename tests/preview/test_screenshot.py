"""The picture in the README can be drawn again by anybody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


def test_the_script_draws_the_first_digest_of_content(browser, tmp_path):
    out = tmp_path / "preview.png"
    subprocess.run([sys.executable, "-m", "scripts.screenshot", "--out", str(out)], cwd=ROOT, check=True)
    with Image.open(out) as drawn:
        assert drawn.width == 2560
        assert drawn.height > 1600
        colours = drawn.convert("RGB").resize((200, 200)).getcolors(40_000)
        assert colours is not None
        assert len(colours) > 1000


def test_the_picture_in_the_docs_has_the_same_width():
    with Image.open(ROOT / "docs" / "preview.png") as kept:
        assert kept.width == 2560

"""``bot card``: the digest's title card as a picture file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import read
from bot.picture.title_card import draw_for

if TYPE_CHECKING:
    from bot.settings.model import Settings

LONGEST_NAME = 60
"""Characters; file systems take 255 bytes, and a character may be four."""


def write_card(file: Path, settings: Settings, out: Path | None) -> Path:
    """Draw the card of the digest in this file; returns where it was written: at ``out``, else here under its slug."""
    digest = read(file, settings)
    path = out or Path(f"{file_name_of(digest.slug)}.png")
    content = draw_for(digest, settings).content
    path.parent.mkdir(parents=True, exist_ok=True)
    if out is None and path.is_symlink():
        path.unlink()  # a name of the digest's choice leads nowhere else
    path.write_bytes(content)
    return path


def file_name_of(slug: str) -> str:
    """The slug's last part as the name of a file in this folder, whatever stands in it."""
    last = re.split(r"[/\\]", slug)[-1]
    return re.sub(r"[^\w.-]+", "-", last).strip("-.")[:LONGEST_NAME] or "card"

"""``bot card``: the digest's title card as a picture file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import read
from bot.picture.title_card import draw_for

if TYPE_CHECKING:
    from bot.settings.model import Settings


def write_card(file: Path, settings: Settings, out: Path | None) -> Path:
    """Draw the card of the digest in this file; returns where it was written: at ``out``, else here under its slug."""
    digest = read(file, settings)
    path = out or Path(f"{digest.slug}.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(draw_for(digest, settings).content)
    return path

"""A picture in half blocks, two pixels a character, for terminals with colours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from bot.model import Image

UPPER_HALF = "▀"
MOST_ROWS = 16


def thumb(image: Image, columns: int) -> Text | None:
    """The picture, ``columns`` wide and in its own shape; None where its bytes are no picture that can be read."""
    from PIL import Image as Pillow
    from rich.color import Color
    from rich.style import Style
    from rich.text import Text

    wide, rows = size(image, columns)
    try:
        with Pillow.open(io.BytesIO(image.content)) as opened:
            opened.draft("RGB", (wide * 2, rows * 4))
            small = opened.convert("RGB").resize((wide, rows * 2), Pillow.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None
    pixels = small.tobytes()
    colours = [Color.from_rgb(*pixels[at : at + 3]) for at in range(0, len(pixels), 3)]
    drawn = Text(no_wrap=True)
    for row in range(rows):
        if row:
            drawn.append("\n")
        for column in range(wide):
            upper = colours[2 * row * wide + column]
            lower = colours[(2 * row + 1) * wide + column]
            drawn.append(UPPER_HALF, Style(color=upper, bgcolor=lower))
    return drawn


def size(image: Image, columns: int) -> tuple[int, int]:
    """Columns and rows; a character is twice as high as it is wide."""
    rows = max(1, round(columns * image.height / max(image.width, 1) / 2))
    if rows <= MOST_ROWS:
        return max(1, columns), rows
    return max(1, round(MOST_ROWS * 2 * image.width / max(image.height, 1))), MOST_ROWS

"""What a body says first, as plain text; apart from what reads it, which takes a while to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.content.blocks import BodyPicture


@dataclass(frozen=True, slots=True)
class Body:
    lede: str | None
    paragraphs: tuple[str, ...]
    """The prose before the body's second heading or so, a paragraph each."""
    sections: tuple[str, ...]
    """The first paragraph below each of the next headings."""
    words: str
    """All its prose, up to body.SAID_CHARS."""
    source: str | None
    """Who is named behind "Source:" at the end."""
    shots: tuple[BodyPicture, ...]
    heading: str | None = None
    """The first heading, where no words stand before it."""


NO_BODY = Body(None, (), (), "", None, ())

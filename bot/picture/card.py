"""A card for a digest that has no picture: its title, its site and its tags, in the blog's colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.content.story import story_of
from bot.errors import PictureError
from bot.picture.drawing import HEIGHT, WIDTH, Card, Drawn, Words
from bot.settings.model import ImageSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.model import Digest
    from bot.settings.model import Settings

LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""A language tag (RFC 5646), loosely."""


def draw(
    title: str,
    *,
    site_name: str | None = None,
    description: str | None = None,
    tags: Iterable[str] = (),
    host: str | None = None,
    lang: str | None = None,
    colours: ImageSettings | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Drawn:
    """The card; a character that no font can write is left out with a warning, never drawn as an empty box.

    Raises PictureError where nothing at all can be written.
    """
    words = Words(site_name, description, tuple(tags), host)
    settings = colours or ImageSettings()
    try:
        return Card(settings, lang, width, height).drawn(title, words)
    except (OSError, ValueError) as error:  # FreeType gives up on a glyph, or a font is broken
        why = f"the card does not show the title: it cannot be drawn ({error})"
    try:
        bare = Card(settings, lang, width, height).drawn("", words)
    except (OSError, ValueError) as error:
        raise PictureError(f"no card can be drawn: {error}") from None
    return bare._replace(warnings=(why, *bare.warnings))


def draw_for(digest: Digest, settings: Settings) -> bytes:
    """The digest's card as a PNG of 1200 × 630; raises PictureError where nothing can be written."""
    return card_for(digest, settings).content


def card_for(digest: Digest, settings: Settings) -> Drawn:
    lang = digest.lang or settings.lang
    story = story_of(digest, settings.site_name)
    return draw(
        story.title,
        site_name=settings.site_name,
        description=story.description or None,
        tags=tags(digest, settings),
        host=host(settings.site or digest.url),
        lang=lang if lang and LANG.fullmatch(lang) else None,
        colours=settings.images,
    )


def tags(digest: Digest, settings: Settings) -> tuple[str, ...]:
    """The tags that some target would show, each once."""
    hidden = frozenset[str]().union(*(target.leave_out for target in settings.targets)) or {"digest"}
    shown: dict[str, str] = {}
    for tag in digest.tags:
        word = tag.strip().lstrip("#")
        if word and word.casefold() not in hidden:
            shown.setdefault(word.casefold(), word)
    return tuple(shown.values())


def host(address: str) -> str | None:
    try:
        name = urlsplit(address).hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None

"""A card for a digest that has no picture: its title, its site and its tags, in the blog's colours."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.content.story import says_title, story_of
from bot.errors import PictureError
from bot.picture.drawing import Drawn, TitleCard, Words
from bot.settings.model import ImageSettings
from bot.web.address import shown_host

if TYPE_CHECKING:
    from bot.model import Digest
    from bot.settings.model import Settings

LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""A language tag (RFC 5646), loosely."""
COLOURS = ImageSettings()
"""Those of a blog whose settings name none."""


def draw(words: Words, colours: ImageSettings = COLOURS) -> Drawn:
    """The card, 1200 × 630; a character that no font can write is left out with a warning, never drawn as an empty box.

    Raises PictureError where nothing at all can be written.
    """
    try:
        return TitleCard(words, colours).draw()
    except (OSError, ValueError) as error:  # FreeType gives up on a glyph, or a font is broken
        warning = f"the card does not show the title: it cannot be drawn ({error})"
    try:
        bare = TitleCard(replace(words, title=""), colours).draw()
    except (OSError, ValueError) as error:
        raise PictureError(f"no card can be drawn: {error}") from None
    return bare._replace(warnings=(warning, *bare.warnings))


def draw_for(digest: Digest, settings: Settings) -> Drawn:
    """The digest's card; raises PictureError where nothing can be written."""
    lang = digest.lang or settings.lang
    story = story_of(digest, settings.site_name)
    words = Words(
        story.title,
        site_name=settings.site_name,
        description=None if says_title(story.description, story.title, story.lang) else story.description or None,
        tags=shown_tags(digest, settings),
        host=shown_host(settings.site or digest.url),
        lang=lang if lang and LANG.fullmatch(lang) else None,
    )
    return draw(words, settings.images)


def shown_tags(digest: Digest, settings: Settings) -> tuple[str, ...]:
    hidden = frozenset[str]().union(*(target.leave_out for target in settings.targets)) or {"digest"}
    shown: dict[str, str] = {}
    for tag in digest.tags:
        word = tag.strip().lstrip("#")
        if word and word.casefold() not in hidden:
            shown.setdefault(word.casefold(), word)
    return tuple(shown.values())

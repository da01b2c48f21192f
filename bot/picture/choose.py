"""The image that a post goes out with: a hero that was found, else a title card; fitted, described, and never a reason not to post."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.content.overrides import override_for
from bot.errors import PictureError
from bot.model import Hero, Image, Mode
from bot.picture.alt import alt_text

if TYPE_CHECKING:
    from bot.model import Digest, ImageLimits
    from bot.picture.hero import Heroes
    from bot.settings.model import Settings, Target

DERIVED_ALT = (
    "nobody has said what the picture shows: its alt text is only derived; write one in the front matter (heroAlt)"
)


def limits_for(target: Target) -> ImageLimits | None:
    """What the target's image must fit into; None where its posts have none."""
    if target.mode is Mode.CARD:
        return target.limits.thumb
    return target.limits.image if target.mode.attaches_image else None


def image_for(
    digest: Digest, target: Target, heroes: Heroes, settings: Settings
) -> tuple[Image | None, tuple[str, ...]]:
    """(the image, ready to be sent, and all that went wrong on the way to it); (None, ...) where there is none.

    The first of the digest's pictures that can be had and used, else a card drawn from its title.
    """
    limits = limits_for(target)
    if limits is None or override_for(digest, target).image == "":
        return None, ()
    warnings: list[str] = []
    for hero in heroes.search(digest, target):
        if isinstance(hero, PictureError):
            warnings.append(str(hero))
            continue
        try:
            image = heroes.fit(hero, limits)
        except PictureError as error:
            warnings.append(str(error))
            continue
        image, is_derived = described(image, digest, target, hero, settings)
        return image, (*warnings, *([DERIVED_ALT] if is_derived else []))
    if not settings.images.draw_card:
        return None, (*warnings, "no picture can be had, and images.draw_card is off: the post goes out without one")
    from bot.picture.title_card import draw_for  # what it sets text with is imported where a card is drawn

    try:
        card = heroes.title_cards.get((digest.path, digest.key, digest.title), partial(draw_for, digest, settings))
        image = heroes.fit(Hero(f"card of {digest.key}", card.content, "image/png"), limits)
    except PictureError as error:
        return None, (*warnings, f"{error}: the post goes out without a picture")
    image, _ = described(image, digest, target, None, settings)
    return image, (*warnings, "no picture can be had: a card with the title is drawn instead", *card.warnings)


def described(
    image: Image, digest: Digest, target: Target, hero: Hero | None, settings: Settings
) -> tuple[Image, bool]:
    """(the image with its alt text, whether that is only derived)."""
    text, is_derived = alt_text(digest, target, hero, settings.lang)
    return replace(image, alt=text), is_derived

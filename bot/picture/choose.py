"""The picture that a post goes out with: found, else drawn, fitted and described; never a reason not to post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PictureError
from bot.model import Hero, Image, Mode
from bot.picture.alt import alt_text
from bot.picture.card import card_for

if TYPE_CHECKING:
    from bot.model import Digest, ImageLimits
    from bot.picture.hero import Heroes
    from bot.settings.model import Settings, Target


def limits_for(target: Target) -> ImageLimits | None:
    """What the target's picture must fit into; None where its posts have none."""
    if target.mode is Mode.CARD:
        return target.limits.thumb
    return target.limits.image if target.mode.attaches_image else None


def picture(digest: Digest, target: Target, heroes: Heroes, settings: Settings) -> tuple[Image | None, tuple[str, ...]]:
    """(the picture, ready to be sent, and all that went wrong on the way to it); (None, ...) where there is none.

    The first of the digest's pictures that can be had and used, else a card drawn from its title.
    """
    limits = limits_for(target)
    if limits is None:
        return None, ()
    warnings: list[str] = []
    for found in heroes.search(digest, target):
        if isinstance(found, PictureError):
            warnings.append(str(found))
            continue
        try:
            image = heroes.fit(found, limits)
        except PictureError as error:
            warnings.append(str(error))
            continue
        described, warning = with_alt(image, digest, target, found, settings)
        return described, (*warnings, *warning)
    image_drawn, more = drawn(digest, target, heroes, settings, limits)
    return image_drawn, (*warnings, *more)


def drawn(
    digest: Digest, target: Target, heroes: Heroes, settings: Settings, limits: ImageLimits
) -> tuple[Image | None, tuple[str, ...]]:
    if not settings.images.draw_card:
        return None, ("no picture can be had, and images.draw_card is off: the post goes out without one",)
    try:
        card = heroes.drawn.get((digest.path, digest.key, digest.title), lambda: card_for(digest, settings))
        image = heroes.fit(Hero(f"card of {digest.key}", card.content, card.media_type), limits)
    except PictureError as error:
        return None, (f"{error}: the post goes out without a picture",)
    described, warning = with_alt(image, digest, target, None, settings)
    return described, ("no picture can be had: a card with the title is drawn instead", *card.warnings, *warning)


def with_alt(
    image: Image, digest: Digest, target: Target, hero: Hero | None, settings: Settings
) -> tuple[Image, tuple[str, ...]]:
    from dataclasses import replace

    text, derived = alt_text(digest, target, hero, target.limits.alt_length, settings.lang)
    warning = (
        "nobody has said what the picture shows: its alt text is only derived; write one in the front matter (heroAlt)"
    )
    return replace(image, alt=text), (warning,) if derived else ()

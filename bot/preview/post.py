"""One draft as its platform would show it, as a fragment of HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from bot.errors import SettingsError
from bot.preview.markup import host, language, link, sign, text
from bot.preview.segments import segments
from bot.settings.read import find_target

if TYPE_CHECKING:
    from bot.model import Card, Draft, Facet, Image, Look, Result
    from bot.settings.model import Settings, Target

HUES = 6


def post_html(draft: Draft, target: Target, settings: Settings) -> str:
    """The post with its author, its text and what hangs below it; needs the style of ``page.shell``."""
    name, handle = author(target, settings)
    shown = "".join(one(segment.text, segment.facet) for segment in segments(draft))
    actions = "".join(sign(action) for action in target.platform.look.actions)
    return (
        f'<article class="post {target.platform.name}" aria-label="Post by {text(name)}">'
        f'<div class="avatar hue-{crc32(name.encode("utf-8", "replace")) % HUES}" aria-hidden="true">{text(initials(name))}</div>'
        f'<div class="who"><span class="name">{text(name)}</span> <span class="handle">@{text(handle)}</span> <span class="when">· now</span></div>'
        f'<div class="body"><div class="text" dir="auto"{language(draft.langs)}>{shown}</div>'
        f'{embed(draft, target)}<div class="actions" aria-hidden="true">{actions}</div></div></article>'
    )


def target_of(result: Result, settings: Settings) -> Target:
    """The settings of the result's target; those of its platform, where no target is called so any more."""
    try:
        return find_target(result.target, settings)
    except SettingsError:
        return find_target(result.platform.name if result.platform else "outbox", settings)


def author(target: Target, settings: Settings) -> tuple[str, str]:
    """The name and the handle as far as the settings know them; the account itself may have others."""
    place = host(settings.site) if settings.site else "your.blog"
    name = settings.site_name or place
    if target.handle:
        return name, target.handle.removeprefix("@")
    return name, place if target.platform.look.handle_is_domain else place.split(".")[0]


def initials(name: str) -> str:
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    words = [word for word in words if word.casefold() not in {"the", "a", "an"}] or words
    return "".join(word[0] for word in words[:2]).upper() or "·"


def one(words: str, facet: Facet | None) -> str:
    if facet is None:
        return text(words)
    if facet.kind == "link":
        return link(text(words), facet.value)
    return f'<span class="tag">{text(words)}</span>'


def embed(draft: Draft, target: Target) -> str:
    if draft.card is not None:
        return card(draft.card, draft.image)
    if draft.image is not None:
        return picture(draft.image, target.platform.look)
    if draft.link is not None and target.platform.look.link_note:
        return f'<p class="later">{text(target.platform.look.link_note)}</p>'
    return ""


def card(of: Card, thumb: Image | None) -> str:
    image = f'<img src="{source(thumb)}" alt="{text(thumb.alt)}">' if thumb else ""
    about = f'<p class="about">{text(of.description)}</p>' if of.description else ""
    return (
        f'<div class="card">{image}<div class="what"><p class="title" dir="auto">{text(of.title)}</p>{about}'
        f'<p class="from">{sign("globe")}{link(text(host(of.uri)), of.uri)}</p></div></div>'
    )


def picture(image: Image, look: Look) -> str:
    alt = (
        f'<details class="alt"><summary aria-label="Alt text">ALT</summary><p dir="auto">{text(image.alt)}</p></details>'
        if image.alt
        else '<p class="alt none">no alt text</p>'
    )
    return (
        f'<figure class="picture {crop(image, look)}">'
        f'<img src="{source(image)}" alt="{text(image.alt)}" width="{image.width}" height="{image.height}">{alt}</figure>'
    )


def crop(image: Image, look: Look) -> str:
    """How the platform cuts a picture of this shape, as the name of a style."""
    ratio = image.width / max(image.height, 1)
    return next((one.style for one in look.crops if ratio < one.below), "whole")


def source(image: Image) -> str:
    from base64 import b64encode

    kind = (
        image.media_type if image.media_type in {"image/jpeg", "image/png", "image/gif", "image/webp"} else "image/jpeg"
    )
    return f"data:{kind};base64,{b64encode(image.content).decode()}"

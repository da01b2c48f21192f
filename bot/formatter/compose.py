"""The one way from a digest to a draft, for every target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.content.overrides import override_for
from bot.errors import DigestError
from bot.formatter.facets import meant, taken
from bot.formatter.fit import fit
from bot.formatter.layout import post
from bot.formatter.warnings import cost, surprises
from bot.model import Card, Draft, Mode, Override
from bot.text import condense, links, repair
from bot.text.measure import length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.model import Digest, Image
    from bot.settings.model import Target

MOST_LANGS = 3
"""Lexicon app.bsky.feed.post."""
UTM = frozenset({"source", "medium", "campaign", "term", "content", "id"})


def compose(digest: Digest, target: Target, image: Image | None) -> Draft:
    """The post for one target: pure, and the same for the same arguments.

    ``image`` is fitted already; it is attached, or the card's thumb, or dropped, as the target's mode wants.
    Raises DigestError for a text of the writer's own, or an address, that is too long; SettingsError for a template that is.
    """
    limits = target.limits
    own = override_for(digest, target)
    story = repair.story(digest)
    link = address(digest, target)
    fitted, notes = fit(post(digest, target, own, story, link), target, digest)
    runs = fitted.runs()
    text = "".join(run.text for run in runs)
    card = Card(link, story.title, story.description) if target.mode is Mode.CARD else None
    shown, alt_notes = pictured(image, target, own)
    if not text and card is None and shown is None:
        raise DigestError(f"{digest.path}: there is nothing in it that a post on {target.name} could say")
    said = {run.value.casefold() for run in runs if run.kind == "tag"}
    linked = card is not None or link in text or any(run.value == link for run in runs)
    return Draft(
        text=text,
        length=length(text, limits.measure),
        limit=limits.length,
        facets=taken(text) if limits.links_itself else meant(runs, mentions=target.mentions),
        link=link if linked else None,
        card=card,
        image=shown,
        langs=languages(digest, target),
        tags=tuple(tag for tag in fitted.every_tag if tag.casefold() not in said)[: limits.extra_tags],
        cost_usd=cost(text, shown, target),
        warnings=(*story.notes, *notes, *alt_notes, *surprises(text, link, target, pictured=shown is not None)),
    )


def address(digest: Digest, target: Target) -> str:
    """The digest's page with the target's parameters, written so that the platform links the whole of it."""
    link = links.with_query(links.percent_encode(digest.url), dict(campaign(target.utm)))
    return links.linkable(link) if target.limits.links_itself else link


def campaign(utm: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The parameters as they stand in an address; "source" is short for "utm_source"."""
    return ((f"utm_{name}" if name in UTM else name, value) for name, value in utm.items())


def languages(digest: Digest, target: Target) -> tuple[str, ...]:
    langs = target.langs or ((digest.lang,) if digest.lang else ())
    return tuple(dict.fromkeys(lang.replace("_", "-") for lang in langs))[:MOST_LANGS]


def pictured(image: Image | None, target: Target, own: Override) -> tuple[Image | None, tuple[str, ...]]:
    """The picture that the mode has a place for, its alt text within the limit."""
    if image is None or not (target.mode.attaches_image or target.mode is Mode.CARD):
        return None, ()
    most = target.limits.alt_length
    said = repair.clean(own.alt or image.alt)
    alt = condense.cut(said, lambda piece: characters(piece) <= most, most)
    notes = (f"the picture's alt text was cut from {characters(said)} to {most} characters",) if alt != said else ()
    return replace(image, alt=alt), notes


def characters(text: str) -> int:
    """In UTF-16 code units, as the platforms' own programs count characters."""
    return len(text.encode("utf-16-le")) // 2

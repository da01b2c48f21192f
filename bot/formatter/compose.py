"""The one way from a digest to a draft, for every target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.content.overrides import override_for
from bot.content.story import story_of
from bot.errors import DigestError
from bot.formatter.card import card_description
from bot.formatter.document import document_of
from bot.formatter.facets import parse_facets, recognized_facets
from bot.formatter.fit import fit, fits
from bot.formatter.layout import LAYOUT_VIA, post_of, with_tags
from bot.formatter.saying import filled, say, shown_words, with_saying
from bot.formatter.warnings import cost, surprises
from bot.formatter.weak import weaknesses
from bot.model import Card, Document, Draft, Mode
from bot.text import condense, links, repair
from bot.text.measure import length
from bot.text.parsers import PARSERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.content.story import Story
    from bot.formatter.layout import Post
    from bot.model import Digest, Image, Limits, Override
    from bot.settings.model import Target

MOST_LANGS = 3
"""Lexicon app.bsky.feed.post."""
UTM = frozenset({"source", "medium", "campaign", "term", "content", "id"})


def compose(
    digest: Digest,
    target: Target,
    image: Image | None,
    hook: str | None = None,
    common: frozenset[str] = frozenset(),
) -> Draft:
    """The post for one target: pure, and the same for the same arguments.

    ``image`` is fitted and described already; it is attached, or the card's thumb, or dropped, as the target's mode wants.
    ``hook``: first words that a program of the owner's wrote, checked. ``common``: tags that stand on most of the blog's digests.
    Raises DigestError for a text of the writer's own, or an address, that is too long; SettingsError for a template that is.
    """
    limits = target.limits
    own = override_for(digest, target)
    story = story_of(digest, target.site_name)
    link = address(digest, target)
    offered = post_of(digest, target, own, story, link, common)
    post, described, notes = worded_post(offered, digest, target, own, story, hook)
    text = post.text
    card = Card(link, story.title, described) if target.mode is Mode.CARD else None
    document = document_of(digest, target, card) if target.documents else None
    undocumented = document if isinstance(document, str) else None
    shown, alt_notes = pictured(image, target)
    if not text and card is None and shown is None:
        raise DigestError(
            f"{digest.path}: there is nothing in it that a post on {target.name} could say; give it a title or a description"
        )
    if limits.parser is None:
        facets = parse_facets(post.stretches, mentions=target.mentions)
    else:
        facets = recognized_facets(text, PARSERS[limits.parser])
    said = {facet.value.casefold() for facet in facets if facet.kind == "tag"}
    linked = card is not None or link in text or any(stretch.value == link for stretch in post.stretches)
    return Draft(
        text=text,
        length=length(text, limits.measure),
        limit=limits.length,
        fold=fold_of(text, limits),
        facets=facets,
        link=link if linked else None,
        card=card,
        document=document if isinstance(document, Document) else None,
        undocumented=undocumented,
        image=shown,
        langs=languages(digest, target),
        tags=tuple(tag for tag in post.every_tag if tag.casefold() not in said)[: limits.extra_tags],
        cost_usd=cost(text, shown, target),
        visibility=target.visibility,
        spoiler=target.spoiler,
        sensitive=bool(shown) and target.sensitive,
        made_with_ai=bool(shown) and flag(own.made_with_ai, default=target.made_with_ai),
        paid_partnership=bool(shown) and flag(own.paid_partnership, default=target.paid_partnership),
        warnings=(
            *story.notes,
            *notes,
            *alt_notes,
            *([undocumented] if undocumented else ()),
            *surprises(text, link, target, pictured=shown is not None),
        ),
        weak=weaknesses(post, story, target, card) if own.text is None else (),
    )


def worded_post(
    post: Post, digest: Digest, target: Target, own: Override, story: Story, hook: str | None
) -> tuple[Post, str, tuple[str, ...]]:
    """The post as it fits, the description that is left for its card, and notes for the writer."""
    if post.origin is not None:
        fitted, notes = fit(with_tags(post, target, own, story), target, digest)
        return fitted, story.description, notes
    saying = say(story, target, repair.plain(own.hook) if own.hook else hook)
    post = with_tags(with_saying(post, saying, target), target, own, story)
    fitted, notes = fit(post, target, digest)
    full = filled(fitted, story, saying, target)
    if target.via and story.source:
        named = replace(full, layout=LAYOUT_VIA)
        full = named if fits(named.text, target.limits) else full
    return full, card_description(story, saying.card_description, shown_words(full)), notes


def fold_of(text: str, limits: Limits) -> int | None:
    """Where a feed folds the text: after the last whole word that it shows; None where it shows all."""
    if limits.fold is None or length(text, limits.measure) <= limits.fold:
        return None
    ends = list(condense.word_ends(text))
    count = condense.last(len(ends), lambda index: length(text[: ends[index]], limits.measure) <= (limits.fold or 0))
    return ends[count - 1] if count else 0


def flag(own: bool | None, *, default: bool) -> bool:
    return default if own is None else own


def address(digest: Digest, target: Target) -> str:
    """The digest's page with the target's parameters, written so that the platform links the whole of it."""
    link = links.with_query(links.percent_encode(digest.url), dict(campaign(target.utm)))
    parser = target.limits.parser
    return link if parser is None else links.linkable(link, PARSERS[parser].urls)


def campaign(utm: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The parameters as they stand in an address; "source" is short for "utm_source"."""
    return ((f"utm_{name}" if name in UTM else name, value) for name, value in utm.items())


def languages(digest: Digest, target: Target) -> tuple[str, ...]:
    langs = target.langs or ((digest.lang,) if digest.lang else ())
    return tuple(dict.fromkeys(lang.replace("_", "-") for lang in langs))[:MOST_LANGS]


def pictured(image: Image | None, target: Target) -> tuple[Image | None, tuple[str, ...]]:
    """The picture that the mode has a place for, its alt text within the limit."""
    if image is None or not (target.mode.attaches_image or target.mode is Mode.CARD):
        return None, ()
    most = target.limits.alt_length

    def has_room(piece: str) -> bool:
        return characters(piece) <= most

    alt = condense.cut(image.alt, has_room, most) or condense.chop(image.alt, has_room, most)
    if alt == image.alt:
        return image, ()
    notes = (f"the picture's alt text was cut from {characters(image.alt)} to {most} characters",)
    return replace(image, alt=alt), notes


def characters(text: str) -> int:
    """In UTF-16 code units, as the platforms' own programs count characters."""
    return len(text.encode("utf-16-le")) // 2

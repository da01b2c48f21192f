"""A post gives way until it fits: hashtags one by one, then the description, then other fields, then the title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import DigestError, SettingsError
from bot.text.condense import ELLIPSIS, chop, cut
from bot.text.measure import length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.formatter.layout import Post
    from bot.model import Digest, Limits
    from bot.settings.model import Target

SHORTEST = 20
"""In the platform's measure: a beginning of a description that is shorter says nothing, and goes."""


def fit(post: Post, target: Target, digest: Digest) -> tuple[Post, tuple[str, ...]]:
    """The post as it fits the target, and what its writer should know about how.

    Raises DigestError where the digest's own text or link is too long by itself, SettingsError where a template is.
    """
    limits = target.limits
    whole = with_most_tags(post, limits)
    if whole is not None:
        return whole, ()
    refuse_too_long(post, target, digest)
    tags = post.shown
    # What is cut anyway leaves room for one hashtag.
    post = replace(post, shown=min(1, tags))
    notes: tuple[str, ...] = ()
    for name in sorted(post.words, key=later):
        full = post.words[name]
        bare = with_word(post, name, "")
        if not fits(bare.text, limits):
            bare = replace(bare, shown=0)
        if fits(bare.text, limits):
            kept = shortened(bare, name, full, limits)
            if bare.shown and (not kept or kept.endswith(ELLIPSIS)):
                untagged = replace(bare, shown=0)
                longer = shortened(untagged, name, full, limits)
                if not kept or not longer.endswith(ELLIPSIS):
                    bare, kept = untagged, longer
            post, notes = with_word(bare, name, kept), noted(name, kept, target)
            break
        post = bare
    else:
        notes = noted("title", "", target)
    return with_most_tags(replace(post, shown=tags), limits) or post, notes


def with_most_tags(post: Post, limits: Limits) -> Post | None:
    """The post with as many of its hashtags as there is room for; None where it is too long without any.

    Where one alone has room it is the first that fits.
    """
    return next((one for one in with_fewer_tags(post) if fits(one.text, limits)), None)


def with_fewer_tags(post: Post) -> Iterator[Post]:
    """The post as it is, with one hashtag after the other gone, with each of the others alone, and with none."""
    yield post
    for shown in range(post.shown - 1, 0, -1):
        yield replace(post, shown=shown)
    for tag in post.tags[1 : post.shown]:
        yield replace(post, tags=(tag,), shown=1)
    if post.shown:
        yield replace(post, shown=0)


def later(name: str) -> int:
    """The order of giving way."""
    return {"description": 0, "title": 2}.get(name, 1)


def with_word(post: Post, name: str, text: str) -> Post:
    return replace(post, words={**post.words, name: text})


def fits(text: str, limits: Limits) -> bool:
    if limits.max_bytes is not None and len(text.encode()) > limits.max_bytes:
        return False
    return length(text, limits.measure) <= limits.length


def room(post: Post, limits: Limits) -> int:
    """What is left, in the platform's measure."""
    return limits.length - length(post.text, limits.measure)


def shortened(post: Post, name: str, full: str, limits: Limits) -> str:
    """The most of one slot for which the rest of the post leaves room."""

    def has_room(piece: str) -> bool:
        return fits(with_word(post, name, piece).text, limits)

    if name == "title":
        return cut(full, has_room, limits.length, lang=post.lang, sentences=False) or chop(
            full, has_room, limits.length
        )
    piece = cut(full, has_room, limits.length, lang=post.lang)
    return piece if length(piece, limits.measure) >= SHORTEST else ""


def noted(name: str, kept: str, target: Target) -> tuple[str, ...]:
    to_fit = f"to fit into the {target.limits.length} of {target.name}"
    if name == "title":
        return (f"the title was cut {to_fit}" if kept else f"the title was left out {to_fit}",)
    return () if kept else (f"the {name} was left out {to_fit}",)


def refuse_too_long(post: Post, target: Target, digest: Digest) -> None:
    """Raises if the post is too long even with everything gone that can go."""
    limits = target.limits
    bare = replace(post, words=dict.fromkeys(post.words, ""), shown=0)
    if fits(bare.text, limits):
        return
    alone = replace(bare, fixed=dict.fromkeys(post.fixed, ())).text
    text = bare.text if fits(alone, limits) else alone
    count, size, unit = length(text, limits.measure), limits.length, ""
    if count <= size:
        count, size, unit = len(text.encode()), limits.max_bytes or 0, " bytes"
    over = f"{count} of {size}{unit}"
    if post.origin is None:
        raise DigestError(
            f"{digest.path}: its address alone takes {over} on {target.name}: {digest.url[:100]}; shorten its slug or the"
            " target's utm, or set its mode to one without a link"
        )
    if post.origin.of_digest:
        raise DigestError(f"{post.origin.where} takes {over} on {target.name}; shorten it by {count - size}")
    words = "its own words take" if text is alone else "its own words and the addresses in it take"
    raise SettingsError(f"{post.origin.where}: {words} {over} on {target.name}, and are never cut; shorten it")

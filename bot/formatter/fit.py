"""A post gives way until it fits: hashtags one by one, then the description, then other fields, then the title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import DigestError, SettingsError
from bot.text.condense import chop, cut
from bot.text.measure import length

if TYPE_CHECKING:
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
    refuse_too_long(post, target, digest)
    for shown in range(post.shown, -1, -1):
        post = replace(post, shown=shown)
        if fits(post.text(), limits):
            return post, ()
    for name in sorted(post.words, key=later):
        full = post.words[name]
        post = with_word(post, name, "")
        if fits(post.text(), limits):
            kept = shortened(post, name, full, limits)
            return with_word(post, name, kept), noted(name, kept, target)
    return post, noted("title", "", target)


def later(name: str) -> int:
    """The order of giving way."""
    return {"description": 0, "title": 2}.get(name, 1)


def with_word(post: Post, name: str, text: str) -> Post:
    return replace(post, words={**post.words, name: text})


def fits(text: str, limits: Limits) -> bool:
    if limits.max_bytes is not None and len(text.encode()) > limits.max_bytes:
        return False
    return length(text, limits.measure) <= limits.length


def shortened(post: Post, name: str, full: str, limits: Limits) -> str:
    """The most of one slot for which the rest of the post leaves room."""

    def has_room(piece: str) -> bool:
        return fits(with_word(post, name, piece).text(), limits)

    if name == "title":
        return cut(full, has_room, limits.length, sentences=False) or chop(full, has_room, limits.length)
    piece = cut(full, has_room, limits.length)
    return piece if length(piece, limits.measure) >= SHORTEST else ""


def noted(name: str, kept: str, target: Target) -> tuple[str, ...]:
    room = f"to fit into the {target.limits.length} of {target.name}"
    if name == "title":
        return (f"the title was cut {room}" if kept else f"the title was left out {room}",)
    return () if kept else (f"the {name} was left out {room}",)


def refuse_too_long(post: Post, target: Target, digest: Digest) -> None:
    """Raises if the post is too long even with everything gone that can go."""
    limits = target.limits
    bare = replace(post, words=dict.fromkeys(post.words, ""), shown=0)
    if fits(bare.text(), limits):
        return
    alone = replace(bare, fixed=dict.fromkeys(post.fixed, ())).text()
    text = bare.text() if fits(alone, limits) else alone
    count, size, unit = length(text, limits.measure), limits.length, ""
    if count <= size:
        count, size, unit = len(text.encode()), limits.max_bytes or 0, " bytes"
    over = f"{count} of {size}{unit}"
    if post.origin is None:
        raise DigestError(f"{digest.path}: its address alone takes {over} on {target.name}: {digest.url[:100]}")
    if post.origin.of_digest:
        raise DigestError(f"{post.origin.where} takes {over} on {target.name}; shorten it by {count - size}")
    words = "its own words take" if text is alone else "its own words and the addresses in it take"
    raise SettingsError(f"{post.origin.where}: {words} {over} on {target.name}, and are never cut; shorten it")

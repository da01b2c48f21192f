"""What in a post's text is more than words, in UTF-8 bytes."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from bot.formatter.template import OWN
from bot.model import Facet
from bot.text import links
from bot.text.accidents import deliberate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.formatter.template import Run

HANDLE = re.compile(
    r"(?<![\w@./-])@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?![\w-])"
)
"""A handle is a domain (atproto.com, "Handle")."""
ADDRESS = re.compile(r"https?://[^\s<>\"“”«»…]+", re.IGNORECASE)
CLOSING = ".,;:!?'’]}"
"""Ends the sentence around an address, not the address."""


def taken(text: str) -> tuple[Facet, ...]:
    """What a platform makes of the text that reads it by itself."""
    found = chain(
        (Facet(one.start, one.end, "link", address(one.value)) for one in links.urls(text)),
        (Facet(one.start, one.end, "tag", one.value) for one in links.hashtags(text)),
        (Facet(one.start, one.end, "mention", one.value) for one in links.mentions(text)),
    )
    return tuple(in_bytes(text, apart(found)))


def address(url: str) -> str:
    """A bare domain with the scheme that a platform gives it."""
    return url if deliberate(url) else f"http://{url}"


def meant(runs: Sequence[Run], *, mentions: bool) -> tuple[Facet, ...]:
    """What the post itself marks, for a platform that only shows what it is told.

    ``mentions``: handles in the digest's words mention too; those in a template or a text of the writer's own always do.
    """
    found: list[Facet] = []
    at = 0
    for run in runs:
        if run.kind in {"link", "tag", "mention"}:
            found.append(Facet(at, at + len(run.text), str(run.kind), run.value))
        else:
            found += (
                Facet(at + one.start, at + one.end, one.kind, one.value)
                for one in apart(within(run.text, own=run.kind == OWN, mentions=mentions))
            )
        at += len(run.text)
    return tuple(in_bytes("".join(run.text for run in runs), found))


def within(text: str, *, own: bool, mentions: bool) -> Iterator[Facet]:
    """What somebody meant in plain words: addresses with a scheme; in the writer's own also hashtags and handles."""
    for url in ADDRESS.finditer(text):
        end = url.start() + len(url[0].rstrip(CLOSING if "(" in url[0] else CLOSING + ")"))
        yield Facet(url.start(), end, "link", text[url.start() : end])
    if own:
        for tag in links.hashtags(text):
            yield Facet(tag.start, tag.end, "tag", tag.value)
    if own or mentions:
        for handle in HANDLE.finditer(text):
            yield Facet(handle.start(), handle.end(), "mention", handle[1])


def apart(facets: Iterable[Facet]) -> Iterator[Facet]:
    """In the order of the text, without those that begin inside another."""
    end = 0
    for facet in sorted(facets, key=lambda one: (one.start, -one.end)):
        if facet.start >= end:
            yield facet
            end = facet.end


def in_bytes(text: str, facets: Iterable[Facet]) -> Iterator[Facet]:
    """The facets with byte offsets for character offsets; they stand in order."""
    seen = offset = 0
    for facet in facets:
        start = offset + len(text[seen : facet.start].encode())
        end = start + len(text[facet.start : facet.end].encode())
        yield Facet(start, end, facet.kind, facet.value)
        seen, offset = facet.end, end

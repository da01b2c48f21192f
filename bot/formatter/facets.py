"""What in a post's text is more than words, in UTF-8 bytes."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from bot.formatter.template import OWN
from bot.model import Facet, Parser
from bot.text import links
from bot.text.accidents import ORDINAL, deliberate
from bot.text.parsers import PARSERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.formatter.template import Stretch
    from bot.text.parsers import Finders

HANDLE = re.compile(
    r"(?<![\w@./-])@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?![\w-])"
)
"""A handle is a domain (atproto.com, "Handle")."""
ADDRESS = re.compile(
    r"https?://[^\s<>\"“”«»…\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+",
    re.IGNORECASE,
)
"""Ideographs, kana, Hangul and their marks follow an address without a space."""
CLOSING = ".,;:!?'’]}"
"""Ends the sentence around an address, not the address."""


def recognized_facets(text: str, finders: Finders = PARSERS[Parser.X]) -> tuple[Facet, ...]:
    """What a platform makes of the text that reads it by itself."""
    found = chain(
        (Facet(one.start, one.end, "link", address(one.value)) for one in finders.urls(text)),
        (Facet(one.start, one.end, "tag", one.value) for one in finders.hashtags(text)),
        (Facet(one.start, one.end, "mention", one.value) for one in finders.mentions(text)),
    )
    return tuple(in_bytes(text, without_overlap(found)))


def address(url: str) -> str:
    """A bare domain with the scheme that a platform gives it."""
    return url if deliberate(url) else f"http://{url}"


def parse_facets(stretches: Sequence[Stretch], *, mentions: bool) -> tuple[Facet, ...]:
    """What the post itself marks, for a platform that only shows what it is told.

    ``mentions``: handles in the digest's words mention too; those in a template or a text of the writer's own always do.
    """
    found: list[Facet] = []
    at = 0
    for stretch in stretches:
        if stretch.kind in {"link", "tag", "mention"}:
            found.append(Facet(at, at + len(stretch.text), str(stretch.kind), stretch.value))
        else:
            found += (
                Facet(at + one.start, at + one.end, one.kind, one.value)
                for one in without_overlap(plain_facets(stretch.text, own=stretch.kind == OWN, mentions=mentions))
            )
        at += len(stretch.text)
    return tuple(in_bytes("".join(stretch.text for stretch in stretches), found))


def plain_facets(text: str, *, own: bool, mentions: bool) -> Iterator[Facet]:
    """What somebody meant in plain words: addresses with a scheme, and hashtags; in the writer's own also handles."""
    for url in ADDRESS.finditer(text):
        whole = without_closing(url[0])
        yield Facet(url.start(), url.start() + len(whole), "link", whole)
    for tag in links.hashtags(text) if "#" in text or "＃" in text else ():
        if own or not ORDINAL.fullmatch(tag.value):
            yield Facet(tag.start, tag.end, "tag", tag.value)
    if own or mentions:
        for handle in HANDLE.finditer(text):
            yield Facet(handle.start(), handle.end(), "mention", handle[1])


def without_closing(address: str) -> str:
    """Without what closes the sentence, or the brackets, that the address stands in."""
    address = address.rstrip(CLOSING)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(CLOSING)
    return address


def without_overlap(facets: Iterable[Facet]) -> Iterator[Facet]:
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

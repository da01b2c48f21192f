"""A draft's text cut into stretches of words, links, hashtags and mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Draft, Facet


class Segment(NamedTuple):
    """One stretch; all of them, joined, are the text."""

    text: str
    facet: Facet | None


def split_text(draft: Draft) -> Iterator[Segment]:
    """The whole text in order; a facet that overlaps another, or splits a character, is words like any other."""
    # Half a surrogate pair cannot be sent, but it can be shown that it would be.
    content = draft.text.encode("utf-8", "surrogatepass")
    at = 0
    for facet in sorted(draft.facets, key=lambda facet: (facet.start, facet.end)):
        if not at <= facet.start < facet.end <= len(content):
            continue
        try:
            before = content[at : facet.start].decode("utf-8", "surrogatepass")
            inside = content[facet.start : facet.end].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            continue
        if before:
            yield Segment(before, None)
        yield Segment(inside, facet)
        at = facet.end
    rest = content[at:].decode("utf-8", "surrogatepass")
    if rest:
        yield Segment(rest, None)

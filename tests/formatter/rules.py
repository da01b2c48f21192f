"""What must hold for every post, whatever the digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text import links
from bot.text.measure import length

if TYPE_CHECKING:
    from bot.model import Digest, Draft
    from bot.settings.model import Target

BROKEN = re.compile(r"……|…\.|\.…|[(\[{“‘«]…|\n{3}|^\n|\n$|[,;:–—] ?…")

CLOSED = re.compile(r"…[”’»)\]'\"」』）]*$")
"""An ellipsis, and what it closes."""


def check(draft: Draft, target: Target) -> None:
    """Raises AssertionError with the rule that the draft breaks."""
    limits = target.limits
    assert draft.length == length(draft.text, limits.measure) <= draft.limit == limits.length, "it fits"
    assert limits.max_bytes is None or len(draft.text.encode()) <= limits.max_bytes, "it fits in bytes"
    assert not draft.text or draft.text == draft.text.strip("\n"), "no empty line at either end"
    assert "\n\n\n" not in draft.text, "no two empty lines"
    sent, end = draft.text.encode(), 0
    for facet in draft.facets:
        assert end <= facet.start < facet.end <= len(sent), "facets stand apart, in order"
        words, end = sent[facet.start : facet.end].decode(), facet.end
        if facet.kind == "tag":
            assert words.lstrip("#＃") == facet.value, "a tag's facet covers the tag"
        if facet.kind == "mention":
            assert words.lstrip("@＠") == facet.value, "a mention's facet covers the handle"
    shown = {one.value.casefold() for one in draft.facets if one.kind == "tag"}
    carried = [one.casefold() for one in draft.tags]
    assert len(set(carried)) == len(carried), "each tag once"
    assert not shown & set(carried), "no tag both in the text and outside"
    if target.mode.link_in_text:
        assert draft.link is not None
        linked = [one for one in draft.facets if one.value == draft.link]
        assert len(linked) == 1, "the link is whole and a link"
        if limits.links_itself:
            assert draft.link in draft.text
    if limits.prices:
        assert draft.cost_usd is not None
        with_link = draft.cost_usd >= limits.prices.post_with_link
        assert with_link == bool(links.urls(draft.text)), "the price is that of what is posted"


def check_words(draft: Draft, digest: Digest) -> None:
    """The rules of good cutting, for a digest that needs no repair."""
    text = draft.text.replace("\u200b", "")
    assert not BROKEN.search(text), f"nothing dangles: {text!r}"
    title, _, rest = text.partition("\n\n")
    assert digest.title.startswith(CLOSED.sub("", title))
    said = rest.split("\n\n")[0]
    if digest.description and said and said[0] not in "#h" and not said.startswith("http"):
        whole = CLOSED.sub("", said)
        assert digest.description.startswith(whole), "the description's own words"
        after = digest.description[len(whole) :]
        assert not after or not (after[0].isalnum() and whole[-1].isalnum()), f"no half word: {said!r}"
        if after and "…" in said:
            assert not re.match(r".*[.!?]…", said), "a sentence's end needs no ellipsis"

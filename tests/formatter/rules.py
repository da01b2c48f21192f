"""What must hold for every post, whatever the digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.content.story import story_of
from bot.text import links
from bot.text.languages import language
from bot.text.measure import length
from bot.text.repair import plain
from bot.text.sentences import sentences
from bot.text.words import same_letters

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
    """Every sentence that the bot shows stands in the digest, and none is broken off in the midst of a word."""
    text = draft.text.replace("\u200b", "")
    assert not BROKEN.search(text), f"nothing dangles: {text!r}"
    sources = [
        plain(one)
        for one in (digest.title, digest.description, digest.lede, *digest.paragraphs, *digest.sections)
        if one
    ]
    lang = story_of(digest).lang
    letters = "\n".join(map(same_letters, sources))
    for part in text.split("\n\n"):
        if part.startswith(("#", "http")) or "…/" in part:
            continue
        for sentence in sentences(CLOSED.sub("", part), lang):
            assert same_letters(sentence) in letters, f"the digest's own words: {sentence!r}"
        if part.rstrip("”’»)]'\"").endswith("…"):
            last = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", part)[-1]
            assert any(re.search(rf"(?<![^\W_]){re.escape(last)}(?![^\W_])", one) for one in sources), "no half word"
            assert last.casefold() not in language(lang).stop, "no little word at the end"

"""What holds for every digest that anybody could write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DigestError
from bot.formatter import compose
from bot.model import Mode
from tests.formatter.cases import PICTURE, digest, target
from tests.formatter.rules import check
from tests.thorough import times

if TYPE_CHECKING:
    from bot.model import Digest, Draft
    from bot.settings.model import Target

PIECES = [
    "word", "a", "I", "The", "U.S.", "e.g.", "3.5", "Yes!", "Why?", "Done.", "(so", "far)", "“quoted", "end”", "it's", "—", "-", ",", "…", "...",
    "@jack", "@a.bsky.social", "#tag", "#1", "#1st", "C#", "$AMD", "$NVDA", "$5", "README.md", "Node.js", "example.com", "https://example.com/a_(b)?c=d#e",
    "http://localhost:1/", "me@example.com", "t.co/x", "*em*", "`code`", "[x](y)", "&amp;", "<b>", "[3]", "漢字", "ひらがな", "カタカナ", "。", "、", "「", "」",
    "ภาษาไทย", "한국어", "العربية", "हिन्दी", "👨‍👩‍👧‍👦", "🏳️‍🌈", "1️⃣", "e\u0301\u0302", "\u200b", "\u200d", "\u202e", "\ufeff", "\x00", "\ud800", "\n", "\t",
    "x" * 90, "漢" * 90, "#" + "y" * 80, "a" + "\u0301" * 200, "{title}", "{", "}", "\\", "_", "**", "~~", "co.uk", ".", "/", "@", "#", "＃全角", "＠abc",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=60).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)
DIGESTS = st.builds(
    lambda title, description, lede, paragraphs, tags, path: digest(
        title=title or "T",
        description=description,
        lede=lede,
        paragraphs=tuple(paragraphs),
        words="\n".join(paragraphs)[:4000],
        source=lede and lede[:30],
        tags=tuple(tags),
        url=f"https://blog.example.com/posts/{path}",
    ),
    TEXTS,
    st.none() | TEXTS,
    st.none() | TEXTS,
    st.lists(TEXTS, max_size=3),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=9),
    st.text("abcäöü漢-._~()'!*,;: %/", max_size=60),
)
TARGETS = [
    target("bluesky"), target("bluesky", mode="link"), target("bluesky", inline_hashtags=True, mentions=True, mode="image"), target("outbox"),
    target("x"), target("x", mode="picture"), target("x", mode="link", inline_hashtags=True, mentions=True), target("x", mode="text", hashtags=9),
    target("x", length=4000, via=True), target("bluesky", text="both", via=True), target("bluesky", text="description"), target("x", text="opening"),
    target("mastodon"), target("mastodon", mode="text", spoiler="A warning"), target("mastodon", mode="link", mentions=True, hashtags=9),
    target("x", template="New! {title} #Blog\n{description} – {link} {hashtags}"), target("bluesky", template="“{title}” {fields.no}\n\n{hashtags} {link}"),
]  # fmt: skip


def composed(of: Digest, to: Target) -> Draft | None:
    try:
        return compose(of, to, PICTURE)
    except DigestError:
        return None


@settings(max_examples=times(100, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DIGESTS, st.sampled_from(TARGETS))
def test_a_post_fits_and_its_link_is_whole_and_every_facet_is_what_it_says(of: Digest, to: Target) -> None:
    draft = composed(of, to)
    assert draft == composed(of, to), "the same digest makes the same post"
    if draft is None:
        assert to.mode is Mode.TEXT, "only a post that is nothing but words can be without any"
    else:
        check(draft, to)


@settings(max_examples=times(15, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DIGESTS, st.sampled_from(TARGETS[:8]))
def test_at_every_limit_the_post_fits(of: Digest, to: Target) -> None:
    for size in (*range(320, 60, -13), *range(60, 24, -4)):
        smaller = replace(to, limits=replace(to.limits, length=size))
        draft = composed(of, smaller)
        if draft is not None:
            check(draft, smaller)


@settings(max_examples=times(70, 200), deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([target("x", mode="text"), target("mastodon", mode="text")]))
def test_nothing_in_a_digests_words_mentions_anybody_or_links_anywhere_by_accident(
    title: str, description: str, to: Target
) -> None:
    draft = compose(digest(title=f"T {title}", description=description), to, None)
    assert not [one for one in draft.facets if one.kind == "mention"]
    sent = draft.text.encode()
    linked = [sent[one.start : one.end].decode() for one in draft.facets if one.kind == "link"]
    assert all(words.lower().startswith(("http://", "https://")) for words in linked)


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_post_of_one_hostile_piece_a_hundred_times_holds_to_the_rules(piece: str) -> None:
    for text in (" ".join([piece] * 100), piece * 100):
        for to in TARGETS:
            check(compose(digest(title=f"T {text}", description=f"Why: {text}", tags=(piece,)), to, PICTURE), to)

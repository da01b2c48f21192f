"""What GitHub shows: a summary that nothing breaks out of, and a comment that is found again."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Failed
from bot.preview.summary import (
    COMMENT_BYTES,
    MARKER,
    write_comment,
    write_summary,
)
from tests.preview import samples
from tests.preview.rendering import rendered


def test_every_digest_and_target_is_there_with_text_length_link_picture_and_warnings(settings):
    text = write_summary(samples.both(), settings)
    words = rendered(text).words
    assert "The Daily Digest: 2 posts would be sent · $0.205" in words
    for fact in (
        samples.TITLE,
        samples.PATH,
        samples.bluesky_draft().text,
        samples.x_draft().text,
        "190 of 300 characters",
        "201 of 280 weighted characters",
        "Picture: 1200×630 JPEG",
        "alt text: A glass globe on a desk, lit from within",
        "Cost: $0.205",
        "the hero could not be fetched: 404; a card was drawn",
        "the description was cut in mid-word",
    ):
        assert fact in words
    assert samples.LINK in rendered(text).hrefs


def test_a_whole_summary_of_hostile_digests_holds_only_our_own_markup(settings):
    elements = rendered(write_summary(samples.hostile(), settings))
    assert set(elements.tags) <= {"h2", "h3", "p", "strong", "code", "pre", "ul", "li", "br", "a"}
    assert elements.hrefs == []


def test_only_a_plain_address_of_the_web_is_a_link(settings):
    for link in ("javascript:alert(1)", "https://a.example/) [x](y", "https://a.example/<b>", "https://a.example/`x`"):
        result = samples.result("x", draft=replace(samples.x_draft(), link=link))
        assert rendered(write_summary([result], settings)).hrefs == []


def test_a_summary_that_is_too_long_is_cut_after_a_whole_digest_and_says_so(settings):
    many = [replace(samples.result("x"), key=f"k{number}") for number in range(3000)]
    text = write_summary(many, settings)
    assert len(text.encode()) <= 1024 * 1024
    shown = text.count("### ")
    assert 100 < shown < 3000
    assert f"{3000 - shown} more digests are not shown" in text
    assert text.count("```") == 2 * shown


def test_a_comment_is_found_again_by_its_first_line_and_fits(settings):
    many = [replace(samples.result("x"), key=f"k{number}", title=MARKER) for number in range(300)]
    text = write_comment(many, settings)
    assert text.startswith(f"{MARKER}\n")
    assert text.count(MARKER) == 1
    assert len(text) <= len(text.encode()) <= COMMENT_BYTES + 100 < 65_536


def test_nothing_to_post_is_said(settings):
    assert "0 posts would be sent" in write_summary([], settings)


def test_where_nothing_went_out_nothing_is_said_to_be_on_its_way(settings):
    """A post that failed would not be sent: its run is over."""
    failed = replace(samples.result("x"), outcome=Failed("x: 402"), draft=None)
    assert "no post · 1 failed" in rendered(write_summary([failed], settings)).words

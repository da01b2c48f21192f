"""A draft that pins its document is shown as the publication card that it will be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.model import Document, WouldPost
from bot.preview.json import results_json
from bot.preview.page import render_results
from bot.preview.plain import format_results
from tests.preview import samples
from tests.preview.test_terminal import shown

URI = "at://did:plc:abc/site.standard.document/3kdizbclu4rt2"
DOCUMENT = Document(
    path="/posts/yann-lecun",
    title=samples.TITLE,
    description=samples.LEDE,
    text="word " * 450,
    published_at=datetime(2025, 11, 28, 8, tzinfo=UTC),
    blog="The Daily <Digest>",
    uri=URI,
)


def documented(**changes):
    draft = replace(samples.bluesky_draft(), document=replace(DOCUMENT, **changes))
    return samples.result("bluesky", WouldPost(), draft)


def test_a_terminal_shows_date_time_to_read_and_the_blog_s_name(settings):
    text = shown([documented()], settings, width=80)
    for fact in ("28 Nov 2025 · 3 min read", "■ The Daily <Digest>", "doc   at://did:plc:abc/"):
        assert fact in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_pipe_says_the_same():
    text = format_results([documented()])
    assert "    shown as  The Daily <Digest> · 28 Nov 2025 · 3 min read\n" in text
    assert f"    document  {URI}\n" in text


def test_the_page_shows_the_card(settings):
    page = render_results([documented()], settings)
    assert '<p class="reading">28 Nov 2025 · 3 min read</p>' in page
    assert "The Daily &lt;Digest&gt;" in page
    assert ">D</span>" in page
    assert URI in page


def test_what_is_not_known_is_left_out(settings):
    """No date, no words: no line for them."""
    result = documented(published_at=None, text="")
    assert 'class="reading"' not in render_results([result], settings)
    assert "shown as  The Daily <Digest>\n" in format_results([result])


def test_the_json_has_its_address():
    (result,) = results_json([documented()])["results"]
    assert result["draft"]["document"] == {"uri": URI, "path": "/posts/yann-lecun"}


def test_a_plain_card_is_as_it_was(settings):
    """Nothing of documents where there is none."""
    plain = samples.result("bluesky")
    assert "shown as" not in format_results([plain])
    assert 'class="reading"' not in render_results([plain], settings)
    assert "■" not in shown([plain], settings)

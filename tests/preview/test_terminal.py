"""What a terminal shows: panels, colours where it has them, and never a command to itself."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.model import Image
from bot.preview.terminal import show_results
from bot.preview.thumb import UPPER_HALF, size, thumb
from tests.preview import samples

OURS = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b\x07]*\x1b\\\\")
"""The only commands that we send: colours, and links."""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(results, settings, *, width=80, colours=None, **more):
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colours is not None, color_system=colours, highlight=False, **more
    )
    show_results(results, settings, console)
    return out.getvalue()


def test_a_panel_has_the_same_facts_as_the_page(settings):
    text = shown([samples.result("x", warnings=("no hero",))], settings)
    for fact in (
        "X would post",
        "The Daily Digest @blog",
        "201 of 280 weighted characters",
        "image 1200×630 JPEG",
        "alt   A glass globe",
        f"link  {samples.LINK}",
        "lang  en",
        "cost  $0.205",
        "▲ no hero",
        samples.PATH,
    ):
        assert fact in text


def test_every_word_of_the_post_is_there(settings):
    text = shown([samples.result("bluesky")], settings, width=300)
    rows = [row.strip(" │") for row in text.splitlines()]
    joined = " ".join(rows)
    for word in samples.bluesky_draft().text.split():
        assert word in joined


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 200])
def test_no_row_is_wider_than_the_terminal(settings, width):
    for results in (samples.both(), samples.every_outcome(), samples.hostile()[:10]):
        rows = shown(results, settings, width=width).splitlines()
        assert max(map(cell_len, rows)) <= width


@pytest.mark.parametrize("colours", [None, "standard", "256", "truecolor"])
def test_a_digest_cannot_steer_the_terminal(settings, colours):
    text = shown(samples.hostile(), settings, colours=colours)
    text.encode("utf-8")
    assert not STEERING.search(OURS.sub("", text))
    assert "document.title" not in "".join(re.findall("\x1b\\]8;[^\x1b\x07]*", text))


def test_rich_takes_nothing_that_a_digest_says_for_markup(settings):
    text = shown([samples.result("x", title="[red]no[/red] :smile:", warnings=("[/]", "[link=x]y[/link]"))], settings)
    for said in ("[red]no[/red] :smile:", "[/]", "[link=x]y[/link]"):
        assert said in text


def test_links_and_hashtags_are_coloured_and_links_can_be_clicked(settings):
    text = shown([samples.result("x")], settings, colours="truecolor")
    assert f";{samples.LINK}\x1b\\" in text
    assert re.search("\x1b\\[34m#AI\x1b\\[0m", text)


def test_the_picture_is_shown_where_there_are_colours_and_nowhere_else(settings, monkeypatch):
    assert UPPER_HALF in shown([samples.result("x")], settings, colours="truecolor")
    assert UPPER_HALF not in shown([samples.result("x")], settings)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = shown([samples.result("x")], settings, colours="truecolor")
    assert UPPER_HALF not in plain
    assert not re.search("\x1b\\[[0-9;]*3[0-9]m", plain)


def test_a_thumbnail_keeps_its_shape():
    assert size(samples.picture(1200, 630), 40) == (40, 10)
    columns, rows = size(samples.picture(600, 1800), 40)
    assert rows <= 16
    assert columns / (2 * rows) == pytest.approx(1 / 3, abs=0.05)
    drawn = thumb(samples.picture(1200, 630), 40)
    assert [len(row) for row in drawn.plain.splitlines()] == [40] * 10


def test_the_rows_of_a_thumbnail_are_the_picture_from_above_to_below():
    drawn = thumb(samples.picture(1200, 630), 40)
    first, last = drawn.spans[0].style, drawn.spans[-1].style
    assert first.color.triplet.blue > 80
    assert last.bgcolor.triplet.red < 40


def test_bytes_that_are_no_picture_cost_only_the_thumbnail(settings):
    broken = Image(b"\xff\xd8not a picture", "image/jpeg", 1200, 630, "alt")
    assert thumb(broken, 40) is None
    result = samples.result("x", draft=replace(samples.x_draft(), image=broken))
    assert "image 1200×630 JPEG, 15 bytes" in OURS.sub("", shown([result], settings, colours="truecolor"))


def test_a_terminal_that_knows_no_unicode_gets_what_it_can_show(settings):
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding="ascii", write_through=True), width=80)
    show_results([samples.result("x", title="Été 日本")], settings, console)
    assert b"201 of 280 weighted characters" in raw.getvalue()


def test_a_text_that_is_too_long_is_seen_without_colours(settings):
    long = replace(samples.x_draft(), length=290)
    assert "290 of 280" in shown([samples.result("x", draft=long)], settings)

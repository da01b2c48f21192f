"""What a terminal shows: panels, colours where it has them, and never a command to itself."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.preview.terminal import show_results
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
        "The Daily Digest your account",
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


def test_a_terminal_that_shall_have_no_colours_has_none(settings, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown([samples.result("x")], settings, colours="truecolor")
    assert not re.search("\x1b\\[[0-9;]*3[0-9]m", text)


def test_a_terminal_that_knows_no_unicode_gets_what_it_can_show(settings):
    raw = io.BytesIO()
    console = Console(file=io.TextIOWrapper(raw, encoding="ascii", write_through=True), width=80)
    show_results([samples.result("x", title="Été 日本")], settings, console)
    assert b"201 of 280 weighted characters" in raw.getvalue()


def test_a_text_that_is_too_long_is_seen_without_colours(settings):
    long = replace(samples.x_draft(), length=290)
    assert "290 of 280" in shown([samples.result("x", draft=long)], settings)

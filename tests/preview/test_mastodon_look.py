"""A post on Mastodon as it looks there: its short link, its content warning, to whom it is shown."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.preview.page import render_results
from bot.preview.terminal import show_results
from tests.preview import samples
from tests.reading import PLATFORMS


def mastodon_result(**more):
    draft = replace(samples.x_draft(), limit=500, cost_usd=None, **more)
    made = replace(samples.result("x", draft=draft), target="mastodon", platform=PLATFORMS["mastodon"])
    return replace(made, payload={"body": {"status": draft.text}})


def shown(result, settings) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False, record=True, legacy_windows=False)
    show_results([result], settings, console)
    return console.export_text()


def test_a_link_is_cut_for_the_eye_and_leads_to_all_of_it(settings):
    """What is sent is the whole of it, and stands among the facts."""
    html = render_results([mastodon_result()], settings)
    link = samples.LINK
    bare = link.removeprefix("https://")
    assert len(bare) > 30
    seen = f'<span class="rest">https://</span>{bare[:30]}<span class="rest cut">{bare[30:]}</span>'
    assert f'<a href="{link}" rel="noopener noreferrer nofollow">{seen}</a>' in html
    text = shown(mastodon_result(), settings)
    assert f"{bare[:30]}…" in text
    assert link in text


def test_what_hides_a_post_is_shown_before_it(settings):
    result = mastodon_result(spoiler="Politics <1>", sensitive=True, visibility="unlisted")
    html, text = render_results([result], settings), shown(result, settings)
    assert "Politics &lt;1&gt;" in html
    assert html.index("Politics") < html.index('class="text"')
    for word in ("unlisted", "hidden until somebody wants to see it"):
        assert word in html
        assert word in text
    assert text.index("Politics <1>") < text.index(samples.TITLE[:20], text.index("Politics"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(browser, axe_script, settings, scheme):
    results = [mastodon_result(), mastodon_result(spoiler="Politics", sensitive=True, visibility="private")]
    with browser.show(render_results(results, settings), 700, scheme, axe_script) as seen:
        found = seen.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert found["violations"] == []

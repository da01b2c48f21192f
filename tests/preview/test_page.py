"""The page in a real browser: exact, contained, inert, silent and accessible."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from bot.model import Draft, Result, Skipped, WouldPost
from bot.preview.page import render_results
from bot.view.markup import shorten_address
from bot.view.page import PostsPage, ShownJson, render_page, style
from tests.preview import samples
from tests.reading import PLATFORMS

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
LOOKS = [(390, "light"), (1280, "light"), (1280, "dark")]
"""Width and scheme: the night changes colours alone, whatever the width."""
SAMPLES = {
    "preview": samples.both,
    "outcomes": samples.every_outcome,
    "hostile": samples.hostile,
    "shapes": lambda: [
        samples.result(target, draft=replace(samples.x_draft(), image=samples.picture(width, height, alt)))
        for target in ("bluesky", "x")
        for width, height, alt in [(600, 1800, "Tall"), (900, 1200, "Upright"), (1800, 300, "Wide"), (800, 800, "")]
    ],
}

OVERFLOWING = """() => [document.documentElement,
    ...document.querySelectorAll("main, .digest, .entry, .entry-head, .post, .body, .text, .card, .what, .picture, .below, .below *, .why, h2, pre")]
    .filter(one => one.clientWidth > 0 && one.scrollWidth > one.clientWidth)
    .map(one => `${one.tagName}.${one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""
OUTSIDE = """() => [...document.querySelectorAll(".entry")].flatMap(entry => {
    const frame = entry.getBoundingClientRect();
    return [...entry.querySelectorAll("*")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && !one.closest("svg, .from, .who") && (box.right > frame.right + 1 || box.left < frame.left - 1);
    }).map(one => `${one.tagName}.${one.className}`);
})"""
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_text_of_each_post_is_what_will_be_sent_to_the_last_character(browser, settings, width):
    odd = "  Two  blanks,\n\n\na tab\tand 👩‍👩‍👧 ﷽ <b>&amp;</b> שלום\n"
    results = [*samples.both(), samples.result("x", draft=Draft(odd, 30, 280))]
    with browser.show(render_results(results, settings), width) as seen:
        shown = seen.page.locator(".text").evaluate_all("all => all.map(one => one.innerText)")
    assert shown[:2] == [result.draft.text for result in results[:2]]
    assert shown[2].rstrip("\n") == odd.rstrip("\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_wider_than_its_place_folded_or_unfolded(browser, settings, name, width):
    with browser.show(render_results(SAMPLES[name](), settings), width) as seen:
        assert seen.page.evaluate(OVERFLOWING) == []
        assert seen.page.evaluate(OUTSIDE) == []
        seen.page.evaluate(UNFOLD)
        assert seen.page.evaluate(OVERFLOWING) == []
        assert seen.page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_asks_nobody_for_anything_and_runs_nothing(browser, settings, name):
    with browser.show(render_results(SAMPLES[name](), settings), 1280) as seen:
        seen.page.evaluate(UNFOLD)
        seen.page.wait_for_load_state("networkidle")
        broken = seen.page.evaluate(
            "() => [...document.images].filter(one => !one.complete || !one.naturalWidth).length"
        )
        assert seen.page.title() == "Preview · The Daily Digest"
        assert broken == 0
        assert seen.said == []
        assert seen.requests == []


def test_even_markup_that_got_through_would_load_nothing_and_run_nothing(browser):
    through = (
        '<img src="http://evil.test/a.png"><link rel="stylesheet" href="http://evil.test/a.css">'
        '<iframe src="http://evil.test/"></iframe><script src="http://evil.test/a.js"></script>'
        "<script>document.title = 'owned'</script><img src='data:,' onerror=\"document.title='owned'\">"
        '<style>body { background: url("http://evil.test/b.png") }</style>'
    )
    with browser.show(render_page(PostsPage("Mine", "Blog", Markup(through), "", ())), 390) as seen:
        seen.page.wait_for_load_state("networkidle")
        assert seen.page.title() == "Mine"
        assert seen.requests == []


def test_hostile_words_are_shown_and_lead_nowhere(browser, settings):
    with browser.show(render_results(samples.hostile(), settings), 390) as seen:
        titles = seen.page.locator("h2").evaluate_all("all => all.map(one => one.textContent)")
        assert titles[:3] == list(samples.HOSTILE[:3])
        hrefs = seen.page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert all(re.match("https?://", href) for href in hrefs)
        assert seen.page.locator("script, iframe, object, embed, form, base, textarea, img[onerror]").count() == 0
        assert seen.page.locator("style").count() == 1


def test_text_that_runs_backwards_turns_nothing_around_but_itself(browser, settings):
    nasty = "\u202e" + samples.TITLE
    result = samples.result("x", draft=Draft(nasty, 60, 280), title=nasty, warnings=(nasty,))
    with browser.show(render_results([result], settings), 1280) as seen:
        kept = seen.page.locator("h2, .text, .warnings li, .path").evaluate_all(
            "all => all.map(one => getComputedStyle(one).unicodeBidi)"
        )
    assert set(kept) == {"isolate"}


def test_the_night_changes_colours_alone():
    """So that what is seen by day of a page's layout holds by night."""
    (night,) = re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{([^{}]*)\}\s*\}", style())
    assert style().count("prefers-color-scheme") == 1
    assert all(one.strip().startswith("--") for one in night.split(";") if one.strip())


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("name", SAMPLES)
def test_axe_finds_nothing_to_object_to(browser, axe_script, settings, name, width, scheme):
    with browser.show(render_results(SAMPLES[name](), settings), width, scheme, axe_script) as seen:
        # Folded and unfolded have the same colours.
        for unfold in (False, True) if scheme == "light" else (True,):
            if unfold:
                seen.page.evaluate(UNFOLD)
            found = seen.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
            assert [
                (one["id"], node["html"][:200], node["failureSummary"])
                for one in found["violations"]
                for node in one["nodes"]
            ] == []


def test_the_alt_text_is_shown_on_demand(browser, settings):
    with browser.show(render_results([samples.result("x")], settings), 390) as seen:
        alt = seen.page.get_by_text("A glass globe on a desk, lit from within")
        assert not alt.is_visible()
        seen.page.get_by_text("ALT", exact=True).click()
        assert alt.is_visible()


def test_a_picture_is_cut_as_the_platform_cuts_it(browser, settings):
    """X shows the middle 3:4 of a tall picture, Bluesky nothing narrower than 1:2; neither ever stretches one."""
    with browser.show(render_results(SAMPLES["shapes"](), settings), 1280) as seen:
        boxes = seen.page.locator(".picture img").evaluate_all(
            "all => all.map(one => one.clientWidth / one.clientHeight)"
        )
        fits = seen.page.locator(".picture img").evaluate_all("all => all.map(one => getComputedStyle(one).objectFit)")
    assert boxes == pytest.approx([1 / 2, 3 / 4, 6, 1, 3 / 4, 3 / 4, 5, 1], rel=0.02)
    assert set(fits) == {"cover"}


def test_the_exact_json_is_behind_a_fold(browser, settings):
    result = samples.result("x", payload={"text": 'Say "hi" & <go>\u2028', "media": {"media_ids": ["1"]}})
    with browser.show(render_results([result], settings), 1280) as seen:
        pre = seen.page.locator("pre")
        assert not pre.is_visible()
        seen.page.get_by_text("Exactly what is sent").click()
        assert pre.is_visible()
        assert json.loads(pre.text_content()) == result.payload


def test_dark_and_light_are_told_apart(browser, settings):
    colours = []
    for scheme in SCHEMES:
        with browser.show(render_results(samples.both(), settings), 390, scheme) as seen:
            colours.append(seen.page.locator(".entry").first.evaluate("one => getComputedStyle(one).backgroundColor"))
    assert colours[0] == "rgb(255, 255, 255)"
    assert colours[0] != colours[1]


# ── without a browser ────────────────────────────────────────────────────────────────────────────


class Shape(HTMLParser):
    """Which tags are open where, to see that every piece closes what it opens."""

    VOID = frozenset({"meta", "img", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):  # noqa: ARG002 -- the signature is HTMLParser's
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", SAMPLES)
def test_every_tag_is_closed_and_none_listens_for_events(settings, name):
    shape = Shape()
    shape.feed(render_results(SAMPLES[name](), settings))
    shape.close()
    assert shape.open == []
    assert not [name for name, _ in shape.attributes if name.startswith("on") or name == "style"]


def test_a_page_can_always_be_written_as_utf_8(settings):
    render_results(samples.hostile(), settings).encode("utf-8")


def test_cost_meter_and_warnings_stand_below_the_post(settings):
    html = render_results([samples.result("x", warnings=("the hero is <gone>",))], settings)
    assert "$0.205" in html
    assert "201 of 280 weighted characters" in html
    assert "the hero is &lt;gone&gt;" in html


def test_the_headline_counts_what_goes_out_and_what_it_costs(settings):
    left_out = Result(
        "old", "content/old.md", "x", Skipped("draft: true"), draft=samples.x_draft(), platform=PLATFORMS["x"]
    )
    html = render_results([*samples.both(), left_out], settings)
    assert "2 posts from 1 digest" in html
    assert "They cost $0.205." in html
    assert "1 left out." in html


def test_a_post_without_link_and_picture_is_only_words(settings):
    html = render_results([samples.result("x", draft=Draft("Hi", 2, 280))], settings)
    assert "<img" not in html
    assert "X draws a card" not in html


def test_x_says_that_it_draws_the_card_of_a_bare_link_itself(settings):
    draft = Draft(samples.LINK, 23, 280, link=samples.LINK)
    assert "X draws a card" in render_results([samples.result("x", draft=draft)], settings)


def test_a_target_that_is_no_longer_configured_is_shown_as_its_platform_shows_it(settings):
    result = Result("k", "k.md", "gone", WouldPost(), draft=Draft("Hi", 2, 300), platform=PLATFORMS["bluesky"])
    assert 'class="post bluesky"' in render_results([result], settings)


def test_a_page_loads_pictures_beside_it_only_where_it_says_so():
    """And nothing else, ever."""
    page = PostsPage("A <title>", "Blog", "Hello", "", ())
    html = render_page(page)
    assert "<title>A &lt;title&gt;</title>" in html
    assert "default-src &#39;none&#39;; img-src data:; style-src" in html
    assert "img-src data: file: &#39;self&#39;; style-src" in render_page(replace(page, files_beside=True))


def test_json_is_shown_in_pieces_that_make_it_whole(settings):
    document = ShownJson("Exactly", {'a "key": "x"': ['text: "}', 1, None, "\u2028"]})
    assert json.loads("".join(words for _, words in document.pieces)) == document.content
    assert [words for kind, words in document.pieces if kind == "key"] == ['"a \\"key\\": \\"x\\""']


def test_a_platform_that_has_no_sign_for_an_action_shows_the_others(settings):
    """A package's own platform may name one that is not drawn here."""
    look = replace(PLATFORMS["x"].look, actions=("like", "teleport"))
    html = render_results([replace(samples.result("x"), platform=replace(PLATFORMS["x"], look=look))], settings)
    assert "sign-like" in html
    assert "teleport" not in html


def test_a_post_whose_target_is_gone_and_whose_platform_nobody_knows_is_shown(settings):
    result = Result("k", "k.md", "gone", WouldPost(), draft=Draft("Hi", 2, 300))
    assert "2 of 300 characters" in render_results([result], settings)


def test_templates_are_imported_only_where_a_page_is_made():
    """A post that needs no page does not wait for them."""
    code = "import sys, bot.preview.page, bot.publishers.outbox.publisher; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://blog.example/posts/2025-11-28-yann-lecun", "blog.example/posts/2025-11-"),
        ("https://www.blog.example/posts/hello", "blog.example/posts/hello"),
        ("https://blog.example", "blog.example"),
        ("blog.example/a/path/of/the/authors/own/words", "blog.example/a/path/of/the/authors/own/words"),
    ],
)
def test_a_link_is_shown_as_x_shows_it(address, shown):
    """Without "https://" and cut, so that a long address does not look like a long post; nothing of it is lost."""
    parts = shorten_address(address, PLATFORMS["x"].look)
    assert parts.shown == shown
    assert "".join(parts) == address
    assert shorten_address(address, PLATFORMS["bluesky"].look).shown == address


def test_a_link_that_is_shown_short_is_copied_whole_and_leads_to_all_of_it(browser, settings):
    """What is left out has no width, and is there."""
    with browser.show(render_results([samples.result("x", draft=samples.x_draft())], settings), 1280) as seen:
        link = seen.page.locator(".text a")
        assert link.inner_text() == samples.LINK
        assert link.get_attribute("href") == samples.LINK
        widths = seen.page.locator(".text .rest").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().width)"
        )
        assert widths[0] == 0
        assert widths[1] < 20  # the three dots


def test_no_account_is_guessed(settings):
    """A handle made of the blog's name may be a stranger's: it is called the reader's own until the settings name it."""
    results = [samples.result("bluesky"), samples.result("x"), samples.result("outbox")]
    page = render_results(results, settings)
    assert page.count('<span class="handle">your account</span>') == 2
    assert '<span class="handle">@' not in page

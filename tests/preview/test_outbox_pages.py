"""The outbox in a real browser, opened as the files that it is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.model import Claim, Claimer, Digest
from bot.publishers.interface import Surroundings
from bot.publishers.outbox.publisher import Outbox
from tests.preview import samples
from tests.preview.test_page import LOOKS, OVERFLOWING, SCHEMES, UNFOLD
from tests.reading import find_target

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


@pytest.fixture
def outbox(settings, tmp_path) -> Path:
    """Two digests, one with a card and one with a picture, and one of hostile words."""
    target = find_target("outbox", settings)
    made = Outbox(replace(target, site_name="The Daily Digest"), Surroundings({}, SystemClock(), tmp_path))
    nasty = samples.hostile()[0].draft
    assert nasty is not None
    for number, draft in enumerate([samples.bluesky_draft(), replace(samples.x_draft(), cost_usd=None), nasty]):
        key = f"digest-{number}"
        digest = Digest(key=key, path=Path(f"{key}.md"), slug=key, url=samples.LINK, title=f"{samples.TITLE} {number}")
        at = NOW + timedelta(days=number)
        payload, rkey = made.prepare(digest, draft, at)
        claim = Claim(key, "outbox", 1, Claimer("nonce", "host"), at, at, payload, rkey)
        made.publish(claim, draft.image)
    return made.folder


@contextmanager
def opened(browser, file: Path, width: int, scheme: str, script: Path | None = None):
    with browser.blank(width, scheme, script) as seen:
        seen.page.goto(file.as_uri())
        yield seen


@pytest.mark.parametrize("name", ["index", "digest-0-outbox", "digest-2-outbox"])
def test_every_picture_is_shown_and_nothing_else_is_asked_for(browser, outbox, name):
    with opened(browser, outbox / f"{name}.html", 1280, "light") as seen:
        seen.page.evaluate("() => { for (const one of document.images) one.loading = 'eager'; }")
        seen.page.wait_for_load_state("networkidle")
        assert seen.page.evaluate("() => document.images.length") > 0
        assert seen.page.evaluate("() => [...document.images].every(one => one.complete && one.naturalWidth > 0)")
        assert seen.said == []


def test_the_index_leads_to_each_post_and_each_post_back_to_it(browser, outbox):
    with opened(browser, outbox / "index.html", 1280, "light") as seen:
        titles = seen.page.locator("h2").all_inner_texts()
        assert titles == [f"{samples.TITLE} {number}" for number in (2, 1, 0)]
        seen.page.get_by_text("posted 2026-11-25 18:00 UTC").click()
        assert seen.page.locator("h1").inner_text() == f"{samples.TITLE} 0"
        assert seen.page.locator("h2").inner_text() == "Outbox"
        assert seen.page.locator(".text").inner_text() == samples.bluesky_draft().text
        seen.page.get_by_text("All posts of the outbox").click()
        assert seen.page.url == (outbox / "index.html").as_uri()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("name", ["index", "digest-0-outbox", "digest-2-outbox"])
def test_axe_finds_nothing_to_object_to_and_nothing_is_too_wide(browser, axe_script, outbox, name, scheme, width):
    with opened(browser, outbox / f"{name}.html", width, scheme, axe_script) as seen:
        seen.page.evaluate(UNFOLD)
        assert seen.page.evaluate(OVERFLOWING) == []
        found = seen.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        assert [
            (one["id"], node["html"][:200], node["failureSummary"])
            for one in found["violations"]
            for node in one["nodes"]
        ] == []


def test_the_outbox_is_dark_by_night(browser, outbox):
    colours = []
    for scheme in SCHEMES:
        with opened(browser, outbox / "index.html", 390, scheme) as seen:
            colours.append(seen.page.locator(".entry").first.evaluate("one => getComputedStyle(one).backgroundColor"))
    assert colours[0] == "rgb(255, 255, 255)"
    assert colours[0] != colours[1]

"""The digests of a real blog, as its generator wrote them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.content.story import says_title, story_of
from bot.formatter import compose
from bot.text.words import REPEATS, alike
from tests.formatter.cases import PICTURE, SHARED, SITE, target
from tests.formatter.rules import check, check_words
from tests.reading import parse
from tests.thorough import times

if TYPE_CHECKING:
    from pathlib import Path

REAL = sorted(SHARED.glob("*.md")) if SHARED.is_dir() else []
NO_OPENING = 2
"""Of the real digests so many have nothing to say but their description."""

pytestmark = pytest.mark.skipif(not REAL, reason="../shared/data/digests is not there")


@pytest.mark.parametrize("name", ["bluesky", "x", "mastodon"])
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_every_real_digest_comes_out_as_an_editor_would_have_it(path: Path, name: str) -> None:
    of, to = read(path, parse(SITE, None, SHARED)), target(name)
    draft = compose(of, to, PICTURE)
    check(draft, to)
    check_words(draft, of)
    assert not re.search(r"\(\d+ char|&\w+;|\*\w|\[\d\]", draft.text)
    assert not draft.warnings
    said = [part for part in draft.text.split("\n\n") if not part.startswith(("#", "http"))]
    for part in said if name == "bluesky" else said[1:]:
        assert re.search(r"[.!?”’'\")…\w%]$", part), "it ends as a sentence or a clause does"


def test_above_a_card_stands_what_the_card_does_not_say() -> None:
    settings = parse(SITE, None, SHARED)
    same = 0
    for path in REAL:
        draft = compose(read(path, settings), target("bluesky"), None)
        assert draft.card is not None
        same += alike(draft.text, draft.card.title, draft.card.description) >= REPEATS
        assert draft.card.title not in draft.text
        assert not draft.card.description or draft.card.description not in draft.text
    assert same == 0
    described = [compose(read(path, settings), target("bluesky"), None).card for path in REAL]
    assert sum(card is not None and not card.description for card in described) <= NO_OPENING


@pytest.mark.parametrize("name", ["bluesky", "x", "mastodon"])
@pytest.mark.parametrize("path", REAL[::7], ids=lambda path: path.stem[:40])
def test_at_every_limit_the_post_holds_to_the_rules(path: Path, name: str) -> None:
    of, to = read(path, parse(SITE, None, SHARED)), target(name)
    for size in range(300, 40, -times(7, 3)):
        smaller = replace(to, limits=replace(to.limits, length=size))
        draft = compose(of, smaller, None)
        check(draft, smaller)
        check_words(draft, of)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_the_card_keeps_the_title_and_the_description_that_the_page_has(path: Path) -> None:
    of = read(path, parse(SITE, None, SHARED))
    story, draft = story_of(of), compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert draft.card.title == story.title
    again = says_title(story.description, story.title, story.lang)
    assert draft.card.description in {story.description, ""} or again

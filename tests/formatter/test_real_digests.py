"""The digests of a real blog, as its generator wrote them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.formatter import compose
from bot.text import repair
from bot.text.condense import stopped
from bot.text.measure import length
from tests.formatter.cases import PICTURE, SHARED, SITE, target
from tests.formatter.rules import check, check_words
from tests.reading import parse

if TYPE_CHECKING:
    from pathlib import Path

REAL = sorted(SHARED.glob("*.md")) if SHARED.is_dir() else []

pytestmark = pytest.mark.skipif(not REAL, reason="../shared/data/digests is not there")


@pytest.mark.parametrize("name", ["bluesky", "x"])
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_every_real_digest_comes_out_as_an_editor_would_have_it(path: Path, name: str) -> None:
    of, to = read(path, parse(SITE, None, SHARED)), target(name)
    draft = compose(of, to, PICTURE)
    check(draft, to)
    story = repair.story(of)
    check_words(draft, replace(of, title=story.title, description=story.description))
    assert not re.search(r"\(\d+ char|&\w+;|\*\w|\[\d\]", draft.text)
    assert not draft.warnings
    title, _, rest = draft.text.replace("\u200b", "").partition("\n\n")
    assert title == story.title, "no real title is too long"
    assert re.search(r"(?:[.!?”’)…]|tech)$", rest.split("\n\n")[0]), "the description ends as a sentence does"


@pytest.mark.parametrize("name", ["bluesky", "x"])
@pytest.mark.parametrize("path", REAL[::7], ids=lambda path: path.stem[:40])
def test_at_every_limit_the_next_word_would_not_fit_or_a_sentence_ends(path: Path, name: str) -> None:
    of, to = read(path, parse(SITE, None, SHARED)), target(name)
    story = repair.story(of)
    sizes = range(300, 40, -1)
    drafts = [compose(of, replace(to, limits=replace(to.limits, length=size)), None) for size in sizes]
    assert all(less.length <= more.length for more, less in pairwise(drafts))
    for draft in drafts:
        check_words(draft, replace(of, title=story.title, description=story.description))
        said = [part for part in draft.text.replace("\u200b", "").split("\n\n") if "…" in part]
        for part in said:
            source = story.title if draft.text.replace("\u200b", "").startswith(part) else story.description
            stem = re.sub(r"…[”’)\]'\"]*$", "", part)
            following = re.match(r"\W*\s*\S+", source[len(stem) :])
            assert source.startswith(stem)
            assert following is not None
            longer = draft.text.replace("\u200b", "").replace(part, stopped(stem + following[0]))
            breaks = draft.text.count("\u200b")
            assert length(longer, to.limits.measure) + breaks > draft.limit

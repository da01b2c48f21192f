"""A text of any length and any signs costs milliseconds: nothing grows with the square of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.formatter import compose
from bot.text import safe
from tests import reading

if TYPE_CHECKING:
    from tests.conftest import Blog

SECONDS = 1.0
SIGNS = (
    "[", "(", "((", "#", "@", "a ", "http://", "a.b", "...", "-", '"', "“", "{", "{{", "<", "<a ", "&amp;", "\u0301", "日", "🙂", "\u200d", "`", "*", "[a](",
    "![", "[^1]", "\\", "/", "a-", ". ",
)  # fmt: skip


@pytest.mark.parametrize("field", ["title", "description"])
def test_sixty_thousand_signs_cost_no_time(blog: Blog, field: str) -> None:
    """A title of 60,000 brackets held the run for minutes."""
    blog.settings('site = "https://blog.example"\n[targets.x]\nhashtags = 2\n[targets.bluesky]\n')
    settings = reading.load(blog.root / "bot.toml")
    slow = {}
    for sign in SIGNS:
        path = blog.digest("a.md", body=f"\n{sign * 2000}\n", **{field: (sign * 60_000)[:60_000]})
        begun = time.process_time()
        digest = read(path, settings)
        for target in settings.targets:
            compose(digest, target, None)
        seconds = time.process_time() - begun
        if seconds > SECONDS:
            slow[sign] = round(seconds, 1)
    assert slow == {}


@pytest.mark.parametrize("sign", ["[", "\x1b", "##[", "::", "`", " \n", "\u202e", "\ud800"])
def test_a_megabyte_is_made_harmless_in_a_second(sign: str) -> None:
    text = (sign * 1_000_000)[:1_000_000]
    for make_harmless in (safe.log_line, safe.json_text):
        begun = time.process_time()
        make_harmless(text)
        assert time.process_time() - begun < SECONDS

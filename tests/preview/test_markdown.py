"""A digest's words stay words in Markdown."""

from __future__ import annotations

import re

from bot.preview.markdown import code_block, code_span, escape_words
from tests.preview.rendering import rendered
from tests.preview.samples import NASTY


def test_nothing_that_a_digest_says_is_markup():
    for nasty in NASTY:
        elements = rendered(f"- {escape_words(nasty)}")
        assert set(elements.tags) == {"ul", "li"}, nasty
        elements = rendered(f"### {escape_words(nasty)}\n")
        assert set(elements.tags) == {"h3"}, nasty


def test_escaped_words_read_as_they_were():
    for words in (
        "- no list",
        "C# & C++: 100 % _sure_, <b>",
        "Q&A: what's $5 @home #1?",
        "1. a) [b](c) `d` www.e.example \\n ~f~ |g|",
    ):
        assert rendered(f"- {escape_words(words)}").words.strip() == words


def test_no_name_is_mentioned_and_no_issue_referred_to():
    """GitHub looks for these in the words that readers see; an empty comment parts the sign from the name."""
    text = escape_words("@everyone closes #12, see me@example.com :tada:")
    assert not re.search(r"(@|&#64;)\w", text)
    assert not re.search(r"(?<!&)#\w|&#35;\w", text)
    assert not re.search(r"&#58;\w", text)


def test_a_text_cannot_leave_its_block():
    for nasty in (*NASTY, "```\n````\n`````", "~~~", "a\n```"):
        elements = rendered(code_block(nasty) + "\nafter")
        assert elements.tags == ["pre", "code", "p"], nasty
        assert rendered(code_span(nasty)).tags == ["p", "code"], nasty

"""What Mastodon makes a link, a tag and a mention, and how it counts."""

from __future__ import annotations

import pytest

from bot.model import Measure
from bot.text.mastodon_parser import counted, hashtags, mentions, urls
from bot.text.measure import length
from bot.text.parsers import PARSERS
from tests.text import hostile
from tests.thorough import times

LINK = "https://blog.dev/posts/one"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"Read {LINK} now", [LINK]),
        (f"({LINK})", [LINK]),
        (f"{LINK}.", [LINK]),
        (f"{LINK}?a=b&c=d#e", [f"{LINK}?a=b&c=d#e"]),
        ("http://x.com/a_(b)", ["http://x.com/a_(b)"]),
        ("HTTPS://Blog.DEV/x", ["HTTPS://Blog.DEV/x"]),
        ("https://xn--bcher-kva.example", []),
        ("https://bücher.de/ä", ["https://bücher.de/ä"]),
        ("https://blog.dev:8080/x", ["https://blog.dev:8080/x"]),
        # No scheme, or an ending that is none: no links, and counted in full.
        ("blog.dev and README.md", []),
        ("http://localhost/x http://127.0.0.1/x https://a.example", []),
        # What follows without white space is swallowed.
        (f"{LINK}…", [f"{LINK}…"]),
        (f"{LINK}—and", [f"{LINK}—and"]),
        (f"{LINK}、それから", [f"{LINK}、それから"]),
        (f"{LINK}\nmore", [LINK]),
        ("gemini://blog.dev/x", ["gemini://blog.dev/x"]),
        ("", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    found = urls(text)
    assert [one.value for one in found] == links
    assert [text[one.start : one.end] for one in found] == links


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#AI and #MachineLearning", ["AI", "MachineLearning"]),
        ("#1st #2025 #a1", ["1st", "a1"]),
        ("a#b /#c =#d )#e (#f)", ["f"]),
        ("#künstliche_intelligenz #日本語 #a·b", ["künstliche_intelligenz", "日本語", "a·b"]),
        (f"{LINK}#part", []),
    ],
)
def test_hashtags(text: str, tags: list[str]) -> None:
    assert [one.value for one in hashtags(text)] == tags


def test_mentions() -> None:
    """A bare name is an account of the server's own; an address is nobody."""
    text = "@you, @me@far.example. a@b.dev /@no https://blog.dev/@me"
    assert [one.value for one in mentions(text)] == ["you", "me@far.example"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"Read {LINK} now", 5 + 23 + 4),
        (f"{LINK}/{'x' * 400}", 23),
        ("http://a.co", 23),
        ("http://localhost/x", 18),
        ("@me@far.example hi", 6),
        ("👩‍👩‍👧 é e\u0301 🇩🇪", 7),
        ("  stripped \n", 8),
        ("한국어 日本語", 7),
    ],
)
def test_the_length(text: str, count: int) -> None:
    assert counted(text) == length(text, Measure.SHORT_LINKS) == count


def test_hostile_texts_are_read_in_order_and_in_no_time() -> None:
    """Every stretch is its value, none overlaps, and none takes a second."""
    for text in hostile.texts(times(1_000, 3_000)):
        links = urls(text)
        for found in (links, hashtags(text), mentions(text)):
            end = 0
            for one in found:
                assert end <= one.start < one.end <= len(text)
                end = one.end
        assert counted(text) <= len(text) + 23 * len(links)


def test_every_parser_has_its_finders() -> None:
    for finders in PARSERS.values():
        assert [one.value for one in finders.urls(LINK)] == [LINK]
        assert [one.value for one in finders.hashtags("#AI")] == ["AI"]
        assert finders.cashtags("") == ()

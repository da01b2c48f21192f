"""What each platform that reads a bare text by itself makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Parser
from bot.text import mastodon_parser
from bot.text.x_parser import entities as x_parser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.text.x_parser.entities import Span

    Finder = Callable[[str], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Finders:
    """Each finds one kind of thing in a text, in its order."""

    urls: Finder
    hashtags: Finder
    mentions: Finder
    cashtags: Finder


def nothing(text: str) -> tuple[Span, ...]:
    del text
    return ()


PARSERS: Mapping[Parser, Finders] = {
    Parser.X: Finders(x_parser.urls, x_parser.hashtags, x_parser.mentions, x_parser.cashtags),
    Parser.MASTODON: Finders(
        mastodon_parser.urls, mastodon_parser.hashtags, mastodon_parser.mentions, cashtags=nothing
    ),
}

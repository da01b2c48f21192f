"""Words that a platform would take for a mention, a link or a tag although nobody meant one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.model import Parser
from bot.text.parsers import PARSERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.text.parsers import Finders

ORDINAL = re.compile(r"\d+[^\W\d_]{0,2}")
"""What follows a "#" that only counts: "#1st". It is no hashtag on any platform."""
BREAK = "\u200b"
"""A zero-width space: nothing is seen of it, it weighs 1 on X, and X's parser ends every name at it (unlike U+200C and
U+200D, which it takes into hashtags; a full-width "＠" mentions all the same)."""


def harmless(text: str, finders: Finders = PARSERS[Parser.X], *, mentions: bool, cashtags: int = 1) -> str:
    """The text, looking the same, with no mention unless wanted, no bare domain, no "#1st" and at most ``cashtags`` cashtags.

    An address with its scheme is a link on purpose and stays. For platforms that link by themselves.
    """
    if not any(sign in text for sign in ".@＠#＃$"):
        return text
    for _ in range(4):  # a break can part one name into two
        at = set(accidents(text, finders, mentions=mentions, cashtags=cashtags))
        if not at:
            break
        text = "".join(char + BREAK if index in at else char for index, char in enumerate(text))
    return text


def unbroken(text: str) -> str:
    """The words as they were before ``harmless``."""
    return text.replace(BREAK, "")


def accidents(text: str, finders: Finders, *, mentions: bool, cashtags: int) -> Iterable[int]:
    """Where the signs stand that a break has to follow."""
    for url in finders.urls(text):
        if not deliberate(url.value):
            yield from (index for index in range(url.start, url.end) if text[index] == ".")
    if not mentions:
        yield from (one.start for one in finders.mentions(text))
    yield from (one.start for one in finders.hashtags(text) if ORDINAL.fullmatch(one.value))
    yield from (one.start for one in finders.cashtags(text)[cashtags:])


def deliberate(address: str) -> bool:
    """Somebody wrote the scheme, and so meant a link."""
    return address.lower().startswith(("http://", "https://"))

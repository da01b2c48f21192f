"""X's own count: twitter-text configuration 3, in which a link weighs 23 and an emoji 2."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.text.x_parser.entities import PAIR, units, urls_in_units

URL_WEIGHT = 23
EMOJI_WEIGHT = 2


def weighted(text: str) -> int:
    """The weighted length of the text as X counts it, after NFC."""
    if text.isascii():
        return len(text) + sum(URL_WEIGHT - len(url.value) for url in urls_in_units(text))
    text = units(text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text))
    heavy = _heavy().findall
    total, skipped = len(text) + len(heavy(text)), 0
    links = [(url.start, url.start + len(units(url.value))) for url in urls_in_units(text)]
    for start, end in links:
        total += URL_WEIGHT - (end - start) - len(heavy(text, start, end))
        # A link's value can end between two surrogates; the second one then weighs as much as both.
        total += PAIR.match(text, end - 1) is not None
    if not _emoji_unit().search(text):
        return total
    for found in _emoji().finditer(text):
        start, end = found.span()
        while skipped < len(links) and links[skipped][1] <= start:
            skipped += 1
        if skipped == len(links) or start < links[skipped][0]:
            total += EMOJI_WEIGHT - (end - start) - len(heavy(text, start, end))
    return total


@cache
def _heavy() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(f"[{t.HEAVY}]")


@cache
def _emoji_unit() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(f"[{t.EMOJI_UNIT}]")


@cache
def _emoji() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    # The look-ahead spares most characters the long pattern.
    return re.compile(rf"(?=[{t.EMOJI_UNIT}]|[#*0-9]\ufe0f?\u20e3)(?:{t.EMOJI})")

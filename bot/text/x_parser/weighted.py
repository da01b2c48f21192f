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
    text = units(unicodedata.normalize("NFC", text))
    parts, total = [], 0
    for link in urls_in_units(text):
        end = link.start + len(link.value)
        parts.append((link.start, end, URL_WEIGHT))
        # A link's value can end between two surrogates; the second one then weighs as much as both.
        total += text[end - 1] >= "\ud800" and PAIR.match(text, end - 1) is not None
    if JOINS.search(text):
        parts += [(*found.span(), EMOJI_WEIGHT) for found in _emoji().finditer(text)]
        parts.sort()
    others, at = [], 0
    for start, end, weight in parts:
        if start >= at:  # the earlier goes first
            others.append(text[at:start])
            total += weight
            at = end
    rest = "".join((*others, text[at:]))
    return total + len(rest) + len(_heavy().findall(rest))


@cache
def _heavy() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(f"[{t.HEAVY}]")


JOINING = r"\u200d\u20e3\ufe0f\ud83c\udb40"
"""The first units of what makes one emoji of several characters: every other emoji weighs 2 anyway, as its character does."""
JOINS = re.compile(f"[{JOINING}]")


@cache
def _emoji() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    # The look-ahead spares most characters the long pattern.
    return re.compile(rf"(?=[{t.EMOJI_UNIT}#*0-9][\udc00-\udfff]?[{JOINING}])(?:{t.EMOJI})")

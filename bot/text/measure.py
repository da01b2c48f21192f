"""How long a text is, as the platforms count."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, assert_never

from bot.model import Measure
from bot.text.x_parser.weighted import weighted

if TYPE_CHECKING:
    import regex

__all__ = ["graphemes", "length", "weighted"]


@lru_cache(maxsize=256)
def length(text: str, measure: Measure) -> int:
    """The text's length in the platform's own measure; a post is measured more than once."""
    match measure:
        case Measure.GRAPHEMES:
            return graphemes(text)
        case Measure.WEIGHTED:
            return weighted(text)
        case _:
            assert_never(measure)


def graphemes(text: str) -> int:
    """Extended grapheme clusters (UAX #29), as Bluesky's servers count."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_cluster().findall(text))


@cache
def _cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")

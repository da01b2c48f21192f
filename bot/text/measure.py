"""How long a text is, as the platforms count."""

from __future__ import annotations

from typing import assert_never

from bot.model import Measure


def length(text: str, measure: Measure) -> int:
    """The text's length in the platform's own measure."""
    match measure:
        case Measure.GRAPHEMES:
            return graphemes(text)
        case Measure.WEIGHTED:
            return weighted(text)
        case _:
            assert_never(measure)


def graphemes(text: str) -> int:
    """Extended grapheme clusters (UAX #29)."""
    import regex

    return len(text) if text.isascii() else len(regex.findall(r"\X", text))


def weighted(text: str) -> int:
    """X's weighted length (twitter-text configuration v3)."""
    return 2 * len(text)

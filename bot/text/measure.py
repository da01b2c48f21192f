"""How long a text is, as the platforms count."""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never

from bot.model import Measure
from bot.text.graphemes import graphemes
from bot.text.mastodon_parser import counted
from bot.text.x_parser.weighted import weighted

__all__ = ["graphemes", "length", "weighted"]


@lru_cache(maxsize=256)
def length(text: str, measure: Measure) -> int:
    """The text's length in the platform's own measure; a post is measured more than once."""
    match measure:
        case Measure.GRAPHEMES:
            return graphemes(text)
        case Measure.WEIGHTED:
            return weighted(text)
        case Measure.SHORT_LINKS:
            return counted(text)
        case _:
            assert_never(measure)

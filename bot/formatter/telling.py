"""What one sentence tells, and how, beside the lines that are shown: what a text's score is made of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.text.figures import figures
from bot.text.leaning import is_question
from bot.text.phrases import phrases_of
from bot.text.words import REPEATS, content_words, names, names_of_lines, new_words

if TYPE_CHECKING:
    from collections.abc import Iterable

FEWEST_WORDS = 4
"""Of a title that can be told again in other words."""
COLON = re.compile(r"[^\W\d]: |：")
FOUR_WORDS = r"\s*(?:[^\s”»“\"]+\s+){3}|[\u3040-\u9fff，、]{8}"
QUOTE = re.compile(rf"[“«„\"](?:{FOUR_WORDS})|[「『][^」』]{{8,}}")
"""Four words or more: fewer are a name, or words that their writer doubts."""


class Manner(NamedTuple):
    """How a sentence says what it says, whatever else is shown."""

    asks: bool
    hooks: bool
    colon: bool
    turns: bool
    quotes: bool
    hollow: bool
    announces: bool

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, sentence: str, lang: str) -> Manner:
        phrases = phrases_of(lang)
        return cls(
            is_question(sentence),
            phrases.hooking.begin(sentence) is not None,
            COLON.search(sentence) is not None,
            phrases.turning.stand_in(sentence),
            QUOTE.search(sentence) is not None,
            phrases.hollow.stand_in(sentence),
            phrases.announcing.stand_in(sentence),
        )


class Telling(NamedTuple):
    """What sentences tell beside the lines that are shown."""

    words: frozenset[str]
    new: frozenset[str]
    """Of ``words`` those that no line has."""
    told: tuple[frozenset[str], ...]
    """Of each line the words that the sentences have too."""
    figures: frozenset[str]
    names: frozenset[str]
    capitals: frozenset[str]
    """Names, and the sentences' first words, which may be some."""

    @property
    def known_share(self) -> float:
        """The share of the words that the lines have too; 1 where the sentences say nothing."""
        return 1 - len(self.new) / len(self.words) if self.words else 1.0


@lru_cache(maxsize=128)
def telling_of(sentences: tuple[str, ...], lines: tuple[str, ...], lang: str) -> Telling:
    if len(sentences) == 1:
        return telling_of_one(sentences[0], lines, lang)
    parts = [telling_of((sentence,), lines, lang) for sentence in sentences]
    return Telling(
        union(one.words for one in parts),
        union(one.new for one in parts),
        tuple(union(one.told[at] for one in parts) for at in range(len(lines))),
        union(one.figures for one in parts),
        union(one.names for one in parts),
        union(one.capitals for one in parts),
    )


def telling_of_one(sentence: str, lines: tuple[str, ...], lang: str) -> Telling:
    words, pairs = content_words(sentence, lang), [beside_line(sentence, line, lang) for line in lines]
    return Telling(
        words,
        words.intersection(*(new for new, _ in pairs)),
        tuple(told for _, told in pairs),
        figures(sentence, lang),
        names(sentence),
        names_of_lines(sentence),
    )


@lru_cache(maxsize=128)
def beside_line(sentence: str, line: str, lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The sentence's words that the line has not, and the line's words that the sentence has."""
    return new_words(sentence, line, lang=lang), content_words(line, lang) - new_words(line, sentence, lang=lang)


def again(telling: Telling, lines: tuple[str, ...], lang: str) -> float:
    """How much of one of the lines is told again, times how much of the text any of them says: 1 for the same."""
    if telling.known_share >= REPEATS:
        return telling.known_share
    return telling.known_share * retold(telling, lines, lang)


def retold(telling: Telling, lines: tuple[str, ...], lang: str) -> float:
    """How much of one of the lines is told again: the share of its words."""
    counts = (len(content_words(line, lang)) for line in lines)
    shares = (len(told) / count for told, count in zip(telling.told, counts, strict=True) if count >= FEWEST_WORDS)
    return max(shares, default=0)


def tells_again(text: str, *lines: str, lang: str) -> float:
    """The same for a text of its own."""
    return again(telling_of((text,), lines, lang), lines, lang)


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)

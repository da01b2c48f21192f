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
    from collections.abc import Iterable, Sequence

FEWEST_WORDS = 4
"""Of a title that can be told again in other words."""
COLON = re.compile(r"[^\W\d]: |：")
QUOTE = re.compile(r"[“«„「『][^”»“」』]{6,}|\"[^\"]{15,}")
"""More than a word."""


class Manner(NamedTuple):
    """How a sentence says what it says, whatever else is shown."""

    asks: bool
    hooks: bool
    colon: bool
    turns: bool
    quotes: bool
    hollow: bool
    announces: bool
    actorless: bool

    @classmethod
    @lru_cache(maxsize=512)
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
            phrases.actorless.stand_in(sentence),
        )


class Telling(NamedTuple):
    """What a sentence tells beside the lines that are shown."""

    words: frozenset[str]
    new: frozenset[str]
    """Of ``words`` those that no line has."""
    told: tuple[frozenset[str], ...]
    """Of each line the words that the sentence has too."""
    figures: frozenset[str]
    names: frozenset[str]
    capitals: frozenset[str]
    """Names, and its first word, which may be one."""

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, sentence: str, lines: tuple[str, ...], lang: str) -> Telling:
        return cls(
            content_words(sentence, lang),
            new_words(sentence, *lines, lang=lang),
            tuple(content_words(line, lang) - new_words(line, sentence, lang=lang) for line in lines),
            figures(sentence, lang),
            names(sentence),
            names_of_lines(sentence),
        )


def known_share(tellings: Sequence[Telling]) -> float:
    """The share of the sentences' words that the lines have too; 1 where they say nothing."""
    words = union(one.words for one in tellings)
    return 1 - len(union(one.new for one in tellings)) / len(words) if words else 1.0


def told_share(tellings: Sequence[Telling], at: int, line: str, lang: str) -> float:
    """The share of the line's words that the sentences tell."""
    words = content_words(line, lang)
    return len(union(one.told[at] for one in tellings)) / len(words) if words else 0.0


def again(tellings: Sequence[Telling], lines: tuple[str, ...], lang: str) -> float:
    """How much of one of the lines is told again, times how much of the text any of them says: 1 for the same."""
    known = known_share(tellings)
    if known >= REPEATS:
        return known
    whole = (at for at, line in enumerate(lines) if len(content_words(line, lang)) >= FEWEST_WORDS)
    return known * max((told_share(tellings, at, lines[at], lang) for at in whole), default=0)


def tells_again(text: str, *lines: str, lang: str) -> float:
    """The same for a text of its own."""
    return again([Telling.of(text, lines, lang)], lines, lang)


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)

"""Whether a sentence can be understood without the one before it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.languages import language
from bot.text.phrases import phrases_of

FEW_CHARS = 25
"""Of a question, or a cry, that only announces what follows."""
FIRST_WORD = re.compile(r"\W*([^\W_]+(?:['’-][^\W_]+)*)")
UNSPACED = frozenset({"ja", "zh", "th"})
AND_PREFIX = re.compile(r"و(?:ت|ي|س(?!ائ|ط|ام)|ال(?!د)|قد|قال|أ|كان|لم|لن|من|في|هو|هي|ذلك|هذ)")
"""The Arabic "and" that is written together with its word; not the words that begin with that letter."""
ARTICLE = re.compile(
    r"\s+(?:(?:neue|erste|zweite|dritte|letzte|große|größte|kleine|ganze|gesamte|eigene"
    r"|[^\W\d_]+(?:ische|liche|ige|ale|elle|ive|äre|bare|same))\s+)?[A-ZÄÖÜ]"
)
"""After "das": an adjective perhaps, and a noun."""


@lru_cache(maxsize=512)
def leans(text: str, lang: str) -> bool:
    """The sentence begins with words that point at what came before it."""
    return leans_by_phrase(text, lang) or leans_by_word(text, lang)


def leans_by_phrase(text: str, lang: str) -> bool:
    return phrases_of(lang).leaning.begin(text) is not None or is_of_page(text, lang)


def leans_by_word(text: str, lang: str) -> bool:
    known = language(lang).lean
    if lang in UNSPACED:
        return text.startswith(tuple(known))
    word = FIRST_WORD.match(text)
    if word is None:
        return True
    first = word[1].casefold().replace("’", "'")
    if lang == "ar" and AND_PREFIX.match(word[1]):
        return True
    if lang == "de" and first in {"das", "der", "die"} and ARTICLE.match(text, word.end()):
        return False  # an article, and no pronoun
    return not known.isdisjoint({first, first.split("'")[0], first.split("-")[0]})


def is_of_page(text: str, lang: str) -> bool:
    """The sentence speaks of the page on which it stands."""
    return phrases_of(lang).of_page.stand_in(text)


def asks_to_act(text: str, lang: str) -> bool:
    """The sentence only asks its reader to fetch something, to try it, to come."""
    return phrases_of(lang).calling.begin(text) is not None


@lru_cache(maxsize=512)
def points_back(text: str, lang: str) -> bool:
    """The sentence calls something by its kind, as "the company": a reader has to know of it from elsewhere."""
    return phrases_of(lang).pointing.begin(text) is not None


def is_question(text: str) -> bool:
    return text.rstrip("\"'”’»)】」 ").endswith(("?", "？", "؟"))


def is_fragment(text: str) -> bool:
    """A few words that only announce what follows: "The fix?", "AI bubble alert!"."""
    return len(text) < FEW_CHARS and (is_question(text) or text.rstrip().endswith(("!", "！")))

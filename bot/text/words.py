"""What a text says, as words that can be compared: without little words, endings and case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.languages import language, words

if TYPE_CHECKING:
    from bot.text.languages import Language

REPEATS = 0.7
"""The share of a text's words that another has too, from which on it says the same."""
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?(?:\u0300-\u036f)*|[\u0900-\u0d7f]+")
NO_SPACES = re.compile(r"[\u0e00-\u0eff\u3041-\u30ff\u3400-\u9fff]+")
"""Scripts without spaces between words: pairs of letters stand for their words."""
PAIRED = 2
LONG_NAMES = (
    (re.compile(r"\b(?:large )?language models?\b", re.IGNORECASE), "LLM"),
    (re.compile(r"\bartificial intelligence\b", re.IGNORECASE), "AI"),
)
SHORTEST_STEM = 3
FORM = 4
"""Letters that two forms of one word have in common at least: "math" and "mathematics"."""
NEWS = words(
    "announce announced announces introduce introduced introduces launch launched launches release released releases unveil unveiled unveils"
    " debut debuts debuted reveal revealed reveals present presented presents today recent recently latest"
)
"""Words with which every news begins."""
POSSESSIVE = re.compile(r"['’](?:s|t|re|ve|ll|d|m)$")
FRENCH = re.compile(r"^(?:l|d|j|n|s|c|m|t|qu)['’]")
ARTICLES = ("ال", "وال", "بال", "ה")
CAPITALS = re.compile(r"[^\W\d_]*[A-ZÀ-ÖØ-ÞЀ-ЯҐΑ-Ω][^\s.!?…]*")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@lru_cache(maxsize=512)
def content_words(text: str, lang: str | None = None) -> frozenset[str]:
    """The stems of the words that say something; numbers as they are."""
    known = language(lang, text)
    for long, short in LONG_NAMES:
        text = long.sub(short, text)
    found: set[str] = set()
    for token in TOKEN.findall(unicodedata.normalize("NFKC", text)):
        if NO_SPACES.search(token):
            for run in NO_SPACES.findall(token):
                found.update(run[at : at + PAIRED] for at in range(max(1, len(run) - 1)) if run not in known.stop)
            continue
        word = FRENCH.sub("", POSSESSIVE.sub("", token.casefold()))
        if word not in known.stop and word not in NEWS and (len(word) > 1 or word.isdigit()):
            found.add(stem(word, known))
    return frozenset(found)


def stem(word: str, known: Language) -> str:
    """The word without what two of its forms differ by, roughly."""
    if word[0].isdigit():
        return word.rstrip("0").rstrip(".,") if "." in word else word.replace(",", "")
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST_STEM - (article != "ה"):
            word = word.removeprefix(article)
            break
    for ending in known.suffixes:
        if len(word) - len(ending) >= SHORTEST_STEM and word.endswith(ending):
            return word[: -len(ending)]
    return word


def alike(text: str, other: str, lang: str | None = None) -> float:
    """The share of the text's content words that the other has too; 1 where the text says nothing."""
    said = content_words(text, lang)
    return 1 - len(new_words(text, other, lang)) / len(said) if said else 1.0


def new_words(text: str, other: str, lang: str | None = None) -> frozenset[str]:
    """The text's content words that the other has in no form."""
    known = content_words(other, lang)
    unknown = content_words(text, lang) - known
    begun: dict[str, list[str]] = {}
    for word in known:
        begun.setdefault(word[:FORM], []).append(word)
    return frozenset(
        word
        for word in unknown
        if not any(
            word.startswith(one) or one.startswith(word) for one in begun.get(word[:FORM], ()) if len(word) >= FORM
        )
    )


def same_letters(text: str) -> str:
    """What two spellings of one sentence have in common: letters and digits, without case."""
    return "".join(filter(str.isalnum, text.casefold()))


def facts(text: str, known: str = "") -> int:
    """How many names and numbers the text holds that are not in ``known``; the first word's capital is no name's."""
    names = set(CAPITALS.findall(text.partition(" ")[2])) | set(NUMBER.findall(text))
    return sum(name not in known for name in names)

"""What a text says, as words that can be compared: without little words, endings and case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.languages import base, guess, language, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REPEATS = 0.7
"""The share of a text's words that another has too, from which on it says the same."""
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[\u0900-\u0d7f]+")
NO_SPACES = re.compile(r"[\u0e00-\u0eff\u3041-\u30ff\u3400-\u9fff]+")
"""Scripts without spaces between words: pairs of letters stand for their words."""
PAIRED = 2
HIRAGANA = re.compile(r"[\u3041-\u309f]")
"""It is mostly grammar."""
LONG_NAMES = re.compile(r"\b(?:(?:large )?language (model)s?|artificial (intelligence))\b")
SHORT_NAMES = {"model": "llm", "intelligence": "ai"}
SHORTEST_STEM = 3
FORM = 4
"""Letters that two forms of one word have in common at least: "math" and "mathematics"."""
NEWS = words(
    "announce announced announces introduce introduced introduces launch launched launches release released releases unveil unveiled unveils"
    " debut debuts debuted reveal revealed reveals present presented presents today recent recently latest"
)
"""Words with which every news begins."""
ARTICLES = ("وال", "بال", "ال", "ה")
CAPITALS = re.compile(r"(?<![\w])[^\W\d_]*[A-ZÀ-ÖØ-ÞЀ-ЯҐΑ-Ω][\w&-]*")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@lru_cache(maxsize=512)
def content_words(text: str, lang: str | None = None) -> frozenset[str]:
    """The stems of the words that say something; numbers as they are."""
    code = base(lang) or guess(text)
    folded = unicodedata.normalize("NFKC", text).casefold() if not text.isascii() else text.lower()
    if "language model" in folded or "artificial intelligence" in folded:
        folded = LONG_NAMES.sub(lambda name: SHORT_NAMES[name[1] or name[2]], folded)
    wide = not folded.isascii() and NO_SPACES.search(folded) is not None
    tokens = TOKEN.findall(folded)
    if not wide:
        return frozenset(filter(None, [stem(token, code) for token in tokens]))
    found: set[str | None] = set()
    for token in tokens:
        if NO_SPACES.search(token):
            for run in NO_SPACES.findall(token):
                pairs = (run[at : at + PAIRED] for at in range(max(1, len(run) - 1)))
                found.update(pair for pair in pairs if not HIRAGANA.search(pair))
        else:
            found.add(stem(token, code))
    return frozenset(filter(None, found))


@lru_cache(maxsize=8192)
def stem(word: str, code: str) -> str | None:
    """The word without what two of its forms differ by, roughly; None for one that says nothing."""
    known = language(code)
    if word in known.stop or word in NEWS or (len(word) == 1 and not word.isdigit()):
        return None
    if word[0].isdigit():
        return word.rstrip("0").rstrip(".,") if "." in word else word.replace(",", "")
    if code in {"ar", "he"}:
        for article in ARTICLES:
            if word.startswith(article) and len(word) - len(article) >= SHORTEST_STEM - 1:
                word = word.removeprefix(article)
                break
    for ending in known.suffixes:
        if len(word) - len(ending) >= (SHORTEST_STEM - (code == "ko")) and word.endswith(ending):
            return word[: -len(ending)]
    return word


def alike(text: str, *others: str, lang: str | None = None) -> float:
    """The share of the text's content words that the others have too; 1 where the text says nothing."""
    said = content_words(text, lang)
    return 1 - len(new_words(text, *others, lang=lang)) / len(said) if said else 1.0


def new_words(text: str, *others: str, lang: str | None = None) -> frozenset[str]:
    """The text's content words that none of the others has in any form."""
    known, begun = words_of_all(others, lang)
    many = language(base(lang) or guess(text)).stem_letters
    return frozenset(word for word in content_words(text, lang) - known if not in_other_form(word, begun, many))


@lru_cache(maxsize=64)
def words_of_all(texts: tuple[str, ...], lang: str | None) -> tuple[frozenset[str], Mapping[str, Sequence[str]]]:
    """The content words of all the texts; the same by their first letters."""
    known: frozenset[str] = frozenset().union(*(content_words(text, lang) for text in texts))
    begun: dict[str, list[str]] = {}
    for word in known:
        if len(word) >= FORM:
            begun.setdefault(word[:FORM], []).append(word)
    return known, begun


def in_other_form(word: str, begun: Mapping[str, Sequence[str]], stem_letters: int) -> bool:
    """One of the words begins with the other; with the other's first letters, in a language of many endings."""
    for one in begun.get(word[:FORM], ()):
        if word.startswith(one) or one.startswith(word) or (stem_letters and word[:stem_letters] == one[:stem_letters]):
            return True
    return False


def same_letters(text: str) -> str:
    """What two spellings of one sentence have in common: letters and digits, without case."""
    return "".join(filter(str.isalnum, text.casefold()))


def facts(text: str, known: str = "") -> int:
    """How many names and numbers the text holds that are not in ``known``; the first word's capital is no name's."""
    names = set(CAPITALS.findall(text.partition(" ")[2])) | set(NUMBER.findall(text))
    return sum(name not in known for name in names)


GENERIC_NAMES = frozenset({"AI", "LLM", "LLMs", "ML", "KI", "IA", "The", "A", "I"})
"""What stands in every text of a field tells nothing of this one."""


ENDING, OPENING = ".!?…:", " \"'“‘«„(¿¡"
"""What stands before the first word of a sentence."""
LATIN_NAMES = re.compile(r"[A-Z][A-Za-z0-9&-]+")
"""In a text of a script without spaces."""


@lru_cache(maxsize=512)
def names(text: str) -> frozenset[str]:
    """The words with a capital that are more than a sentence's first word, in small letters."""
    if NO_SPACES.search(text):
        return frozenset(one.casefold() for one in LATIN_NAMES.findall(text))
    found = set()
    for one in CAPITALS.finditer(text):
        plain = one[0][1:] == one[0][1:].lower()
        if one[0] not in GENERIC_NAMES and not (plain and begins_sentence(text, one.start())):
            found.add(one[0].casefold().removesuffix("s"))
    return frozenset(found)


def begins_sentence(text: str, start: int) -> bool:
    """What stands there is a sentence's first word."""
    while start and text[start - 1] in OPENING:
        start -= 1
    return start == 0 or text[start - 1] in ENDING


def names_of_lines(text: str) -> frozenset[str]:
    """The same with the lines' first words: one of them is no name for its capital alone, but may be one all the same."""
    return frozenset().union(*(names(f"- {line}") for line in text.split("\n") if line))


RUN = 4
"""Words in a row that two texts share by no accident."""
UNSPACED_RUN = 6
"""Characters of a script without spaces."""


def shares_run(text: str, other: str) -> bool:
    """Both texts have the same few words in a row."""
    return bool(runs(text) & runs(other))


@lru_cache(maxsize=128)
def runs(text: str) -> frozenset[str]:
    spaced = TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    found = {" ".join(spaced[at : at + RUN]) for at in range(len(spaced) - RUN + 1)}
    for run in NO_SPACES.findall(text):
        found.update(run[at : at + UNSPACED_RUN] for at in range(len(run) - UNSPACED_RUN + 1))
    return frozenset(found)

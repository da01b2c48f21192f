"""Whether a sentence can be understood without the one before it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.languages import language
from bot.text.phrases import phrases_of
from bot.text.prose import capital, presentable

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
DUTCH_VERB = re.compile(
    r" (?:is|was|wordt|werd|kan|kon|heeft|had|zal|zou|gaat|ging|komt|kwam|lijkt|leek|maakte?|geeft|gaf|biedt|bood|staat|stond|ligt|lag|blijft|bleef|moet|moest|mag|mocht"
    r"|wil|wilde|werkte?|duurt|duurde|kostte|gebeurde?|begint|begon|betekende?|betekent|helpt|hielp|laat|liet|doet|deed|ziet|zag|zorgde|zorgt|draaide|draait|bevatte?|gebruikte?"
    r"|loopt|liep|valt|viel|toont|hoeft|scheelt|brengt|bracht|haalt|krijgt|kreeg|levert|vraagt|blijkt|bleek|voelt|klinkt|zit|zat|ook|niet|gebruikt|kost|gebeurt)\b"
)
"""After "het": what is no noun's article stands before a verb."""


@lru_cache(maxsize=512)
def leans(text: str, lang: str) -> bool:
    """The sentence begins with words that point at what came before it."""
    if leans_by_phrase(text, lang):
        return True
    return leans_by_word(text, lang) and phrases_of(lang).expletive.begin(text) is None


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
    if first == "het" and not DUTCH_VERB.match(text, word.end()):
        return False  # the same in Dutch
    return not known.isdisjoint({first, first.split("'")[0], first.split("-")[0]})


@lru_cache(maxsize=512)
def is_of_page(text: str, lang: str) -> bool:
    """The sentence speaks of the page on which it stands."""
    return phrases_of(lang).of_page.stand_in(text)


@lru_cache(maxsize=512)
def asks_to_act(text: str, lang: str) -> bool:
    """The sentence only asks its reader to fetch something, to try it, to come."""
    return phrases_of(lang).calling.begin(text) is not None


@lru_cache(maxsize=512)
def points_back(text: str, lang: str) -> bool:
    """The sentence calls something by its kind, as "the company": a reader has to know of it from elsewhere."""
    return phrases_of(lang).pointing.begin(text) is not None


def announces(text: str, lang: str) -> bool:
    """A few words ask for what follows them, "The catch?"."""
    return len(text) < FEW_CHARS and phrases_of(lang).asking.begin(text) is not None


def goes_on_from(text: str, lang: str) -> bool:
    """The sentence says what the one before it leads up to: "But …"."""
    return phrases_of(lang).linking.begin(text) is not None


def waits(text: str, lang: str) -> bool:
    """The sentence leads up to the next: "That sounds like …"."""
    return phrases_of(lang).waiting.begin(text) is not None


def without_link(text: str, lang: str) -> str:
    """The sentence without a leading "But" or "However,", where the rest stands by itself."""
    link = phrases_of(lang).linking.begin(text)
    rest = capital(text[link.end() :], lang) if link and len(text.lower()) == len(text) else ""
    return rest if rest and presentable(rest) and not leans(rest, lang) else text


def is_question(text: str) -> bool:
    return text.rstrip("\"'”’»)】」 ").endswith(("?", "？", "؟"))


def is_fragment(text: str) -> bool:
    """A few words that only announce what follows: "The fix?", "AI bubble alert!"."""
    return len(text) < FEW_CHARS and (is_question(text) or text.rstrip().endswith(("!", "！")))

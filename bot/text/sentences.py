"""Where a text's sentences end, in many languages."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.languages import language
from bot.text.marks import OpenMarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.text.languages import Language

STOP = re.compile(r"[.!?…‼⁇⁈⁉؟۔।॥።]+[\"'”’»›)\]」』）】》〉“]*|[。！？｡．]+[\"'”’»›)\]」』）】》〉]*")
"""What ends a sentence, with the quotes and brackets that close after it; “ closes in German, and opens in Chinese."""
WIDE_STOPS = frozenset("。！？｡．")
"""No space follows these."""
SPEAKER = re.compile(r"(?<=[」』”])(?:[とっ](?!ころで)|[^\s，。！？、]{0,4}[说說问問道答喊](?![明题題法话話]))")
"""What goes on behind a Japanese or Chinese quote that holds a whole sentence: who said it."""
QUOTED = re.compile(r"(?<=[！？])(?:を|って|という|といった|とか|みたいな|なんて|など|と[思言考書聞感叫])")
"""What goes on behind a Japanese question or cry that is only spoken of."""
CLOSING = "\"'”’»›)]“"
NAMES = frozenset(["yahoo!", "jeopardy!", "guess?", "kahoot!", "which?", "joomla!"])
"""Names that end in a mark; a sentence may go on behind them."""
AND_SO_ON = ("и т.",)
"""What stands before the last word of "and so on" in Russian."""
HOURS = frozenset({"a.m", "p.m"})
OF_HOUR = re.compile(
    r"(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST|Eastern|Central|Mountain|Pacific|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
"""What goes on behind an hour."""
APOSTROPHES = ("'", "’")
BEGINNERS = frozenset(
    ["the", "it", "but", "and", "yet", "for", "our", "you", "das", "und", "aber", "les", "el", "los", "il", "het"]
)
"""Short words with which sentences begin, and no names."""
BEFORE_ITEM = ":：;；!?。！？"
ITEM_CHARS = 200
FEWEST_LETTERS = 4
"""Of a longer one."""
LONGEST_WORD = 24
ROMAN = re.compile(r"[IVX]{1,5}")
INNER_CAPITAL = re.compile(r"[a-z]+\d*[A-Z]")
"""iPhone, xAI, eBay: such a word may begin a sentence."""
THAI = re.compile(r"(?<=[\u0e01-\u0e4e]) (?=[\u0e01-\u0e4e])")
THAI_SENTENCE = 40
"""Characters after which a space within Thai is taken for a sentence's end: Thai has no other sign."""
THAI_GOES_ON = ("และ", "ที่", "ซึ่ง", "โดย", "แต่", "เพื่อ", "หรือ", "ของ", "เมื่อ", "จาก", "ให้", "ว่า", "กับ", "ใน", "ๆ")


def sentence_ends(text: str, lang: str | None = None) -> Iterator[int]:
    """Where the text may stop after a whole sentence, its own end not included.

    Abbreviations, initials, decimals, ordinals and marks inside an open bracket or quote end nothing.
    """
    known = language(lang, text)
    marks = OpenMarks(text)
    for found in STOP.finditer(text):
        end = found.end()
        if end == len(text):
            break
        if found[0][0] in WIDE_STOPS and (SPEAKER.match(text, end) or QUOTED.match(text, end)):
            continue
        if found[0][0] not in WIDE_STOPS and not (text[end].isspace() and ends_here(text, found, known)):
            continue
        if not marks.any_at(end):
            yield end
    else:
        if "\u0e00" < text[:1] < "\u0e7f":
            yield from thai_ends(text)


def ends_here(text: str, found: re.Match[str], known: Language) -> bool:
    """The mark ends a sentence, as far as the words around it tell."""
    stop = found[0].rstrip(CLOSING)
    if not begins(text, found.end()):
        return False
    if stop == ".":
        return not text[found.start() - 1 : found.start()].isspace() and not abbreviates(text, found.start(), known)
    if stop[0] in ".…":
        return last_word(text, found.start()).lower() not in known.stop
    if stop in {"!", "?"}:
        return last_word(text, found.start()).lower() + stop not in NAMES
    return True


def begins(text: str, end: int) -> bool:
    """What follows can begin a sentence."""
    for at in range(end, min(end + 8, len(text))):
        if text[at].isalnum():
            return not text[at].islower() or INNER_CAPITAL.match(text, at) is not None
    return bool(text[end:].strip())


def last_word(text: str, end: int) -> str:
    start = end
    while start > 0 and of_word(text[start - 1]):
        start -= 1
    return text[start:end]


def of_word(char: str) -> bool:
    """A letter, a digit, or a mark on one."""
    return char.isalnum() or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


def abbreviates(text: str, dot: int, known: Language) -> bool:
    """The dot belongs to the word before it."""
    start = dot
    while start > 0 and (of_word(text[start - 1]) or text[start - 1] == "."):
        start -= 1
    word = text[start:dot]
    small = word.casefold()
    before, following = text[:start].rstrip(), text[dot + 1 : dot + LONGEST_WORD].lstrip()
    if small in known.short_after_number and (before[-1:].isdigit() or before.endswith(AND_SO_ON)):
        return small in HOURS and OF_HOUR.match(following) is not None
    if small in known.short or (known.short_ending and small.endswith(known.short_ending)):
        return True
    if "." in word:
        return all(len(part) <= 2 and part.isalpha() for part in word.split("."))
    if word.isdigit() or ROMAN.fullmatch(word):
        return len(word) <= 3 and word != "I" and (known.ordinals or numbers_item(word, before, text[dot:]))
    if len(word) == 1 and word.isalpha():
        return text[start - 1 : start] not in APOSTROPHES and not ends_name(before, following, known)
    if small in known.short_before_number:
        return text[dot + 1 : dot + 4].lstrip()[:1].isdigit()
    return False


def numbers_item(number: str, before: str, after: str) -> bool:
    """It counts an item of a list that is written in one line: "Three steps: 1. Open 2. Read"."""
    if not before:
        return True
    if number == "1":
        return before[-1] in BEFORE_ITEM or " 2. " in after[:ITEM_CHARS]
    return " 1. " in f" {before[-ITEM_CHARS:]}"


def ends_name(before: str, following: str, known: Language) -> bool:
    """The letter is no initial but a name's end, "Plan B": what follows is a little word that nobody is called by."""
    if not before[-1:].isalnum():
        return False
    word = following.split(" ", 1)[0].rstrip(",").casefold()
    return word in BEGINNERS or (len(word) >= FEWEST_LETTERS and word in known.lean)


def thai_ends(text: str) -> Iterator[int]:
    last = 0
    for space in THAI.finditer(text):
        if space.start() - last >= THAI_SENTENCE and not text.startswith(THAI_GOES_ON, space.end()):
            last = space.start()
            yield last


@lru_cache(maxsize=256)
def sentences(text: str, lang: str | None = None) -> tuple[str, ...]:
    """The text's sentences, without the space between them."""
    parts, start = [], 0
    for end in (*sentence_ends(text, lang), len(text)):
        part = text[start:end].strip()
        if part:
            parts.append(part)
        start = end
    return tuple(parts)

"""A description that a generator cut off: how it is known, and how it is made whole."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.text.condense import stopped
from bot.text.languages import language, width
from bot.text.sentences import sentence_ends, sentences
from bot.text.words import same_letters

ENOUGH_LETTERS = 40
"""Letters of the Latin alphabet that say enough by themselves."""
FRAGMENT = 20
"""Letters by which half a sentence is known in the body."""
CUT_CHARS = 100
"""In the Latin alphabet: a shorter description was not cut by a generator."""
ENDED = re.compile(r"[.!?…。！？｡؟۔।։።:;)\]”’\"'»」』）】]$|\.\.\.$")
DOTS = re.compile(r"\s{0,4}[\[(]\s{0,4}(?:…|\.\.\.)\s{0,4}[\])]$|\s{0,4}(?:…|\.\.\.)$")
LONGEST_DOTS = 17
"""Characters."""
WIDTHS = frozenset(
    {120, 125, 140, 145, 150, 155, 156, 157, 158, 160, 165, 170, 180, 200, 220, 240, 250, 255, 256, 280, 300}
)
"""Characters at which generators cut a description."""


def cut_off(description: str) -> bool:
    """It ends as no sentence does, or in a generator's dots."""
    end = description[-LONGEST_DOTS:]
    return DOTS.search(end) is not None or not ENDED.search(end)


class AroundDescription(NamedTuple):
    """What stands in a digest beside its description, and may show how that goes on."""

    description: str
    """As it was written, whose length tells whether a generator cut it."""
    lede: str
    paragraphs: tuple[str, ...]
    body: str


def complete_description(description: str, written: AroundDescription, lang: str) -> tuple[str, tuple[str, ...]]:
    """The description with its missing end, from the text that continues it, else without its half word; notes for the writer."""
    stem = DOTS.sub("", description)
    for text in (written.lede, *written.paragraphs):
        if same_letters(text) == same_letters(stem):
            return text if ENDED.search(text) else description if stem == description else stem, ()
        if continues(stem, text) and not is_line(description, text, lang):
            return text if text is written.lede else through_sentence(stem, text, lang), ()
    if stem != description:
        return whole_sentences(stem, lang) or stopped(stem) or description, ()
    count = len(written.description)
    last = description.rpartition(" ")[2]
    if count not in WIDTHS and count + 1 not in WIDTHS:
        return without_fragment(description, last, written, lang), ()
    if last.casefold() in language(lang).stop:
        return whole_sentences(description, lang) or stopped(description.rpartition(" ")[0]), ()
    if stands_in_body(last, written.body):
        return description, ()
    note = f"the description is cut off after {count} characters, and nothing in the digest continues it"
    return without_half_word(description, lang), (note,)


def without_fragment(description: str, last: str, written: AroundDescription, lang: str) -> str:
    """Sentences and half of one, cut at no generator's length: with that sentence's end where the body has it, else without it.

    A line that only lacks its full stop ends in a word of the body.
    """
    kept = whole_sentences(description, lang)
    known = last.casefold() not in language(lang).stop and len(last) > 1
    if not kept or len(description) < CUT_CHARS * width(lang) or (known and stands_in_body(last, written.body)):
        return description
    fragment = description[len(kept) :].strip()
    for text in written.paragraphs:
        for sentence in sentences(text, lang):
            if len(same_letters(fragment)) >= FRAGMENT and continues(fragment, sentence):
                return f"{description[: len(description) - len(fragment)]}{sentence}"
    return kept


def is_line(description: str, text: str, lang: str) -> bool:
    """The description is a short line that its writer left without a full stop, though the text goes on behind the same words."""
    last = description.rpartition(" ")[2]
    return len(description) < CUT_CHARS * width(lang) and stands_in_body(last, text)


def stands_in_body(word: str, body: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", body) is not None


def whole_sentences(stem: str, lang: str) -> str:
    """The stem up to its last whole sentence, where these say enough."""
    ends = list(sentence_ends(stem, lang))
    kept = stem[: ends[-1]] if ends else ""
    return kept if count_letters(kept) >= ENOUGH_LETTERS * width(lang) else ""


def through_sentence(stem: str, text: str, lang: str) -> str:
    """The text as far as the sentence goes in which the stem ends."""
    enough = len(same_letters(stem))
    for end in sentence_ends(text, lang):
        if len(same_letters(text[:end])) >= enough:
            return text[:end]
    return text


def continues(stem: str, text: str) -> bool:
    """The text says what the stem says, and goes on."""
    short, long = same_letters(stem), same_letters(text)
    return len(short) >= 8 and len(long) > len(short) and long.startswith(short)


def without_half_word(text: str, lang: str) -> str:
    """The text up to its last whole sentence if most of it is kept so, else up to the word before the last."""
    sentence = whole_sentences(text, lang)
    if sentence:
        return sentence
    kept, known = text.rpartition(" ")[0], language(lang)
    while kept.rpartition(" ")[2].strip("—–-,;:").casefold() in known.stop and " " in kept:
        kept = kept.rpartition(" ")[0]
    return stopped(kept) or text


def half_a_sentence(description: str, own: str, lang: str) -> bool:
    """What a generator cut has no whole sentence left; a short line with dots is its writer's own."""
    return description.endswith("…") and len(own) >= CUT_CHARS * width(lang)


def count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))

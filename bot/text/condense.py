"""The longest piece of a text that fits and still reads as if somebody had meant to stop there."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from bot.text.languages import language
from bot.text.marks import PAIRS, opens, unclosed
from bot.text.sentences import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.text.languages import Language

ELLIPSIS = "…"

# ── words ────────────────────────────────────────────────────────────────────────────────────────

TOKEN = re.compile(r"[^ \t\n\r\f\v\u3000]+")
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Han, kana and their punctuation: scripts that put no space between words."""
WHOLE = re.compile(r"https?://[!-~]+|(?<!\w)[#＃@＠$]\w+")
"""Never cut, in whatever script."""
NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥)]}）】」』》〉〕｝”’»!?,.:;%％"
    "ะาำๅๆฯຯະາຳໆ။၊។៖ៗ"
)
NO_END = frozenset("([{（【「『《〈〔｛“‘«#＃@＠$＄¥￥เแโใไເແໂໃໄ")
LONGEST_RUN = 10
"""Grapheme clusters after which a run of kana or kanji may be cut although a word may be going on."""
HIRAGANA = re.compile(r"[\u3041-\u309f]")
KATAKANA = re.compile(r"[\u30a1-\u30ff\uff66-\uff9f]")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def word_ends(text: str) -> Iterator[int]:
    """Where the text may stop after a whole word; in scripts without spaces, between fitting grapheme clusters."""
    for token in TOKEN.finditer(text):
        if not token[0].isascii() and UNSPACED.search(token[0]):
            yield from (token.start() + end for end in unspaced_ends(token[0]))
        yield token.end()


def unspaced_ends(token: str) -> Iterator[int]:
    japanese = HIRAGANA.search(token) is not None
    kept = [found.span() for found in WHOLE.finditer(token)]
    last = 0
    clusters = cluster_spans(token)
    for run, ((start, end), (_, after)) in enumerate(pairwise(clusters)):
        left, right = token[start:end], token[end:after]
        if not (UNSPACED.match(left) or UNSPACED.match(right)) or right[0] in NO_START or left[-1] in NO_END:
            continue
        if any(one <= end < other for one, other in kept):
            continue
        if run - last < LONGEST_RUN and within_word(left, right, japanese=japanese):
            continue
        last = run
        yield end


def within_word(left: str, right: str, *, japanese: bool) -> bool:
    if KATAKANA.match(left) and KATAKANA.match(right):
        return True
    if not japanese:
        return False
    if HIRAGANA.match(right):
        return True
    return bool(HAN.match(left) and HAN.match(right))


def cluster_spans(text: str) -> list[tuple[int, int]]:
    import regex

    return [found.span() for found in regex.finditer(r"\X", text)]


# ── broken off ───────────────────────────────────────────────────────────────────────────────────

WEAK = " \t\n\r\u3000,;:–—‒―-/&·|•+=<~、，；：・،؛\\*_"
"""Nothing stops after one of these."""


def stopped(text: str) -> str:
    """The text as it reads when it is broken off here: "…" once, nothing dangling, brackets and quotes closed."""
    stem = text
    while True:
        bare = stem.rstrip(WEAK).rstrip(".…")
        if bare and (bare[-1] in PAIRS or (bare[-1] in "\"'" and opens(bare[-2:-1] or " "))):
            bare = bare[:-1]
        if bare == stem:
            break
        stem = bare
    return stem + ELLIPSIS + unclosed(stem) if stem else ""


# ── cutting ──────────────────────────────────────────────────────────────────────────────────────

CLAUSE = re.compile(r"\s[—–-](?=\s)|(?<=\w)—(?=\w)|[;:,](?=\s)|[；：，،؛]")
"""Where a clause may end; the mark itself goes."""
COMMAS = frozenset("、，；：")
LOOK_BACK = 8
"""Characters."""
SENTENCE_SHARE = 3 / 4
"""Of the room that a whole sentence has to fill, or half a sentence is tried."""
CLAUSE_SHARE = 3 / 5
"""Of the room that a clause has to fill."""
KEPT_SHARE = 1 / 3
"""Of its sentence that a clause has to be."""
STOP = re.compile(r"[.!?…](?:\s|$)|[。！？؟।]")
FULL_STOPS = frozenset(".。।")
"""What a clause ends with that ends as its sentence does."""
FIRST_WORD = re.compile(r"\W*([\w'’]+)")
LAST_WORD = re.compile(r"([\w'’]+)[^\w\s]*$")
LIST_CHARS = 30
"""A comma that follows another so soon parts a list."""
SENTENCE_START = (". ", "! ", "? ", "。", "！", "？")


def cut(text: str, fits: Callable[[str], bool], most: int, *, lang: str | None = None, sentences: bool = True) -> str:
    """The longest piece from the text's beginning that fits and reads well; "" if none does.

    Whole sentences; where these leave a quarter of the room unused, a whole clause; else whole words and "…".
    ``most``: no text of more words than this fits.
    """
    if fits(text):
        return text
    ends = list(islice(word_ends(text), most + 1))
    if not ends:
        return ""
    known = language(lang, text)
    whole = [end for end in sentence_ends(text[: ends[-1] + 1], lang) if end <= ends[-1]] if sentences else []
    words = longest_words(text, ends, frozenset(whole), fits, most, known)
    kept = last(len(whole), lambda index: fits(text[: whole[index]]))
    saying = text[: whole[kept - 1]] if kept else ""
    if saying and (len(saying) >= SENTENCE_SHARE * len(words) or not words):
        return saying
    clause = longest_clause(text, len(words), known, fits) if sentences else ""
    if len(clause) >= CLAUSE_SHARE * len(words) and len(clause) > len(saying):
        return clause
    return saying if len(saying) * 3 >= len(words) else words


def longest_words(
    text: str, ends: list[int], whole: frozenset[int], fits: Callable[[str], bool], most: int, known: Language
) -> str:
    """The most words that fit, and "…"; the last of them is none that waits for another."""

    def piece(end: int) -> str:
        return text[:end] if end in whole else stopped(text[:end])

    # Most texts take a unit for a character or more, so that the answer is rarely beyond this word.
    near = bisect_right(ends, most)
    beyond = near < len(ends) and fits(piece(ends[near]))
    count = last(len(ends) if beyond else near, lambda index: fits(piece(ends[index])))
    while count > 1 and ends[count - 1] not in whole and waits(text, ends[count - 2], ends[count - 1], known):
        count -= 1
    return piece(ends[prefer_comma(text, ends, count)]) if count else ""


def waits(text: str, start: int, end: int, known: Language) -> bool:
    """The word between these is one that needs another after it."""
    return re.split("[–—]", text[start:end].rstrip(WEAK))[-1].strip(" ,;:-([{\"'“‘«„").casefold() in known.stop


def longest_clause(text: str, most: int, known: Language, fits: Callable[[str], bool]) -> str:
    """The longest beginning that ends with a whole clause and is not longer than ``most`` characters; with its sentence's full stop."""
    marks = [mark for mark in CLAUSE.finditer(text, 0, most + 2) if mark.start() >= CLAUSE_SHARE * most]
    for mark in reversed(marks):
        piece = text[: mark.start()].rstrip()
        begun = max(piece.rfind(stop) for stop in SENTENCE_START) + 1
        ended = STOP.search(text, mark.end())
        share = (len(piece) - begun) / ((ended.end() if ended else len(text)) - begun)
        if share >= KEPT_SHARE and whole_clause(text, mark, known) and not unclosed(piece) and fits(piece):
            stop = ended[0].strip() if ended else ""
            return piece + stop if stop in FULL_STOPS and fits(piece + stop) else piece
    return ""


def whole_clause(text: str, mark: re.Match[str], known: Language) -> bool:
    """What stands before the mark can do without what follows it."""
    piece = text[: mark.start()].rstrip()
    word = LAST_WORD.search(piece)
    if word is None or word[1].casefold() in known.stop:
        return False
    begun = piece[max(piece.rfind(stop) for stop in SENTENCE_START) + 1 :].strip(" 。！？")
    opening = FIRST_WORD.match(begun)
    if opening and opening[1].casefold() in known.fronted and not re.search(r"[,，،]", begun):
        return False
    if mark[0] not in {",", "،"}:
        return True
    following = FIRST_WORD.match(text, mark.end())
    listed = re.search(r"[,،]", piece[-LIST_CHARS:]) is not None
    return not listed and following is not None and following[1].casefold() in known.tail


def last(count: int, fits: Callable[[int], bool]) -> int:
    """How many of ``count`` growing pieces fit."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if fits(middle):
            low = middle + 1
        else:
            high = middle
    return low


def prefer_comma(text: str, ends: list[int], count: int) -> int:
    """The index to stop at: a comma close before, where nothing else shows what is a word."""
    stop = ends[count - 1]
    for index in range(count - 1, -1, -1):
        if stop - ends[index] > LOOK_BACK or not UNSPACED.match(text, ends[index] - 1):
            break
        if text[ends[index] - 1] in COMMAS:
            return index
    return count - 1


def chop(text: str, fits: Callable[[str], bool], most: int) -> str:
    """The longest run of grapheme clusters and "…" that fits, for a word longer than any room; never of a link or hashtag."""
    word = TOKEN.search(text)
    if word is None or WHOLE.match(word[0]):
        return ""
    import regex

    ends = [found.end() for found in islice(regex.finditer(r"\X", text), most + 1)]
    count = last(len(ends), lambda index: fits(stopped(text[: ends[index]])))
    return stopped(text[: ends[count - 1]]) if count else ""

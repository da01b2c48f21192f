"""The longest piece of a text that fits and still reads as if somebody had meant to stop there."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ELLIPSIS = "…"

# ── sentences ────────────────────────────────────────────────────────────────────────────────────

STOP = re.compile(r"(?:[.!?…‼⁇⁈⁉؟۔।॥።]+|[。！？｡．]+)[\"'”’»›)\]」』）】》〉]*")
"""What ends a sentence, with the quotes and brackets that close after it."""
WIDE_STOPS = frozenset("。！？｡．")
"""No space follows these."""
SHORT = (
    "mr mrs ms dr prof rev hon sr jr st vs eg ie cf ca approx pp figs eq eds al inc ltd co corp dept gov sen rep adm capt lt"
    " sgt univ assn bros ave blvd jan feb mar apr jun jul aug sep sept oct nov dec tue wed thu fri resp incl excl misc avg"
    " bzw usw ggf inkl zzgl vgl evtl sog mio mrd mme mlle ej pág sra srta dra tzv např"
)
SHORT_BEFORE_NUMBERS = "no nos nr vol fig art ed ch sec mt col max min tel est mon sat sun"
ABBREVIATIONS = frozenset(SHORT.split())
"""Compared without case and dots; what stands after one of these goes on with the same sentence."""
NUMBERED = frozenset(SHORT_BEFORE_NUMBERS.split())
"""The same, but only where a number follows: most are words too."""


def sentence_ends(text: str) -> Iterator[int]:
    """Where the text may stop after a whole sentence, its own end not included.

    Abbreviations, initials, decimals and marks inside an open bracket or quote end nothing.
    """
    for found in STOP.finditer(text):
        end = found.end()
        if end == len(text):
            return
        if found[0][0] not in WIDE_STOPS:
            if not text[end].isspace() or not begins(text, end):
                continue
            if found[0][0] == "." and found[0].rstrip("\"'”’»›)]") == "." and abbreviates(text, found.start()):
                continue
        if not unclosed(text[:end]):
            yield end


def begins(text: str, end: int) -> bool:
    """What follows can begin a sentence."""
    for char in text[end : end + 8]:
        if char.isalnum():
            return not char.islower()
    return bool(text[end:].strip())


def abbreviates(text: str, dot: int) -> bool:
    """The dot belongs to the word before it."""
    start = dot
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    word = text[start:dot]
    if "." in word:
        return all(len(part) <= 2 for part in word.split(".")) and not word[-1].isdigit()
    if len(word) == 1 and word.isalpha():
        return True
    if word.casefold() in NUMBERED:
        return text[dot + 1 : dot + 4].lstrip()[:1].isdigit()
    return word.casefold() in ABBREVIATIONS


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


# ── brackets and quotes ──────────────────────────────────────────────────────────────────────────

PAIRS = dict(zip("([{（【「『《〈〔｛“‘«‹„‚", ")]}）】」』》〉〕｝”’»›“‘", strict=True))
CLOSERS = frozenset("".join(PAIRS.values()))
MARK = re.compile("[\"'" + re.escape("".join(PAIRS) + "".join(sorted(CLOSERS))) + "]")
WEAK = " \t\n\r\u3000,;:–—‒―-/&·|•+=<~、，；：・،؛\\*_"
"""Nothing stops after one of these."""


def unclosed(text: str) -> str:
    """What would close the brackets and quotes that are open at the text's end, innermost first."""
    open_marks: list[str] = []
    for found in MARK.finditer(text):
        mark, at = found[0], found.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if (open_marks and mark == open_marks[-1] and not (mark in "’'" and after.isalnum())) or (
            open_marks and open_marks[-1] == "“" and mark == "”"
        ):
            open_marks.pop()
        elif mark in PAIRS and not (before in ":;-" and mark in "([{"):
            open_marks.append(PAIRS[mark])
        elif (mark == '"' and opens(before)) or (mark == "'" and opens(before) and after.isalpha()):
            open_marks.append(mark)
        elif mark in CLOSERS and mark in open_marks and mark not in "’'":
            del open_marks[open_marks.index(mark) :]
    return "".join(reversed(open_marks))


def opens(before: str) -> bool:
    return before.isspace() or before in "([{“‘«—–-/"


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

COMMAS = frozenset("、，；：")
LOOK_BACK = 8
"""Characters."""


def cut(text: str, fits: Callable[[str], bool], most: int, *, sentences: bool = True) -> str:
    """The longest piece from the text's beginning that fits: whole sentences, else whole words and "…"; "" if none.

    ``most``: no text of more words than this fits. Whole sentences are preferred unless they leave two thirds unused.
    """
    if fits(text):
        return text
    ends = list(islice(word_ends(text), most + 1))
    if not ends:
        return ""
    whole = [end for end in sentence_ends(text[: ends[-1] + 1]) if end <= ends[-1]] if sentences else []
    stops = frozenset(whole)

    def piece(end: int) -> str:
        return text[:end] if end in stops else stopped(text[:end])

    # Most texts take a unit for a character or more, so that the answer is rarely beyond this word.
    near = bisect_right(ends, most)
    beyond = near < len(ends) and fits(piece(ends[near]))
    count = last(len(ends) if beyond else near, lambda index: fits(piece(ends[index])))
    words = piece(ends[prefer_comma(text, ends, count)]) if count else ""
    kept = last(len(whole), lambda index: fits(text[: whole[index]]))
    saying = text[: whole[kept - 1]] if kept else ""
    return saying if saying and len(saying) * 3 >= len(words) else words


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

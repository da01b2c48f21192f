"""Brackets and quotes that are open at some place of a text."""

from __future__ import annotations

import re
from collections import deque

PAIRS = dict(zip("([{（【「『《〈〔｛“‘«‹„‚", ")]}）】」』》〉〕｝”’»›“‘", strict=True))
CLOSERS = frozenset("".join(PAIRS.values()))
MARK = re.compile("[\"'" + re.escape("".join(PAIRS) + "".join(sorted(CLOSERS))) + "]")
HANGUL = re.compile("[\uac00-\ud7a3]")
LATIN_WORD = re.compile("[A-Za-zÀ-ɏ]{2}")
DEEPEST = 16
"""Marks within one another; what is deeper is no text."""
FORGOTTEN = 400
"""Characters after which a quote that nobody closed was an apostrophe, or a slip."""


class OpenMarks:
    """Reads a text once, from its beginning on, and tells at any later place what is open there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = MARK.finditer(text)
        self.next = next(self.marks, None)
        self.open: deque[tuple[str, int]] = deque(maxlen=DEEPEST)
        """What would close each, and where it was opened."""

    def any_at(self, end: int) -> bool:
        """Something is open before ``end``, which never goes back."""
        while self.next is not None and self.next.start() < end:
            self.read(self.next[0], self.next.start(), end)
            self.next = next(self.marks, None)
        while self.open and end - self.open[0][1] > FORGOTTEN:
            self.open.popleft()
        return bool(self.open)

    def read(self, mark: str, at: int, end: int) -> None:
        before = self.text[at - 1] if at else " "
        after = self.text[at + 1] if at + 1 < end else " "
        last = self.open[-1][0] if self.open else ""
        if mark == "‘" and LATIN_WORD.match(before + after):
            return  # a letter's sign, as in Uzbek
        # Korean writes its particles right behind a quote.
        within_word = mark in "’'" and after.isalnum() and not HANGUL.match(after)
        if (mark == last and not within_word) or (last == "“" and mark == "”"):
            self.open.pop()
        elif mark in PAIRS and not (before in ":;-" and mark in "([{"):
            self.open.append((PAIRS[mark], at))
        elif (mark == '"' and opens(before)) or (mark == "'" and opens(before) and after.isalpha()):
            self.open.append((mark, at))
        elif mark in CLOSERS and mark not in "’'" and any(closer == mark for closer, _ in self.open):
            while self.open.pop()[0] != mark:
                pass


def opens(before: str) -> bool:
    """A straight quote after this character opens."""
    return before.isspace() or before in "([{“‘«—–-/"


def unclosed(text: str) -> str:
    """What would close the brackets and quotes that are open at the text's end, innermost first."""
    marks = OpenMarks(text)
    marks.any_at(len(text))
    return "".join(closer for closer, _ in reversed(marks.open))

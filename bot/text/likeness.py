"""How alike two long texts are, by prints of a few bytes that can be kept in their place."""

from __future__ import annotations

import hashlib
import heapq
import re
import struct
from zlib import crc32

# Languages that part no words are taken character by character.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
ASCII_WORDS = bytes(sign if re.fullmatch(r"\w", chr(sign)) else ord(" ") for sign in range(128)) + bytes(
    range(128, 256)
)
"""In ASCII a word is what stands between other signs, which is found without a pattern."""
WORDS_TOGETHER = 3
READ_CHARACTERS = 100_000
EXACT_BYTES = 8
SKETCH = 12
"""Hashes that are kept: the smallest ones of all three words that stand together, which are the same ones in like texts."""
ALIKE = 2 / 3
"""Of the smallest hashes of both; texts that share half of their words have a third in common."""
SMALL = 1 << 29
"""One hash in eight is smaller."""
WHOLE_BYTES = EXACT_BYTES + 4 * SKETCH
"""A shorter print is one of a text of a sentence, which another digest may have too."""


def print_of(text: str) -> bytes | None:
    """A print of the text's words, by which the same text and like ones are known; None for one without words."""
    words = words_of(text[:READ_CHARACTERS].casefold())
    if not words:
        return None
    whole = b" ".join(words)
    exact = hashlib.blake2b(whole, digest_size=EXACT_BYTES).digest()
    # An archive has millions of words: no loop here is Python's own.
    together = zip(*(words[start:] for start in range(WORDS_TOGETHER)), strict=False)
    # A text of one word or two is its own only part.
    hashes = set(map(crc32, map(b" ".join, together))) or {crc32(whole)}
    # A long text has enough small ones, and to sort all of them would take longer than to make them.
    small = [value for value in hashes if value < SMALL]
    smallest = sorted(small if len(small) >= SKETCH else hashes)[:SKETCH]
    return exact + struct.pack(f">{len(smallest)}I", *smallest)


def words_of(text: str) -> list[bytes]:
    if text.isascii():
        return text.encode().translate(ASCII_WORDS).split()
    return " ".join(WORD.findall(text)).encode().split(b" ") if WORD.search(text) else []


def same_text(one: bytes, other: bytes) -> bool:
    """Word for word."""
    return one[:EXACT_BYTES] == other[:EXACT_BYTES]


def alike(one: bytes, other: bytes) -> bool:
    """The same text, or one that was edited into the other."""
    if same_text(one, other):
        return True
    mine, theirs = sketch(one), sketch(other)
    smallest = heapq.nsmallest(SKETCH, mine | theirs)
    return sum(value in mine and value in theirs for value in smallest) >= ALIKE * len(smallest)


def sketch(text_print: bytes) -> set[bytes]:
    return {text_print[at : at + 4] for at in range(EXACT_BYTES, len(text_print), 4)}

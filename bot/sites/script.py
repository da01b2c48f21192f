"""Values in JavaScript configurations, read as text: nothing of them is ever run."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))
    | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)
    | (?P<word>[A-Za-z_$][\w$]*)
    | (?P<mark>=>|\?\?|\|\||\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""An escaped quote begins no text, or each one behind a quote that nobody closed would be followed to the line's end."""
OPEN, CLOSE = "([{", ")]}"
HOPS = 4
"""How many names are followed from one value to the next."""
WORDS = 40
"""Of one value; what is longer is a program, not a value."""
CONSTANT_WORDS = 8
MOST_TIMES = 4
"""That a script's words are read again as those of its objects, one within the other."""
VALUES = 20
"""Values of one name that are looked at."""


class Script:
    """One script, with the others in which the names that it imports may be found."""

    def __init__(self, source: str, others: Mapping[str, str], outer: Script | None = None) -> None:
        """``outer``: the script that this is a part of, whose constants are its own."""
        self.words = tokens(source)
        self.others = others
        self.outer = outer

    def inside(self, name: str) -> Script | None:
        """The first object behind ``name:``, as a script of its own; None where there is none."""
        for _, place in sorted(self.places.get(name, ())):
            if words := bracketed(self.words, place + 2):
                return Script(" ".join(words), {}, self)
        return None

    def objects_with(self, name: str) -> Iterator[Script]:
        """The objects that hold this name themselves, each as a script of its own."""
        opened: list[int] = []
        held: set[int] = set()
        room = MOST_TIMES * len(self.words)
        for place, word in enumerate(self.words):
            if word in OPEN:
                opened.append(place)
            elif word in CLOSE and opened:
                start = opened.pop()
                room -= place - start if start in held else 0
                if room < 0:
                    return
                if start in held:
                    yield Script(" ".join(self.words[start + 1 : place]), {}, self)
            elif opened and word.strip("\"'") == name and self.words[place + 1 : place + 2] == [":"]:
                held.add(opened[-1])

    def outside_lists(self) -> Script:
        """Without what lists hold: an address in one is one of many."""
        depth = 0
        kept: list[str] = []
        for word in self.words:
            depth -= word == "]"
            kept += [word] if not depth else []
            depth += word == "["
        return Script(" ".join(kept), self.others, self.outer)

    def said(self, name: str, depth: int | None = None) -> Iterator[str]:
        """Every text that may stand behind ``name:`` or ``name =``, the outermost first.

        ``depth``: within so many brackets at most.
        """
        for value in self.values(name, depth):
            yield from self.texts(value)

    def listed(self, name: str) -> list[str]:
        """The texts of the list, or the one text, that stands behind the outermost ``name:``."""
        return next((self.texts(value) for value in self.values(name, depth=0)), [])

    def values(self, name: str, depth: int | None = None) -> list[Sequence[str]]:
        places = sorted(self.places.get(name, ()))
        return [expression(self.words, place + 2) for inner, place in places if depth is None or inner <= depth]

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Name to the depth and the place of its first VALUES assignments."""
        found: dict[str, list[tuple[int, int]]] = {}
        for name, depth, place in assignments(self.words):
            places = found.setdefault(name, [])
            if len(places) < VALUES:
                places.append((depth, place))
        return found

    def texts(self, value: Sequence[str], hops: int = HOPS) -> list[str]:
        """Every text that the expression may stand for, names looked up."""
        found: list[str] = []
        for place, word in enumerate(value):
            if is_text(word):
                text = self.filled(word, hops)
                found += [text] if text is not None else []
            elif re.match(r"[A-Za-z_$]", word) and value[place + 1 : place + 2] not in (["."], ["("], ["["]):
                found += self.named(word, hops)
        return found

    def named(self, name: str, hops: int) -> list[str]:
        value = self.constants.get(name)
        return self.texts(value, hops - 1) if value is not None and hops else []

    def filled(self, token: str, hops: int) -> str | None:
        """A text, with the names in a template's ``${...}`` looked up; None where one is not known."""
        text = unquoted(token)
        if token[0] != "`" or "${" not in text:
            return text
        unknown = False

        def look(found: re.Match[str]) -> str:
            nonlocal unknown
            known = self.named(found[1].rpartition(".")[2], hops)
            unknown = unknown or not known
            return known[0] if known else ""

        result = re.sub(r"\$\{\s*([\w$.]{1,100})\s*\}", look, text)
        return None if unknown or "${" in result else result

    @cached_property
    def constants(self) -> dict[str, Sequence[str]]:
        """Name to its first short value, here and then in the other scripts."""
        if self.outer is not None:
            return self.outer.constants
        found: dict[str, Sequence[str]] = {}
        for words in (self.words, *map(tokens, self.others.values())):
            for name, _, place in assignments(words):
                if name not in found and len(value := expression(words, place + 2)) <= CONSTANT_WORDS:
                    found[name] = value
        return found


def tokens(script: str) -> list[str]:
    """Words, texts with their quotes, and marks; no comments."""
    return [found[0] for found in TOKEN.finditer(script) if found.lastgroup != "skip"]


def assignments(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Name, depth and place of every ``name: value`` and ``name = value``."""
    depth = 0
    for place, word in enumerate(words):
        if word in OPEN:
            depth += 1
        elif word in CLOSE:
            depth -= 1
        elif words[place + 1 : place + 2] in ([":"], ["="]) and words[max(0, place - 1) : place] != ["."]:
            yield unquoted(word) if is_text(word) else word, depth, place


def expression(words: Sequence[str], start: int) -> Sequence[str]:
    """The words up to the comma, semicolon or bracket that ends it, WORDS at most."""
    depth = 0
    end = min(len(words), start + WORDS)
    for place in range(start, end):
        word = words[place]
        if word in OPEN:
            depth += 1
        elif word in CLOSE:
            depth -= 1
        if depth < 0 or (not depth and place > start and word in {",", ";", "const", "export", "let", "var"}):
            return words[start:place]
    return words[start:end]


def bracketed(words: Sequence[str], start: int) -> Sequence[str]:
    """The words within the braces that open here; empty where none do."""
    depth = 0
    for place in range(start, len(words)):
        depth += (words[place] in OPEN) - (words[place] in CLOSE)
        if not depth:
            return words[start + 1 : place] if words[start] == "{" else ()
    return ()


def is_text(token: str) -> bool:
    return len(token) > 1 and token[0] in "\"'`"


def unquoted(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1])


def is_script(path: str) -> bool:
    return re.search(r"\.\w?[jt]sx?$", path) is not None

"""Front matter that is written in JavaScript: ``---js`` of Eleventy, ``export const metadata = {...}`` of MDX. It is read, never run."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.sites.script import is_text, tokens, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEPTH = 6
CLOSING = frozenset("}]")
"""Either ends an object or a list, for a slip of the pen has the one in the other's place."""
MOST_CONSTANTS = 40
"""That are looked at; one whose bracket nobody closed is looked at up to the script's end."""
HEAD_CHARS = 8192
"""Within which an MDX page exports its metadata."""
EXPORTED = re.compile(
    r"^export\s+const\s+(?:metadata|meta|frontmatter|frontMatter|post)\b[^=\n]{0,60}=\s*(?=\{)", re.MULTILINE
)


class NoValue(Exception):
    """A program stands there, not a value."""


def fields_of(script: str) -> dict[str, Any]:
    """What the script's object says, or its constants; what only a program could tell is left out."""
    words = tokens(script)
    start = next(
        (
            at
            for at in range(len(words))
            if words[at] == "{" and words[at - 1 : at] in ([], ["="], ["default"], ["return"], ["("])
        ),
        None,
    )
    constants = dict(read_constants(words))
    if constants or start is None:
        return constants
    return read_object(words, start, 0)[0]


def read_constants(words: Sequence[str]) -> Iterator[tuple[str, Any]]:
    places = (
        at for at, word in enumerate(words) if word in {"const", "let", "var"} and words[at + 2 : at + 3] == ["="]
    )
    for at in islice(places, MOST_CONSTANTS):
        try:
            found, _ = read_value(words, at + 3, 0)
        except NoValue:
            continue
        yield words[at + 1], found


def read_exported(text: str) -> tuple[dict[str, Any], str] | None:
    """The metadata that an MDX page exports, and the page without it; None where it exports none."""
    found = EXPORTED.search(text, 0, HEAD_CHARS)
    if found is None or "```" in text[: found.start()]:  # somebody writes about MDX
        return None
    end = end_of_object(text, found.end())
    if end is None:
        return None
    fields = read_object(tokens(text[found.end() : end]), 0, 0)[0]
    return (fields, text[: found.start()] + text[end:].removeprefix(";")) if fields else None


def end_of_object(text: str, start: int) -> int | None:
    """Where the object that opens here ends; None where it does not."""
    depth = 0
    at = start
    for word in tokens(text[start : start + 20_000]):
        at = text.index(word, at) + len(word)
        depth += (word == "{") - (word == "}")
        if not depth:
            return at
    return None


def read_object(words: Sequence[str], start: int, depth: int) -> tuple[dict[str, Any], int]:
    """The object that opens here, and the place behind it."""
    found: dict[str, Any] = {}
    at = start + 1
    while at < len(words) and words[at] not in CLOSING:
        if words[at + 1 : at + 2] == [":"]:
            name = unquoted(words[at]) if is_text(words[at]) else words[at]
            try:
                found[name], at = read_value(words, at + 2, depth + 1)
            except NoValue:
                at += 2
        at = behind_entry(words, at)
    return found, at + 1


def read_value(words: Sequence[str], start: int, depth: int) -> tuple[Any, int]:
    """The value that begins here, and the place behind it. Raises NoValue."""
    word = words[start] if start < len(words) and depth < DEPTH else ""
    found: Any
    if word == "{":
        found, at = read_object(words, start, depth)
    elif word == "[":
        found, at = read_array(words, start, depth)
    elif is_text(word) and "${" not in word:
        found, at = unquoted(word), start + 1
    elif word in {"true", "false"}:
        found, at = word, start + 1
    elif word in {"null", "undefined"}:
        found, at = None, start + 1
    elif (
        words[start : start + 3] == ["new", "Date", "("]
        and words[start + 4 : start + 5] == [")"]
        and is_text(words[start + 3])
    ):
        found, at = unquoted(words[start + 3]), start + 5
    elif word.isdigit():
        at = start
        while at < len(words) and (words[at].isdigit() or words[at] == "."):
            at += 1
        found = "".join(words[start:at])
    else:
        raise NoValue
    if at < len(words) and words[at] not in {",", ";", "}", "]", "const", "let", "var", "export", "as", "satisfies"}:
        raise NoValue
    return found, at


def read_array(words: Sequence[str], start: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    at = start + 1
    while at < len(words) and words[at] not in CLOSING:
        try:
            one, at = read_value(words, at, depth + 1)
            found.append(one)
        except NoValue:
            pass
        at = behind_entry(words, at)
    return found, at + 1


def behind_entry(words: Sequence[str], start: int) -> int:
    """The place after the comma that ends this entry, or that of the bracket that ends them all."""
    depth = 0
    for at in range(start, len(words)):
        if not depth and words[at] in CLOSING:
            return at
        depth += (words[at] in "([{") - (words[at] in ")]}")
        if not depth and words[at] == ",":
            return at + 1
    return len(words)

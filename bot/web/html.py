"""HTML as tags and words, in one pass whatever it holds.

The standard library's parser takes a time that grows with the square of the length for unclosed tags and comments, and
raises for "<![".
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG_CHARS = 4096
TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]{0,60})((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
ATTRIBUTE = re.compile(r"([^\s=\"'<>/]{1,60})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
RAW = frozenset({"script", "style", "textarea", "template", "noscript", "iframe"})
"""What stands in these is no HTML, or not shown."""


class Tag(NamedTuple):
    name: str
    attributes: dict[str, str]
    closing: bool = False


def pieces(markup: str) -> Iterator[Tag | str]:
    """The tags and the words between them, in order; comments, scripts and declarations are left out."""
    at = 0
    while (start := markup.find("<", at)) >= 0:
        if start > at:
            yield html.unescape(markup[at:start])
        if markup.startswith(("<!", "<?"), start):
            close = "-->" if markup.startswith("<!--", start) else ">"
            at = end_of(markup, close, start)
            continue
        tag = TAG.match(markup, start, start + TAG_CHARS)
        if tag is None:
            yield "<"
            at = start + 1
            continue
        closes, name = bool(tag[1]), tag[2].lower()
        yield Tag(name, {} if closes else attributes_of(tag[3]), closing=closes)
        at = tag.end()
        if name in RAW and not closes:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
            at = closing.start() if closing else len(markup)
    if at < len(markup):
        yield html.unescape(markup[at:])


def end_of(markup: str, close: str, start: int) -> int:
    """Where the text goes on after ``close``; at the end of all, where it does not come."""
    end = markup.find(close, start)
    return len(markup) if end < 0 else end + len(close)


def attributes_of(text: str) -> dict[str, str]:
    """The first value of each name, entities resolved."""
    attributes: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), html.unescape(next((value for value in values if value), "")))
    return attributes

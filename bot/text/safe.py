"""Text from a blog, made harmless for whoever prints it."""

from __future__ import annotations

import re
from functools import cache

HOSTILE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1: cursor movement, colours, titles, clipboard
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # text that runs backwards and hides what it says
    "\u2028\u2029"  # line ends that only some see
    "\ud800-\udfff"  # half a character: cannot be written as UTF-8
    "\ufeff\ufff9-\ufffb"
    "\U000e0001"
    "]"
    r"|(?<=#)#(?=\[)"  # "##[" anywhere in a line is a command to GitHub's runner
)


def visible(text: str) -> str:
    r"""The text with every character that could steer a terminal, a log or the reading order spelt out as ``\x1b``."""
    return HOSTILE.sub(lambda found: spelt(found[0]), text.replace("\r\n", "\n"))


@cache
def spelt(mark: str) -> str:
    code = ord(mark)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def line(text: str) -> str:
    """The same on one line, white space drawn together."""
    return " ".join(visible(text).split())


def log_line(text: str) -> str:
    """The same as a whole line of a log: it begins no workflow command, which is "::" at a line's beginning."""
    shown = line(text)
    return f"\\x3a{shown[1:]}" if shown.startswith("::") else shown


def json_text(document: str) -> str:
    """JSON with the same characters escaped as JSON escapes them; it still says the same."""
    if document.isascii() and document.isprintable() and "##[" not in document:
        return document
    return HOSTILE.sub(lambda found: json_escape(found[0]), document)


@cache
def json_escape(mark: str) -> str:
    units = mark.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

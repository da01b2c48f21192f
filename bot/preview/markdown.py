"""A blog's own words in GitHub's Markdown, where they are words and nothing else."""

from __future__ import annotations

import re

from bot.text.safe import line, visible

PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'*+,;=%-]+")
MARKUP = re.compile(r"[&<>`*_~\[\]\\|@#:$^{}!]|(?<=www)\.|^[-+=]|(?<=\d)[.)](?=\s|$)", re.IGNORECASE)


def escape_words(value: str) -> str:
    """One line of words for Markdown: nothing in it is markup, a mention, a reference or a link."""
    return MARKUP.sub(as_reference, line(value))


def as_reference(match: re.Match[str]) -> str:
    # A character reference is never markup, but mentions and emoji are looked for afterwards, in the words that
    # readers see: an empty comment parts the sign from its name.
    return f"&#{ord(match[0])};" + ("<!-- -->" if match[0] in "@#:" else "")


def code_span(value: str) -> str:
    """The value on one line, as it is, in a code span that it cannot leave."""
    shown = line(value)
    ticks = "`" * (longest_row(shown, "`") + 1)
    blank = " " if shown.startswith("`") or shown.endswith("`") or not shown else ""
    return f"{ticks}{blank}{shown}{blank}{ticks}"


def code_block(value: str) -> str:
    """The value in a code block that it cannot leave."""
    shown = visible(value)
    fence = "`" * max(3, longest_row(shown, "`") + 1)
    return f"{fence}text\n{shown}\n{fence}\n"


def longest_row(value: str, sign: str) -> int:
    return max((len(row) for row in re.findall(f"{re.escape(sign)}+", value)), default=0)


def link_or_code(value: str) -> str:
    """A link where the address is a plain one of the web, code elsewhere."""
    return f"<{value}>" if PLAIN_ADDRESS.fullmatch(value) else code_span(value)

"""A whole body as plain text, for platforms that keep the digest itself beside its post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.content.blocks import Html, parser, words_and_shots
from bot.content.body import PARSED_CHARS, words_on_one_line
from bot.content.templates import without_jsx, without_templates
from bot.text.repair import spaced_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

TEXT_BYTES = 100_000
"""UTF-8; the longest that any platform keeps (lexicon site.standard.document, where it is said of textContent)."""
READ_CHARS = 4 * PARSED_CHARS
"""So much Markdown is looked at: more than makes so much text, unless it is all markup."""
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def plain_text(body: str, *, mdx: bool) -> str:
    """Every block's words, a blank line between them, cut at TEXT_BYTES. Pure, and bounded in time whatever the body is."""
    blocks: list[str] = []
    room = TEXT_BYTES
    for part in parts_of(body[:READ_CHARS]):
        text = without_jsx(part) if mdx else part
        for block in blocks_of(parser().parse(spaced_marks(without_templates(text)))):
            blocks.append(block)
            room -= len(block.encode("utf-8", "replace")) + 2
        if room <= 0:
            break
    return cut_at_bytes("\n\n".join(blocks), TEXT_BYTES)


def cut_at_bytes(text: str, most: int) -> str:
    """As much of the text as so many bytes of UTF-8 hold, to the end of a word where one ends there."""
    content = text.encode("utf-8", "replace")
    if len(content) <= most:
        return content.decode()
    head = content[:most].decode("utf-8", "ignore")
    end = re.search(r"\s\S{0,80}\Z", head)
    return head[: end.start()].rstrip() if end else head


def parts_of(body: str) -> Iterator[str]:
    """The body in pieces that can be parsed one by one: each ends at an empty line outside of code, or is cut where it is too long."""
    start = end = at = 0
    fence = ""
    for line in body.splitlines(keepends=True):
        if mark := FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        at += len(line)
        if not fence and not line.strip():
            end = at
        if at - start >= PARSED_CHARS:
            stop = end if end > start else at
            yield from pieces_of(body[start:stop])
            start = stop
    yield from pieces_of(body[start:])


def pieces_of(part: str) -> Iterator[str]:
    for at in range(0, len(part), PARSED_CHARS):
        yield part[at : at + PARSED_CHARS]


def blocks_of(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of every paragraph, heading, item, cell, code and stretch of HTML."""
    cells: list[str] = []
    in_table = False
    for token in tokens:
        words = ""
        match token.type:
            case "inline" if in_table:
                cells.append(words_on_one_line(words_and_shots(token.children or [])[0]))
            case "inline":
                words = words_on_one_line(words_and_shots(token.children or [])[0])
            case "fence" | "code_block":
                words = token.content.strip("\n")
            case "html_block":
                words = words_on_one_line("".join(Html.of(token.content).words))
            case "table_open" | "table_close":
                in_table = token.nesting == 1
            case "tr_close":
                words, cells = " ".join(filter(None, cells)), []
            case _:
                pass
        if words.strip():
            yield words

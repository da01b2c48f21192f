"""What a body says first: its lede, its first paragraphs, its first picture and its source, as plain text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.content.beginning import Body
from bot.content.blocks import SHELTERED, Block, blocks_of, join_lines
from bot.content.fields import one_line
from bot.content.templates import without_jsx, without_templates
from bot.text.prose import LISTED, notes_itself
from bot.text.repair import spaced_marks, without_holes, without_signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


PARSED_CHARS = 32 * 1024
"""A lede, an opening and a first picture stand at the beginning; Markdown's cost grows with its length."""
SAID_CHARS = 4000
"""No post is longer; nothing behind it is looked at."""
ENOUGH_CHARS = 300
"""So much prose before a heading, and what follows is another matter."""
SOURCE_CHARS = 1000
MOST_SECTIONS = 4
"""Of which the beginning is looked at, behind the first."""
GUIDING = re.compile(
    r"\b(?:how to|install\w*|get(?:ting)? started|set(?:ting)?[ -]?up|usage|quick ?start|requirements|prerequisites|step \d|about|faq|references?|resources|further reading"
    r"|acknowledge?ments?|thanks|credits|licen[sc]e|contact|conclusion|summary|wrap(?:ping)?[ -]up|links|sources)\b",
    re.IGNORECASE,
)
"""Headings of what leads a reader through, or out, and tells nothing."""
MOST_ITEMS, LONGEST_ITEM = 6, 80
"""Of a list that is shown with its lines; characters."""
SPACED_STOP = re.compile(r"(?<=[\w)\]%\"”»]) ([.,])(?=\s|$)")
DEFINITION = re.compile(r"^(?=\[[^\]^\n][^\]\n]{0,80}\]:[ \t]+\S)", re.MULTILINE)
"""Of a link's address: many generators take one in the midst of a paragraph, which CommonMark does not."""
TASK = re.compile(r"\[[ xX]\]\s+")
CITATIONS = re.compile(
    r"\s?(?:\[(?:\^?\d{1,3}|[1-9]\d{0,2}(?:, ?[1-9]\d{0,2}){1,9})\]){1,20}(?=[\s.,;:!?)\]…]|$)|\[\^[^\]\s]{1,60}\]"
)
REFERENCE = re.compile(r"(?<!\w)\[([^\[\]]{1,200})\]\[[^\[\]]{0,100}\]")
"""A link whose address stands in a file that the generator includes."""
ALERT = re.compile(r"\[!\w+\]")
UNSHELTERED = {hidden: sign for sign, hidden in SHELTERED.items()}
NO_PROSE = re.compile(r"\[\[?_?toc_?\]\]?|\{:?\s*toc\s*\}|:::.*", re.IGNORECASE)
SIGNED = re.compile(r"(?:^|\n)[^\S\n]*+(?:[—–―]|--)\s*\S[^\n]{0,80}$")
MOTTO = re.compile(
    r"[.!?…\"'”’»」』。！？]\s*[—–―]{1,2}\s*[^\W\d_][^.!?。！？\n]{1,60}$|[.!?…\"'”’»」』。！？]\s*[—–―]{1,2}\s*(?:[^\W\d_]\.\s*)+[^\W\d_]+$"
)
"""Another's words with his name behind them: they are not what the digest says."""
MOTTO_CHARS = 300


def body(text: str, *, mdx: bool) -> Body:
    """Reads the first PARSED_CHARS of a body. Pure, and bounded in time whatever the text is."""
    source = source_of(text[-SOURCE_CHARS:])
    text = text[:PARSED_CHARS]
    text = without_jsx(text) if mdx else text
    text = DEFINITION.sub("\n", without_templates(text))
    blocks = list(blocks_of(spaced_marks(text)))
    lede = lede_of(blocks)
    return Body(
        lede=lede,
        paragraphs=tuple(opening_paragraphs(blocks, lede)),
        sections=tuple(islice(sections(blocks), MOST_SECTIONS)),
        words=all_words(blocks),
        source=source,
        shots=tuple(shot for block in blocks for shot in block.shots),
        heading=first_heading(blocks),
    )


def opening_paragraphs(blocks: Sequence[Block], lede: str | None) -> list[str]:
    """The paragraphs of the first section that says something; of a body without any, what else it has first."""
    found: list[str] = []
    said = 0
    for block in blocks:
        if said >= (ENOUGH_CHARS if block.kind == "heading" else SAID_CHARS):
            break
        words = paragraph(block, {"standfirst", "prose"})
        if len(words) < MOTTO_CHARS and MOTTO.search(words):
            continue
        if words and words != lede:
            found.append(words)
            said += len(words)
        elif block.kind == "list" and found and found[-1].endswith((":", "：")):
            items = short_list(block)
            found[-1] += items
            said += len(items)
    if not found:
        others = (other_words(block) for block in blocks)
        found = next((words for words in others if words and words != [lede]), [])
    return found


def other_words(block: Block) -> list[str]:
    """What is no prose as paragraphs: of a list its items, or one line of short facts, "Time: 5 min · Servings: 2"."""
    if block.kind != "list":
        return list(filter(None, [paragraph(block, {"quote", "other"})]))
    items = [TASK.sub("", clean_line(item)) for item in block.text.split("\n") if has_words(item)]
    facts = all(":" in item for item in items) and sum(map(len, items)) <= LONGEST_ITEM
    return [" · ".join(items)] if facts else items[:MOST_ITEMS]


def sections(blocks: Sequence[Block]) -> Iterator[str]:
    """The first paragraph below each heading behind so much prose as the first section has; none that leads up to code."""
    said = 0
    for at, block in enumerate(blocks[:-1]):
        said += len(block.text) if block.kind in {"standfirst", "prose"} else 0
        if (
            block.kind != "heading"
            or said < ENOUGH_CHARS
            or blocks[at + 1].kind != "prose"
            or GUIDING.search(block.text)
        ):
            continue
        words = paragraph(blocks[at + 1], {"prose"})
        if words and not words.endswith((":", "：")) and (at + 2 == len(blocks) or blocks[at + 2].kind != "other"):
            yield words


def short_list(block: Block) -> str:
    """A short list, an item a line, as it follows the sentence that announces it."""
    items = [TASK.sub("", clean_line(item)).rstrip(".;, ") for item in block.text.split("\n") if item.strip()]
    if (
        not 1 < len(items) <= MOST_ITEMS
        or max(map(len, items)) > LONGEST_ITEM
        or any(one.endswith(":") for one in items)
    ):
        return ""
    return "".join(LISTED + item for item in items)


def all_words(blocks: Sequence[Block]) -> str:
    said: list[str] = []
    room = SAID_CHARS
    for block in blocks:
        if words := paragraph(block, {"heading", "quote", "standfirst", "prose", "list", "other"}):
            said.append(words)
            room -= len(words)
        if room < 0:
            break
    return "\n".join(said)[:SAID_CHARS]


def paragraph(block: Block, kinds: frozenset[str] | set[str]) -> str:
    return clean_line(block.text) if block.kind in kinds and has_words(block.text) else ""


SOURCE = re.compile(
    r"^[*_>\s]*+(?:source|sources|via|quelle|quellen|fuente|fonte|fontes|bron|źródło|источник|kaynak|källa|kilde|zdroj|出典|情報元|来源|來源|출처|المصدر|מקור|स्रोत|ที่มา)"
    r"\s*+[:：]?[*_]*+\s*+[:：]?[*_]*+\s*+(?:\[(?P<name>[^\[\]\n]{1,200})\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<?(?P<url>https?://[^\s>]+)>?)"
    r"(?:\s*[*_](?P<of>[^*_\n]{1,80})[*_])?",
    re.IGNORECASE | re.MULTILINE,
)


def source_of(tail: str) -> str | None:
    """The name that the last "Source:" of a body gives; its host where it gives an address alone."""
    named = list(SOURCE.finditer(tail))
    if not named:
        return None
    found = named[-1]
    name = found["of"] or found["name"] or (urlsplit(found["url"]).hostname or "").removeprefix("www.")
    return one_line(re.sub(r"[*_`]|\([^()]*\)$", "", name)) or None


def lede_of(blocks: Sequence[Block]) -> str | None:
    """The blockquote that comes before any prose; not an alert, not a quotation that somebody signed.

    A first paragraph that is emphasized as a whole serves the same end.
    """
    for block in blocks:
        if block.kind == "heading" or not has_words(block.text):
            continue
        if block.kind != "prose" and notes_itself(clean_line(block.text)):
            continue
        fit = block.kind in {"quote", "standfirst"} and not SIGNED.search(block.text[:SAID_CHARS].strip())
        return clean_line(block.text) or None if fit else None
    return None


def first_heading(blocks: Sequence[Block]) -> str | None:
    first = next((block for block in blocks if has_words(block.text)), None)
    return clean_line(first.text) or None if first is not None and first.kind == "heading" else None


def has_words(text: str) -> bool:
    """There are words in it, and they are not a table of contents or a bare address."""
    line = text[:SAID_CHARS].strip()
    return (
        any(mark.isalnum() for mark in line)
        and not NO_PROSE.fullmatch(line)
        and not ALERT.match(line)
        and not re.fullmatch(r"https?://\S+", line)
    )


def clean_line(text: str) -> str:
    """One line, without footnote marks and citations such as "[3]"."""
    return words_on_one_line(text[:SAID_CHARS])


def words_on_one_line(text: str) -> str:
    """The same, however long it is."""
    line = REFERENCE.sub(r"\1", CITATIONS.sub("", join_lines(text)))
    line = one_line(without_signs(line))
    return SPACED_STOP.sub(r"\1", without_holes(line)).translate(UNSHELTERED)

"""What a body says first: its lede, its first paragraphs, its first picture and its source, as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bot.content.fields import one_line
from bot.content.templates import without_jsx, without_templates
from bot.text.prose import LISTED, notes_itself
from bot.text.repair import GAP, LOST, STRUCK, spaced_marks, without_holes, without_signs
from bot.web.html import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SILENT = frozenset({"svg", "nav", "figcaption", "button", "del", "s", "strike"})
"""What stands in these is shown, but is none of the text."""
PARSED_CHARS = 32 * 1024
"""A lede, an opening and a first picture stand at the beginning; Markdown's cost grows with its length."""
HTML_CHARS = 16 * 1024
SAID_CHARS = 4000
"""No post is longer; nothing behind it is looked at."""
ENOUGH_CHARS = 300
"""So much prose before a heading, and what follows is another matter."""
SOURCE_CHARS = 1000
MOST_ITEMS, LONGEST_ITEM = 6, 80
"""Of a list that is shown with its lines; characters."""
STRUCK_TAG = re.compile(r"<(/?)(?:del|s|strike)\b", re.IGNORECASE)
CITATIONS = re.compile(r"\s?(?:\[\^?\d{1,3}\]){1,20}(?=[\s.,;:!?)\]…]|$)|\[\^[^\]\s]{1,60}\]")
SHELTERED = "\ue05b"
"""Private use: a bracket in code, which is no citation's."""
ALERT = re.compile(r"\[!\w+\]")
NO_PROSE = re.compile(r"\[\[?_?toc_?\]\]?|\{:?\s*toc\s*\}|:::.*", re.IGNORECASE)
SIGNED = re.compile(r"(?:^|\n)\s*(?:[—–―]|--)\s*\S[^\n]{0,80}$")
MOTTO = re.compile(
    r"[.!?…\"'”’»」』。！？]\s*[—–―]{1,2}\s*[^\W\d_][^.!?。！？\n]{1,60}$|[.!?…\"'”’»」』。！？]\s*[—–―]{1,2}\s*(?:[^\W\d_]\.\s*)+[^\W\d_]+$"
)
"""Another's words with his name behind them: they are not what the digest says."""
MOTTO_CHARS = 300
WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")


class Shot(NamedTuple):
    """A picture in the body."""

    source: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Body:
    lede: str | None
    paragraphs: tuple[str, ...]
    """The prose before the body's second heading or so, a paragraph each."""
    words: str
    """All its prose, up to SAID_CHARS."""
    source: str | None
    """Who is named behind "Source:" at the end."""
    shots: tuple[Shot, ...]
    heading: str | None = None
    """The first heading, where no words stand before it."""


NO_BODY = Body(None, (), "", None, ())


class Block(NamedTuple):
    """A stretch of the body: "heading", "quote", "standfirst", "prose", "list" or "other", its words and its pictures."""

    kind: str
    text: str
    shots: tuple[Shot, ...]


def body(text: str, *, mdx: bool) -> Body:
    """Reads the first PARSED_CHARS of a body. Pure, and bounded in time whatever the text is."""
    source = source_of(text[-SOURCE_CHARS:])
    text = text[:PARSED_CHARS]
    text = without_jsx(text) if mdx else text
    blocks = list(blocks_of(parser().parse(spaced_marks(without_templates(text)))))
    lede = lede_of(blocks)
    return Body(
        lede=lede,
        paragraphs=tuple(opening_paragraphs(blocks, lede)),
        words=words_of(blocks),
        source=source,
        shots=tuple(shot for block in blocks for shot in block.shots),
        heading=heading_of(blocks),
    )


def opening_paragraphs(blocks: Sequence[Block], lede: str | None) -> list[str]:
    """The paragraphs of the first section that says something; of a body without any, what else it has first."""
    found: list[str] = []
    for block in blocks:
        said = sum(map(len, found))
        if said >= (ENOUGH_CHARS if block.kind == "heading" else SAID_CHARS):
            break
        words = paragraph(block, {"standfirst", "prose"})
        if len(words) < MOTTO_CHARS and MOTTO.search(words):
            continue
        if words and words != lede:
            found.append(words)
        elif block.kind == "list" and found and found[-1].endswith((":", "：")):
            found[-1] += listed(block)
    if not found:
        others = (paragraph(block, {"quote", "list", "other"}) for block in blocks)
        found = [words for words in others if words and words != lede][:1]
    return found


def listed(block: Block) -> str:
    """A short list, an item a line, as it follows the sentence that announces it."""
    items = [clean(item).rstrip(".;, ") for item in block.text.split("\n") if item.strip()]
    if not 1 < len(items) <= MOST_ITEMS or max(map(len, items)) > LONGEST_ITEM:
        return ""
    return "".join(LISTED + item for item in items)


def words_of(blocks: Sequence[Block]) -> str:
    said: list[str] = []
    for block in blocks:
        said += filter(None, [paragraph(block, {"heading", "quote", "standfirst", "prose", "list", "other"})])
        if sum(map(len, said)) > SAID_CHARS:
            break
    return "\n".join(said)[:SAID_CHARS]


def paragraph(block: Block, kinds: frozenset[str] | set[str]) -> str:
    return clean(block.text) if block.kind in kinds and spoken(block.text) else ""


SOURCE = re.compile(
    r"^[*_>\s]*(?:source|sources|via|quelle|quellen|fuente|fonte|fontes|bron|źródło|источник|kaynak|källa|kilde|zdroj|出典|情報元|来源|來源|출처|المصدر|מקור|स्रोत|ที่มา)"
    r"\s*[:：]?[*_]*\s*[:：]?[*_]*\s*(?:\[(?P<name>[^\[\]\n]{1,200})\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<?(?P<url>https?://[^\s>]+)>?)"
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


@cache
def parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # A picture's address as it is written: it may be a file's name.
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign] # the documented way to change it
    markdown.validateLink = bool  # type: ignore[assignment] # the same
    return markdown


def lede_of(blocks: Sequence[Block]) -> str | None:
    """The blockquote that comes before any prose; not an alert, not a quotation that somebody signed.

    A first paragraph that is emphasized as a whole serves the same end.
    """
    for block in blocks:
        if block.kind == "heading" or not spoken(block.text):
            continue
        if block.kind != "prose" and notes_itself(clean(block.text)):
            continue
        fit = block.kind in {"quote", "standfirst"} and not SIGNED.search(block.text[:SAID_CHARS].strip())
        return clean(block.text) or None if fit else None
    return None


def heading_of(blocks: Sequence[Block]) -> str | None:
    first = next((block for block in blocks if spoken(block.text)), None)
    return clean(first.text) or None if first is not None and first.kind == "heading" else None


def spoken(text: str) -> bool:
    """There are words in it, and they are not a table of contents or a bare address."""
    line = text[:SAID_CHARS].strip()
    return (
        any(mark.isalnum() for mark in line)
        and not NO_PROSE.fullmatch(line)
        and not ALERT.match(line)
        and not re.fullmatch(r"https?://\S+", line)
    )


def clean(text: str) -> str:
    """One line, without footnote marks and citations such as "[3]"."""
    return words_on_one_line(text[:SAID_CHARS])


def words_on_one_line(text: str) -> str:
    """The same, however long it is."""
    line = one_line(without_signs(CITATIONS.sub("", join_lines(text))))
    return without_holes(line).replace(SHELTERED, "[")


def join_lines(text: str) -> str:
    """Line ends are spaces between words and nothing between ideographs."""
    lines = [line.strip() for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        glued = joined and line and WIDE.match(joined[-1]) and WIDE.match(line[0])
        joined += line if glued else " " + line
    return joined


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────


def blocks_of(tokens: Sequence[Token]) -> Iterator[Block]:
    """The top-level blocks, in order."""
    index = 0
    while index < len(tokens):
        end = index + 1
        if tokens[index].nesting == 1:
            while end < len(tokens) and not (tokens[end].nesting == -1 and tokens[end].level == tokens[index].level):
                end += 1
            end += 1
        yield block_of(tokens[index:end])
        index = end


def block_of(tokens: Sequence[Token]) -> Block:
    first = tokens[0]
    if first.type == "html_block":
        return html_block(first.content)
    kinds = {
        "heading_open": "heading", "blockquote_open": "quote", "paragraph_open": "prose",
        "bullet_list_open": "list", "ordered_list_open": "list",
    }  # fmt: skip
    kind = kinds.get(first.type, "other")
    texts: list[str] = []
    shots: list[Shot] = []
    inner = 0
    for token in tokens:
        # Code and lists within a quotation are no words of its own.
        inner += token.nesting if token.type.startswith(("bullet_list", "ordered_list", "table")) else 0
        if token.type == "inline":
            words, pictures = inline(token.children or [])
            shots += pictures
            if not (kind == "quote" and inner):
                texts.append(words)
            if kind == "prose" and emphasized(token.children or []):
                kind = "standfirst"
    return Block(kind, "\n".join(text for text in texts if text.strip()), tuple(shots))


def emphasized(children: Sequence[Token]) -> bool:
    """One emphasis holds all of it."""
    inside = [child for child in children if child.content.strip() or child.nesting]
    if len(inside) < 3 or inside[0].type not in {"em_open", "strong_open"}:
        return False
    closing = next((i for i, one in enumerate(inside) if one.nesting < 0 and one.level == inside[0].level), -1)
    return closing == len(inside) - 1


def inline(children: Sequence[Token]) -> tuple[str, list[Shot]]:
    """The words and the pictures of a line of Markdown."""
    words: list[str] = []
    shots: list[Shot] = []
    struck = 0
    for child in children:
        if child.type in STRUCK:
            struck += child.nesting
        elif child.type == "html_inline" and (tag := STRUCK_TAG.match(child.content)):
            struck = max(0, struck + (-1 if tag[1] else 1))
        if struck and child.type != "image":
            continue
        match child.type:
            case "text" | "text_special":
                words.append(child.content)
            case "code_inline":
                words.append(child.content.replace("[", SHELTERED))
            case "softbreak" | "hardbreak":
                words.append("\n")
            case "image":
                shots += shot(str(child.attrs.get("src", "")), child.content or str(child.attrs.get("title", "")))
            case "html_inline":
                page = Html.of(child.content)
                shots += page.shots
                if child.content.lower().startswith("<br"):
                    words.append("\n")
            case _:
                pass
    return "".join(words).replace(GAP, ""), shots


def shot(source: str, alt: str | None) -> list[Shot]:
    source = source.replace(LOST, "").strip()
    if not source or source.startswith(("data:", "{")):
        return []
    return [Shot(source, one_line((alt or "").replace(LOST, "")) or None)]


def html_block(markup: str) -> Block:
    page = Html.of(markup)
    opened = re.match(r"\s*<([a-zA-Z][a-zA-Z0-9]*)", markup)
    name = opened[1].lower() if opened else ""
    kind = "quote" if name == "blockquote" else "heading" if re.fullmatch(r"h[1-6]", name) else "prose"
    return Block(kind, "".join(page.words), tuple(page.shots))


class Html(NamedTuple):
    """The words and the pictures of raw HTML."""

    words: list[str]
    shots: list[Shot]

    @classmethod
    def of(cls, markup: str) -> Html:
        page = cls([], [])
        silent = ""
        for piece in pieces(markup[:HTML_CHARS]):
            if isinstance(piece, str):
                page.words.extend([] if silent else [piece])
            elif silent:
                silent = "" if piece.closing and piece.name == silent else silent
            elif piece.closing:
                continue
            elif piece.name in SILENT:
                silent = piece.name
            elif piece.name == "img":
                found = piece.attributes
                page.shots.extend(shot(found.get("src") or found.get("data-src") or "", found.get("alt")))
            elif piece.name in {"br", "p", "div", "li"}:
                page.words.append("\n")
        return page

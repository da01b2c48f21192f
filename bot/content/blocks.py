"""A Markdown body as its top-level blocks, each with its words and its pictures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bot.content.fields import one_line
from bot.text.repair import GAP, LOST, STRUCK, em_dashed
from bot.web.html import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

SILENT = frozenset({"svg", "nav", "figcaption", "button", "del", "s", "strike", "video", "audio", "iframe", "object"})
"""What stands in these is none of the text."""
HTML_CHARS = 16 * 1024
MOST_CELLS = 8000
"""Of a body's tables; the part of a body that is read has no room for more with words in them."""
STRUCK_TAG = re.compile(r"<(/?)(?:del|s|strike)\b", re.IGNORECASE)
SHELTERED = {ord(sign): 0xE000 + ord(sign) for sign in "[$=+^~:"}
"""Private use: signs in code, which are no citation's, formula's or highlight's."""


WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")


class BodyPicture(NamedTuple):
    source: str
    alt: str | None


class Block(NamedTuple):
    """A stretch of the body: "heading", "quote", "standfirst", "prose", "list" or "other", its words and its pictures."""

    kind: str
    text: str
    shots: tuple[BodyPicture, ...]


@cache
def parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # A picture's address as it is written: it may be a file's name.
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign] # the documented way to change it
    markdown.validateLink = bool  # type: ignore[assignment] # the same
    markdown.block.ruler.at("table", short_table, {"alt": ["paragraph", "reference"]})
    return markdown


def short_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table of so many rows as have MOST_CELLS with those before it: a row of one sign gets as many cells as the first has."""
    from markdown_it.rules_block.table import table

    if silent or start + 2 > end:
        return table(state, start, end, silent)
    columns = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    room = MOST_CELLS - state.env.get("cells", 0)
    if columns > room:
        return False
    found = table(state, start, min(end, start + 2 + room // columns), silent)
    if found:
        state.env["cells"] = state.env.get("cells", 0) + columns * (state.line - start)
    return found


def blocks_of(text: str) -> Iterator[Block]:
    tokens = parser().parse(text)
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
    shots: list[BodyPicture] = []
    inner = 0
    for token in tokens:
        # Code and lists within a quotation are no words of its own.
        inner += token.nesting if token.type.startswith(("bullet_list", "ordered_list", "table")) else 0
        if token.type == "inline":
            children = token.children or []
            words, pictures = words_and_shots(
                children if texts or kind != "prose" else without_run_in_heading(children)
            )
            shots += pictures
            if not (kind == "quote" and inner):
                texts.append(join_lines(words) if kind == "list" else words)
            if kind == "prose" and is_emphasized(token.children or []):
                # Below a picture it is its caption.
                kind = "other" if pictures else "standfirst"
    return Block(kind, "\n".join(text for text in texts if text.strip()), tuple(shots))


ENDS_LINE = (".", "!", "?", "…", ":", ",", ";", "。", "！", "？", "：", "，")


def without_run_in_heading(children: Sequence[Token]) -> Sequence[Token]:
    """Without a first line that is bold as a whole and no sentence, "**A link's title**" above what is said of it."""
    inside = [child for child in children if child.content or child.type != "text"]
    if len(inside) < 3 or inside[0].type != "strong_open":
        return children
    closing = next(at for at, one in enumerate(inside) if one.type == "strong_close" and one.level == inside[0].level)
    title = "".join(one.content for one in inside[:closing])
    rest = inside[closing + 1 :]
    if not rest or rest[0].type not in {"softbreak", "hardbreak"} or title.endswith(ENDS_LINE):
        return children
    goes_on = "".join(one.content for one in rest[1:])[:1].islower()
    return children if goes_on else rest[1:]


def join_lines(text: str) -> str:
    """Line ends are spaces between words and nothing between ideographs."""
    lines = [line.strip() for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        glued = joined and line and WIDE.match(joined[-1]) and WIDE.match(line[0])
        joined += line if glued else " " + line
    return joined


def is_emphasized(children: Sequence[Token]) -> bool:
    """One emphasis holds all of it."""
    inside = [child for child in children if child.content.strip() or child.nesting]
    if len(inside) < 3 or inside[0].type not in {"em_open", "strong_open"}:
        return False
    closing = next((i for i, one in enumerate(inside) if one.nesting < 0 and one.level == inside[0].level), -1)
    return closing == len(inside) - 1


def words_and_shots(children: Sequence[Token]) -> tuple[str, list[BodyPicture]]:
    """The words and the pictures of a line of Markdown."""
    words: list[str] = []
    shots: list[BodyPicture] = []
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
                words.append(em_dashed(child.content))
            case "code_inline":
                words.append(child.content.translate(SHELTERED))
            case "softbreak" | "hardbreak":
                words.append("\n")
            case "image":
                shots += shots_of(str(child.attrs.get("src", "")), child.content or str(child.attrs.get("title", "")))
            case "html_inline":
                page = Html.of(child.content)
                shots += page.shots
                if child.content.lower().startswith("<br"):
                    words.append("\n")
            case _:
                pass
    return "".join(words).replace(GAP, ""), shots


def shots_of(source: str, alt: str | None) -> list[BodyPicture]:
    source = source.replace(LOST, "").strip()
    if not source or source.startswith(("data:", "{")):
        return []
    return [BodyPicture(source, one_line((alt or "").replace(LOST, "")) or None)]


def html_block(markup: str) -> Block:
    page = Html.of(markup)
    opened = re.match(r"\s*<([a-zA-Z][a-zA-Z0-9]*)", markup)
    name = opened[1].lower() if opened else ""
    kind = "quote" if name == "blockquote" else "heading" if re.fullmatch(r"h[1-6]", name) else "prose"
    return Block(kind, "".join(page.words), tuple(page.shots))


class Html(NamedTuple):
    words: list[str]
    shots: list[BodyPicture]

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
                page.shots.extend(shots_of(found.get("src") or found.get("data-src") or "", found.get("alt")))
            elif piece.name in {"br", "p", "div", "li"}:
                page.words.append("\n")
        return page

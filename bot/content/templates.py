"""Markdown without what only its site generator understands: shortcodes, Liquid tags, JSX."""

from __future__ import annotations

import html
import re

from bot.text.repair import LOST

CODE = r"(?P<code>^ {0,3}(?P<fence>`{3,9}|~{3,9})[^\n]*\n(?:[^\n]*\n)*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|[^\n]*\Z)|(?P<tick>`{1,9})[^`\n]{1,400}(?P=tick)(?!`))"
TEMPLATES = re.compile(
    CODE + r"|\{\{[<%]\s*figure\b(?P<figure>.{0,1000}?)[%>]\}\}"
    r"|\{%-?\s*figure\b[^%\n]{0,600}%\}[^{\n]{0,600}\{%-?\s*endfigure\s*-?%\}"
    r"|(?P<value>\{\{.{0,300}?\}\})|\{%.{0,300}?%\}|(?P<note>^ {0,3}\[\^[^\]\n]{1,60}\]:[^\n]*(?:\n[ \t]+\S[^\n]*){0,20})"
    r"|!\[\[(?P<embed>[^\[\]\n]{1,300})\]\]|(?<!\[)\[\[(?P<page>[^\[\]|\n]{1,300})(?:\\?\|(?P<label>[^\[\]\n]{1,300}))?\]\](?![(\[\]])|^\{:[^}\n]{0,200}\}[ \t]*$|(?<=\S)[ \t]?\{[:#.][^}\n]{0,200}\}"
    r"|^[ \t]*(?::::[^\n]*|::(?:[a-z][\w-]*)?[ \t]*|::?[a-z][\w-]*(?:\[[^\]\n]{0,200}\])?\{[^\n]{0,1000}\}[ \t]*)$",
    re.DOTALL | re.MULTILINE,
)
ATTRIBUTE = re.compile(r"\b(src|alt|caption)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|\{\s*[\"'`]([^\"'`{}]*)[\"'`]\s*\})")
PICTURE = re.compile(r"\w*(?:image|img|picture|figure)\w*", re.IGNORECASE)
HTML_TAG = re.compile(r"[a-z][a-z0-9]*")
TAG_CHARS = 4000
PAIR_CHARS = 4000
PAIR_END = re.compile(r"\{\{[<%]\s*+/\s*+")
"""One pattern for all names: a body may have thousands, each of which would have to be compiled."""
EMBEDDED_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$", re.IGNORECASE)
MISSES = 100
"""After so many braces and tags that nothing closes this is no MDX, and the rest is left as it is."""


def without_templates(text: str) -> str:
    """Without Hugo's shortcodes, Liquid, attribute lists, notes and wiki links; pictures become those that they show.

    LOST stands for a value within a line, which only the generator knows.
    """

    def replaced(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return found[0]
        if found["figure"] is not None:
            return picture_tag(found["figure"])
        if found["value"] is not None:
            return in_place_of_value(text, found)
        if found["embed"] is not None:
            return embedded_picture(found["embed"])
        if found["page"] is not None:
            return wiki_words(found["page"], found["label"])
        return ""

    return TEMPLATES.sub(replaced, text)


def in_place_of_value(text: str, found: re.Match[str]) -> str:
    """LOST for a value in the midst of words; nothing for what stands alone on its line, or around words."""
    start, end = found.span("value")
    inner = found["value"].strip("{}<>% \t\n")
    name = inner.lstrip("/").split(" ", 1)[0].strip()
    pair = found["value"][2:3] in "<%" and (
        inner.startswith("/")
        or any(text.startswith(name, one.end()) for one in PAIR_END.finditer(text, end, end + PAIR_CHARS))
    )
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[line_start:start] + text[end : line_end if line_end >= 0 else len(text)]
    return "" if pair or not line.strip() else LOST


def embedded_picture(target: str) -> str:
    """Obsidian's embedded picture as Markdown's; other notes that are embedded are no words."""
    source = target.partition("|")[0].strip()
    return f"![](<{source}>)" if EMBEDDED_PICTURE.search(source) else ""


def wiki_words(page: str, label: str | None) -> str:
    return f"[[{page}]]" if page.strip("_").lower() == "toc" else (label or page.partition("#")[0] or page).strip()


def picture_tag(attributes: str) -> str:
    """An HTML picture from what looks like attributes; nothing where they name no source."""
    found = {name: one or two or three for name, one, two, three in ATTRIBUTE.findall(attributes)}
    if not found.get("src"):
        return ""
    alt = found.get("alt") or found.get("caption") or ""
    return f'<img src="{html.escape(found["src"])}" alt="{html.escape(alt)}">'


# ── MDX ──────────────────────────────────────────────────────────────────────────────────────────

MODULE = re.compile(r"(?:import|export)\b(?=[\s{*\"'])")
CODE_ALONE = re.compile(CODE, re.MULTILINE)
INTEREST = re.compile(r"[`~<{]")
RUN = re.compile(r"`+|~+|.", re.DOTALL)


def without_jsx(text: str) -> str:
    """MDX as Markdown: no imports, exports, expressions or components; what stands between their tags stays."""
    text = without_modules(text)
    kept: list[str] = []
    at = misses = 0
    while misses < MISSES and (found := INTEREST.search(text, at)) is not None:
        start = found.start()
        kept.append(text[at:start])
        if text[start] in "`~":
            code = CODE_ALONE.match(text, start)
            # Marks that open no code are passed as one run, or each of them would be tried.
            at = code.end() if code else RUN.match(text, start).end()  # type: ignore[union-attr] # one mark is there
            kept.append(text[start:at])
        elif text[start] == "{":
            at = end_of_braces(text, start)
            misses += at == start + 1
            if at > start + 1 and not text.startswith("{/*", start) and text[start - 1 : start] not in {"", "\n"}:
                kept.append(LOST)
        else:
            at, tag = tag_at(text, start)
            kept.append(tag)
            misses += at == start + 1
    kept.append(text[at:])
    return "".join(kept)


def without_modules(text: str) -> str:
    kept: list[str] = []
    fence = ""
    module = False
    depth = 0
    for line in text.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if not module and mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if module and not line.strip() and depth <= 0:
            module = False
        if not fence and not module and MODULE.match(line) and (not kept or not kept[-1].strip()):
            module, depth = True, 0
        if module:
            depth += sum(line.count(mark) for mark in "{[(") - sum(line.count(mark) for mark in "}])")
            continue
        kept.append(line)
    return "\n".join(kept)


def end_of_braces(text: str, start: int) -> int:
    """Behind the brace that closes the one at ``start``; behind the opening one where none does."""
    depth = 0
    for at in range(start, min(len(text), start + TAG_CHARS)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at + 1
    return start + 1


def tag_at(text: str, start: int) -> tuple[int, str]:
    """Where the tag at ``start`` ends, and what is left of it."""
    opened = re.compile(r"<(/?)([A-Za-z][\w.:-]*)?").match(text, start)
    if opened is None or not (opened[2] or text.startswith(("<>", "</>"), start)):
        return start + 1, "<"
    at, braces = opened.end(), False
    while at < min(len(text), start + TAG_CHARS):
        mark = text[at]
        if mark == ">":
            break
        if mark in "\"'":
            closed = text.find(mark, at + 1, start + TAG_CHARS)
            if closed < 0:
                return start + 1, "<"
            at = closed
        elif mark == "{":
            braces, opening = True, at
            at = end_of_braces(text, opening) - 1
            if at == opening:
                return start + 1, "<"
        at += 1
    else:
        return start + 1, "<"
    name, attributes = opened[2] or "", text[opened.end() : at]
    if PICTURE.fullmatch(name) and not opened[1]:
        return at + 1, picture_tag(attributes)
    if HTML_TAG.fullmatch(name) and not braces:
        return at + 1, text[start : at + 1]
    return at + 1, ""

"""Plain words of what was written in Markdown or HTML, without what a generator did to them."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from bot.text.languages import LANGUAGES
from bot.text.prose import capital
from bot.text.sentences import sentences

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


COUNT = re.compile(
    r"\s{0,4}[(\[]\s{0,4}(?:~|ca\.? ?|approx\.? ?)?\d{1,4}\s*(?:characters?|chars?|words?|zeichen|caractères|caracteres)\s*[)\]]",
    re.IGNORECASE,
)
CITATION = re.compile(
    r"\s{0,4}(?:\[\^[^\]\s]{1,40}\]|\[[1-9]\d{0,2}(?:\s*[,;–-]\s*\d{1,3})*\](?!\()|【[^】]{0,60}[†:][^】]{0,60}】"
    r"|:contentReference\[[^\]]{0,80}\](?:\{[^}]{0,40}\})?|\ue200[^\ue201]{0,200}\ue201|\[citation needed\])"
)
HTML_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|img"
    r"|ins|kbd|li|mark|ol|p|picture|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|tr|tt|u"
    r"|ul|var|wbr)(?:\s[^<>]{0,1000})?/?>|<!--.{0,1000}?-->",
    re.IGNORECASE | re.DOTALL,
)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
COMPONENT = re.compile(r"<([A-Z][A-Za-z0-9.]{1,40})(?:\s[^<>]{0,200})?(?:/>|>([^<>]{0,500})</\1>)")
"""MDX writes its own tags into prose; a type's parameter, as in Vec<T>, is never closed."""
IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,200}\")?\)(?:\{[^{}\n]{0,100}\})?")
LINK = re.compile(
    r"\[([^\[\]]{1,500})\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s+\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,100}\])"
)
STRUCK_HTML = re.compile(r"<(del|s|strike)(?:\s[^<>]{0,200})?>[^<>]{0,500}</\1>", re.IGNORECASE)
AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
CODE = re.compile(r"(`{1,3})(?!`)([^`]{1,500}?)\1(?!`)")
LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?=\S))+", re.MULTILINE)
LINE_MARKS = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$|^```.*$|[ \t]{1,8}#{1,6}[ \t]*$", re.MULTILINE)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|<\"'$])")
ESCAPED_NEWLINE = re.compile(r"(?<=[.!?:\])”\"])(?:\\r)?(?:\\n)+|(?:\\n){2,}")
LONGEST_TEXT = 30_000
"""Characters; no platform takes a longer post."""
SHELTER = 0xE000
"""Private use: where an escaped or quoted sign waits until the marks are gone."""
SHELTERED = re.compile("[\ue000-\ue0ff]")


HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,500}?)(?<=[^\s=])==(?![=\w])")
INSERTED = re.compile(r"(?<![+\w])\+\+(?=[^\s+])([^+\n]{1,500}?)(?<=[^\s+])\+\+(?![+\w])")
RAISED = re.compile(r"(?<=[\w)])\^([\w+-]{1,6})\^")
LOWERED = re.compile(r"(?<=[A-Za-z)])~(\d{1,3})~")
RAISED_DIGITS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
EMOJI_NAME = re.compile(r"\s?(?<![\w:/]):[a-z][a-z0-9]*(?:[_+-][a-z0-9]+){0,6}:(?![\w:/])")
ICON = re.compile(r"\s?:\(fa[a-z]{0,8} fa-[\w -]{1,40}\):")
"""An icon in Hugo's LoveIt theme."""
FORMULA = re.compile(
    r"\$\$[^$]{1,1000}\$\$|(?<![\\$A-Za-z0-9])\$(?!\s|\$|\d[\d.,]*[ -])([^$\n]{0,200}[^\s$\\])\$(?![$A-Za-z0-9])"
)
"""TeX between dollars, by Pandoc's rules, so that two prices are none."""
WIDE_SPACE = re.compile(
    r"(?<=[、。，；：]) (?=[\u3041-\u30ff\u4e00-\u9fff])|(?<=\S) {1,4}(?=[、。，；：！？」』）】》])"
)
"""A full-width mark has its space within."""
EMBED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]")
WIKI = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\\?\|([^\[\]\n]{1,300}))?\]\](?!\()")
TEMPLATE = re.compile(r"\{\{[<%]?.{0,300}?[%>]?\}\}|\{%.{0,300}?%\}|\{[:#.][\w #.=\"'-]{1,100}\}")
MORE = re.compile(
    r"\s*(?:[\[(]?\s*(?:continue reading|read more|read on|keep reading|weiterlesen|lire la suite|leer más|seguir leyendo|continua a leggere|leggi tutto"
    r"|leia mais|continue lendo|lees verder|czytaj dalej|читать далее|devamını oku|続きを読む|阅读更多|阅读全文|더 보기|اقرأ المزيد)"
    r"\s*(?:→|»|›|>>|>|\.{3}|…|-->)?\s*[\])]?[.…]?|\s(?:→|»|>>))\s*$",
    re.IGNORECASE,
)
MORE_CHARS = 60
FEED_NOTE = re.compile(
    r"(?<=[.!?…\])])\s+(?:The post|Der Beitrag|L[’']article|La entrada|O post|L[’']articolo|Het bericht|Wpis)\s[^\n]{1,200}?\s"
    r"(?:(?:first )?appeared first on|erschien zuerst auf|est apparu en premier sur|(?:se publicó|aparece) primero en|apareceu primeiro em"
    r"|proviene da|verscheen eerst op|pojawił się poczatkowo na|pojawił się początkowo na)\s[^\n]{1,100}$"
)
"""WordPress ends the excerpts of its feeds with it."""
FEED_NOTE_CHARS = 320
TLDR = re.compile(r"^\s*(?:TL\s?;?\s?DR|TLDR|tl\s?;\s?dr)\b\s*[:;,.–—-]*\s*|^\s*TL;DR[:;,.–—-]*\s*(?=[A-Z])")
DASH = re.compile(r"(?<=\S)(?<!\d) (?:-|--) (?=\S)|(?<=\d) (?:-|--) (?=[^\W\d])")
DOUBLE_HYPHEN = re.compile(r"(?<!\S)([\"'“‘(]?[^\W\d_](?:[\w'’]|-(?!-))*[,\"'”’)]?)--(?=[\"'“‘(]?[^\W\d_])")
"""A typewriter's dash between two words; not in an address, nor in code."""
ISSUES = re.compile(r"\s?\((?:#\d{1,7}(?:,\s?)?){1,10}\)")
"""Where a change was discussed."""
GLUED = re.compile(r"(?<=[^\W\d_]{3}[.!?])(?=([A-Z][a-z]{0,6})[ ,’'])")
DUNDER = re.compile(r"(?<![\w*])__[a-z]\w*?__(?![\w*])(?=\.\w|\()")
LOST = "\uf8fe"
"""Private use: where a value stood that only the generator knows."""
GAP = "\u205f"
"""A space that no blog writes: it makes CommonMark see an emphasis's end before an ideograph, and goes again."""


def prose(text: str | None) -> str:
    """Plain words of a description: no markdown, no citation, no note on its own length, no "read more"."""
    if not text:
        return ""
    line = plain(COUNT.sub("", text) if "(" in text or "[" in text else text)
    line = line[:-FEED_NOTE_CHARS] + FEED_NOTE.sub("", line[-FEED_NOTE_CHARS:])
    line = line[:-MORE_CHARS] + MORE.sub("", line[-MORE_CHARS:])
    short = TLDR.sub("", line)
    return dashed(unglued(line if short == line else capital(short)))


def without_note(text: str) -> str:
    """Plain words of a body: no note on their own length, no character that no post should hold, dashes that are dashes."""
    text = UNWANTED.sub("", text if text.isascii() else unicodedata.normalize("NFC", text))
    text = ESCAPED_NEWLINE.sub(" ", text) if "\\" in text else text
    short = TLDR.sub("", text)
    text = text if short == text else capital(short)
    text = ISSUES.sub("", text) if "(#" in text else text
    return dashed(unglued(COUNT.sub("", text) if "(" in text or "[" in text else text))


def plain(text: str) -> str:
    """The words that Markdown or HTML would show, on one line; nothing behind LONGEST_TEXT is looked at."""
    text = text[:LONGEST_TEXT]
    if any(sign in text for sign in "[【:\ue200"):
        text = CITATION.sub("", text)
    text = SHELTERED.sub("", text)
    if "\\" in text:
        text = ESCAPED_NEWLINE.sub(" ", text)
        text = ESCAPED.sub(lambda found: sheltered(found[1]), text)
    if "`" in text:
        text = CODE.sub(lambda found: sheltered(found[2].strip()), text)
    if "{" in text:
        text = TEMPLATE.sub(lambda found: LOST if found[0].startswith("{{") else "", text)
    if "<" in text:
        text = COMPONENT.sub(r"\2", STRUCK_HTML.sub("", AUTOLINK.sub(r"\1", text)))
        text = HTML_TAG.sub(lambda found: " " if found[0][1:3].lower() in {"br", "p>", "/p", "li", "hr"} else "", text)
    if "[" in text:
        text = WIKI.sub(lambda found: found[2] or found[1].partition("#")[0] or found[1], EMBED.sub("", text))
        text = LINK.sub(r"\1", IMAGE.sub(r"\1", text))
    text = LINE_START.sub("", LINE_MARKS.sub("", text))
    text = em_dashed(without_signs(text))
    if "*" in text or "_" in text or "~~" in text:
        text = without_emphasis(text)
    text = SHELTERED.sub(lambda found: chr(ord(found[0]) - SHELTER), text)
    return without_holes(clean(unescaped(text)))


def without_holes(text: str) -> str:
    """Without the sentences that lost a value which only the generator knows."""
    if LOST not in text:
        return text
    return " ".join(one for one in sentences(text) if LOST not in one)


def without_signs(text: str) -> str:
    """Without ==highlights==, ++insertions++, $formulas$ and :emoji_names:, which some generators know; x^2^ and H~2~O as printed."""
    if "==" in text:
        text = HIGHLIGHT.sub(r"\1", text)
    if "++" in text:
        text = INSERTED.sub(r"\1", text)
    if "^" in text:
        text = RAISED.sub(lambda found: raised(found[1]), text)
    if "~" in text:
        text = LOWERED.sub(lambda found: found[1].translate(LOWERED_DIGITS), text)
    if "$" in text:
        text = FORMULA.sub(lambda found: LOST if not found[1] or "\\" in found[1] else found[1], text)
    if "，" in text or "。" in text:
        text = WIDE_SPACE.sub("", text)
    return EMOJI_NAME.sub("", ICON.sub("", text)) if ":" in text else text


def raised(text: str) -> str:
    """A number as an exponent; anything else, like the "st" of 1^st^, as it is."""
    return text.translate(RAISED_DIGITS) if text.strip("+-").isdigit() else text


def without_emphasis(text: str) -> str:
    """The words that CommonMark would emphasize, without its marks; a name like __init__.py stays."""
    text = DUNDER.sub(lambda found: sheltered(found[0]), text)
    text = spaced_marks(text)
    tokens = emphasis().parseInline(text)[0].children or []
    kept, struck = [], 0
    for token in tokens:
        struck += token.nesting if token.type in STRUCK else 0
        if token.type == "text" and not struck:
            kept.append(token.content)
    return "".join(kept).replace(GAP, "")


STRUCK = frozenset({"s_open", "s_close"})
"""Tokens around words that their author took back: they are not said."""
MARKS = re.compile(r"\n[ \t]*\n|\*+")
IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3]")
CLOSES_BEFORE_WORDS = "」』）】》〉。、！？"


def spaced_marks(text: str) -> str:
    """With a GAP where ideographs stand beside an emphasis: they take no space, which CommonMark needs there.

    Behind a stop a mark may open or close; which of the two is told by the marks before it in its paragraph.
    """
    if "*" not in text or text.isascii():
        return text
    kept, at, opened = [], 0, list[int]()
    for mark in MARKS.finditer(text):
        before, after = (text[mark.start() - 1] if mark.start() else " "), text[mark.end() : mark.end() + 1] or " "
        if mark[0][0] == "\n":
            opened = []
        elif len(mark[0]) > 3 or before == "\\":
            continue
        elif not before.isspace() and opened and opened[-1] == len(mark[0]):
            opened.pop()
            if of_sign(before) and (IDEOGRAPH.match(after) or (before in CLOSES_BEFORE_WORDS and of_word(after))):
                kept += [text[at : mark.end()], GAP]
                at = mark.end()
        elif not after.isspace():
            opened.append(len(mark[0]))
            if IDEOGRAPH.match(before) and of_sign(after):
                kept += [text[at : mark.start()], GAP]
                at = mark.start()
    return "".join(kept) + text[at:]


def of_sign(char: str) -> bool:
    return not (char.isalnum() or char.isspace() or char == "_")


def of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


@cache
def emphasis() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["emphasis", "strikethrough", "balance_pairs", "fragments_join"])


def dashed(text: str) -> str:
    """A hyphen between words that stands for a dash, as one."""
    return DASH.sub(" – ", text).replace(" --- ", " — ") if " -" in text else text


def em_dashed(text: str) -> str:
    """Two hyphens that part words, as the dash that they stand for; for words that are no code."""
    return DOUBLE_HYPHEN.sub(r"\1—", text) if "--" in text else text


def unglued(text: str) -> str:
    """With a space between two blocks that a generator glued together, where a little word shows it."""
    if not re.search(r"[.!?][A-Z]", text):
        return text
    little = LANGUAGES["en"].stop
    return GLUED.sub(lambda found: " " if found[1].lower() in little else "", text)


def sheltered(text: str) -> str:
    return "".join(chr(SHELTER + ord(char)) if char.isascii() else char for char in text)


def unescaped(text: str) -> str:
    """Entities as characters, also where they were escaped twice on their way."""
    for _ in range(2):
        if "&" not in text:
            break
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, soft hyphens, overrides of direction, halves of characters: nothing that a reader sees."""
SPACES = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """One line in NFC, without characters that no post should hold."""
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    return SPACES.sub(" ", UNWANTED.sub("", text)).strip()

"""What a digest says of itself, without what its generator did to it."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from bot.text.condense import ELLIPSIS, sentence_ends, stopped

if TYPE_CHECKING:
    from bot.model import Digest


class Story(NamedTuple):
    """Title and description as a reader should see them, on one line each."""

    title: str
    description: str = ""
    notes: tuple[str, ...] = ()
    """What was put right in a way that the writer should know of."""


def story(digest: Digest) -> Story:
    """The digest's title and the best description that it holds; quotes and dashes stay as written."""
    title = plain(digest.title) or clean(digest.title)
    said = prose(digest.description)
    if said and not repeats(said, title):
        description, notes = whole(said, digest) if cut_off(said) else (said, ())
        return Story(title, without_title(description, title), notes)
    notes = ("the description only repeats the title, and is left out",) if said else ()
    for source, text in (("lede", prose(digest.lede)), ("first sentence", prose(digest.opening))):
        if text and not repeats(text, title):
            note = f"no description of its own: the {source} stands in"
            return Story(title, without_title(text, title), (*notes, note))
    return Story(title, "", notes)


# ── cut descriptions ─────────────────────────────────────────────────────────────────────────────

ENDED = re.compile(r"[.!?…。！？｡؟۔।։።:;)\]”’\"'»」』）】]$|\.\.\.$")
WIDTHS = frozenset(
    {120, 125, 140, 145, 150, 155, 156, 157, 158, 160, 165, 170, 180, 200, 220, 240, 250, 255, 256, 280, 300}
)
"""Characters at which generators cut a description."""


def cut_off(description: str) -> bool:
    """It ends as no sentence does, or in a generator's dots."""
    return description.endswith((ELLIPSIS, "...")) or not ENDED.search(description)


def whole(description: str, digest: Digest) -> tuple[str, tuple[str, ...]]:
    """The description with its missing end, from the text that continues it; else without its half word."""
    stem = description.rstrip(".… ") if description.endswith((ELLIPSIS, "...")) else description
    for text in (prose(digest.lede), prose(digest.opening)):
        if continues(stem, text):
            return text, ()
    if stem != description:
        return stopped(stem) or description, ()
    if len(description) in WIDTHS or len(description) + 1 in WIDTHS:
        note = f"the description is cut off after {len(description)} characters, and nothing in the digest continues it"
        return without_half_word(description), (note,)
    return description, ()


def continues(stem: str, text: str) -> bool:
    """The text says what the stem says, and goes on."""
    short, long = alike(stem), alike(text)
    return len(short) >= 8 and len(long) > len(short) and long.startswith(short)


def without_half_word(text: str) -> str:
    """The text up to its last whole sentence if most of it is kept so, else up to the word before the last."""
    ends = [end for end in sentence_ends(text) if end * 3 >= len(text) * 2]
    if ends:
        return text[: ends[-1]]
    return stopped(text.rpartition(" ")[0]) or text


SIGNS = re.compile(r"[\W_]+")


def alike(text: str) -> str:
    """What two spellings of one sentence have in common: letters and digits, without case."""
    return SIGNS.sub("", text.casefold())


def repeats(description: str, title: str) -> bool:
    """The description says nothing that the title does not say."""
    said, known = alike(description), alike(title)
    return said == known or (len(said) >= 8 and known.startswith(said))


AFTER_TITLE = re.compile(r"\s*[:–—|]\s+|\s+-\s+|\s*[.!?…]\s+")


def without_title(description: str, title: str) -> str:
    """A description that begins with the whole title, without it, if enough is left."""
    if not description.casefold().startswith(title.casefold()) or len(title) < 12:
        return description
    after = AFTER_TITLE.match(description, len(title))
    if after is None:
        ended = title[-1:] in ".!?…" and description[len(title) :].startswith(" ")
        rest = description[len(title) :].strip() if ended else ""
    else:
        rest = description[after.end() :].strip()
    if len(rest) < 20:
        return description
    return rest[0].upper() + rest[1:] if len(rest[0].upper()) == 1 else rest


# ── marks that are no words ──────────────────────────────────────────────────────────────────────

COUNT = re.compile(
    r"\s*[(\[]\s*(?:~|ca\.? ?|approx\.? ?)?\d{1,4}\s*(?:characters?|chars?|words?|zeichen|caractères|caracteres)\s*[)\]]",
    re.IGNORECASE,
)
CITATION = re.compile(
    r"\s*(?:\[\^[^\]\s]{1,40}\]|\[[1-9]\d{0,2}(?:\s*[,;–-]\s*\d{1,3})*\](?!\()|【[^】]{0,60}[†:][^】]{0,60}】"
    r"|:contentReference\[[^\]]{0,80}\](?:\{[^}]{0,40}\})?|\ue200[^\ue201]{0,200}\ue201|\[citation needed\])"
)
HTML_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|img"
    r"|ins|kbd|li|mark|ol|p|picture|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|tr|tt|u"
    r"|ul|var|wbr)(?:\s[^<>]{0,1000})?/?>|<!--.{0,1000}?-->",
    re.IGNORECASE | re.DOTALL,
)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,200}\")?\)")
LINK = re.compile(
    r"\[([^\[\]]{1,500})\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s+\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,100}\])"
)
AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
CODE = re.compile(r"(`{1,3})(?!`)([^`]{1,500}?)\1(?!`)")
STRONG = re.compile(r"(\*\*\*|\*\*|\*|~~)(?=[^\s*~])([^*~]{1,2000}?)(?<=[^\s*~])\1(?!\w)")
UNDERLINED = re.compile(r"(?<![\w_])(___|__|_)(?=[^\s_])((?:[^_\n]|(?<=\w)_(?=\w)){1,2000})(?<=[^\s_])\1(?![\w_])")
LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?=\S))+", re.MULTILINE)
LINE_MARKS = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$|^```.*$|[ \t]+#+[ \t]*$", re.MULTILINE)
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|<\"'$])")
ESCAPED_NEWLINE = re.compile(r"(?<=[.!?:\])”\"])(?:\\r)?(?:\\n)+|(?:\\n){2,}")
SHELTER = 0xE000
"""Private use: where an escaped or quoted sign waits until the marks are gone."""
SHELTERED = re.compile("[\ue000-\ue0ff]")


def prose(text: str | None) -> str:
    """Plain words of a description: no markdown, no citation, no note on its own length."""
    return plain(COUNT.sub("", text)) if text else ""


def plain(text: str) -> str:
    """The words that markdown or HTML would show, on one line."""
    text = CITATION.sub("", text)
    text = SHELTERED.sub("", text)
    if "\\" in text:
        text = ESCAPED_NEWLINE.sub(" ", text)
        text = ESCAPED.sub(lambda found: sheltered(found[1]), text)
    if "`" in text:
        text = CODE.sub(lambda found: sheltered(found[2].strip()), text)
    if "<" in text:
        text = AUTOLINK.sub(r"\1", text)
        text = HTML_TAG.sub(lambda found: " " if found[0][1:3].lower() in {"br", "p>", "/p", "li", "hr"} else "", text)
    if "[" in text:
        text = LINK.sub(r"\1", IMAGE.sub(r"\1", text))
    text = LINE_START.sub("", LINE_MARKS.sub("", text))
    if "*" in text or "~~" in text:
        text = STRONG.sub(r"\2", STRONG.sub(r"\2", text))
    if "_" in text:
        text = UNDERLINED.sub(underlined, UNDERLINED.sub(underlined, text))
    text = SHELTERED.sub(lambda found: chr(ord(found[0]) - SHELTER), text)
    return clean(unescaped(text))


def underlined(found: re.Match[str]) -> str:
    """The emphasized words; a name like __init__ as it is."""
    return found[0] if found[1] == "__" and found[2].isidentifier() else found[2]


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

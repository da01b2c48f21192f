"""What X makes of bare text: links, mentions, hashtags, cashtags, as its parser twitter-text 3 finds them.

The parser is JavaScript and sees UTF-16 code units, and so its patterns are run over these wherever it matters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the text, in characters, end exclusive."""

    start: int
    end: int
    value: str
    """The address as the parser sees it, or the name without its sign ("user", "user/list", "tag", "BTC")."""


UrlSpan = Span

MAX_URL = 4096
"""Units; longer ones are no links (twitter-text, MAX_URL_LENGTH)."""
MAX_SLUG = 40
"""Units of what follows https://t.co/ (twitter-text, MAX_TCO_SLUG_LENGTH)."""
MAX_LABEL = 63
"""Of a host's label in punycode (RFC 1035)."""
MOST_DIGITS = 8
"""That a character adds to a label's length in punycode, of which it takes one itself: a step to it is below 2^27, and each
digit leaves at most a tenth (RFC 3492, 6.3)."""
MARK = "\U0010ffff"
"""Put in place of the dot before a known ending; cannot occur in code units."""


@lru_cache(maxsize=64)
def urls(text: str) -> tuple[Span, ...]:
    """The links that X makes of the text, bare domains included, in the order of the text."""
    text_units = units(text)
    found = urls_in_units(text_units)
    if text_units is text:
        return found
    return tuple(
        Span(characters(text_units[:start]), characters(text_units[:end]), joined(value)) for start, end, value in found
    )


def mentions(text: str) -> tuple[Span, ...]:
    """The accounts ("user") and lists ("user/list") that X links to."""
    return entities(text, "@")


def hashtags(text: str) -> tuple[Span, ...]:
    """The hashtags that X makes of the text."""
    return entities(text, "#")


def cashtags(text: str) -> tuple[Span, ...]:
    """The cashtags that X makes of the text; a post takes one."""
    return entities(text, "$")


def entities(text: str, sign: str) -> tuple[Span, ...]:
    """The entities that begin with the sign and do not begin inside another one: the earlier goes first."""
    if first(sign, text) is None:
        return ()
    return tuple(span for span, kind in all_entities(text) if kind == sign)


def first(sign: str, text: str) -> int | None:
    """Where the sign stands first; None where it does not."""
    places = (text.find(sign), text.find(WIDE.get(sign, sign)))
    return min((at for at in places if at >= 0), default=None)


@lru_cache(maxsize=64)
def all_entities(text: str) -> tuple[tuple[Span, str], ...]:
    """All of them, and the links, each with its sign; a text is asked for one kind after the other."""
    finders = {"@": _mentions, "#": _hashtags, "$": _cashtags}
    found = [(span, "") for span in urls(text)]
    for sign, find in finders.items():
        at = first(sign, text)
        found += [(span, sign) for span in find(text, max(0, at - BEFORE_SIGN))] if at is not None else []
    kept, end = [], 0
    for span, kind in sorted(found, key=lambda one: one[0].start):
        if span.start >= end:
            kept.append((span, kind))
            end = span.end
    return tuple(kept)


WIDE = {"@": "＠", "#": "＃"}
BEFORE_SIGN = 4
"""Characters before a sign that tell whether it is one: at most one, and "RT:"."""


def _mentions(text: str, start: int) -> list[Span]:
    return [
        Span(found.start(2), found.end(), found[3])
        for found in _mention().finditer(text, start)
        if not _after_mention().match(text, found.end())
    ]


def _hashtags(text: str, start: int) -> list[Span]:
    return [
        Span(found.start(1), found.end(), found[2])
        for found in _hashtag().finditer(text, start)
        if not AFTER_HASHTAG.match(text, found.end())
    ]


def _cashtags(text: str, start: int) -> list[Span]:
    return [Span(found.start(2), found.end(), found[3]) for found in _cashtag().finditer(text, start)]


# ── code units ───────────────────────────────────────────────────────────────────────────────────

ASTRAL = re.compile("[\U00010000-\U0010ffff]")
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def units(text: str) -> str:
    """The text with every character above U+FFFF as its two surrogates; the same object where it has none."""
    return text if text.isascii() else ASTRAL.sub(lambda found: surrogates(found[0]), text)


@lru_cache(maxsize=1024)
def surrogates(character: str) -> str:
    code = ord(character) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def characters(text_units: str) -> int:
    return len(text_units) - len(PAIR.findall(text_units))


def joined(text_units: str) -> str:
    """The characters again."""
    if not PAIR.search(text_units):
        return text_units
    return text_units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


# ── links ────────────────────────────────────────────────────────────────────────────────────────


def urls_in_units(text: str) -> tuple[Span, ...]:
    """``urls`` in code units. A value may be shorter than its stretch: X counts on after the value."""
    if "." not in text or (marked := mark_endings(text)) is None:
        return ()
    ending, url = _ending(), _url()
    found: list[Span] = []
    # A space ends every URL, so that each word stands alone; one without a known ending needs no look at all.
    for word in _dotted_word().finditer(marked):
        start, end = word.span()
        if marked.find(MARK, start, end) >= 0 or ending.search(marked, start, end):
            for match in url.finditer(marked, start and start - 1, end):
                found += _urls_of(match, text)
    return tuple(found)


def mark_endings(text: str) -> str | None:
    """The text with MARK for the dot before a known ASCII ending; None if it surely holds no URL."""
    endings, some = _ascii_endings(), False

    def mark(found: re.Match[str]) -> str:
        nonlocal some
        if found[1].lower() not in endings:
            return found[0]
        some = True
        return MARK + found[1]

    marked = ASCII_ENDING.sub(mark, text)
    if some or (not text.isascii() and _ending().search(marked)) or PUNYCODE.search(text):
        return marked
    return None


def _urls_of(match: re.Match[str], text: str) -> list[Span]:
    """The links of one stretch that looks like a URL: none, one, or several bare domains."""
    start, end = match.span("url")
    domain_start, domain_end = match.span("domain")
    scheme = match["scheme"]
    if not valid_host(match, text) or end - start + len(scheme or "https://") > MAX_URL:
        return []
    if scheme:
        if short := _short().match(text, start, end):
            end = short.end()
            return [] if len(short[1]) > MAX_SLUG else [Span(start, end, text[start:end])]
        return [Span(start, end, text[start:end])]
    if start and text[start - 1] in "-_./":
        return []
    found, seen = [], start
    for bare in _bare_domain().finditer(match.string, domain_start, domain_end):
        name = text[bare.start() : bare.end()]
        at = text.index(name, seen)
        seen = at + len(name)
        found.append(Span(at, seen, name))
    if found and match["path"]:
        last = found[-1]
        found[-1] = Span(last.start, end, last.value + text[domain_end:end])
    return found


def valid_host(match: re.Match[str], text: str) -> bool:
    """Whether every label has a length that DNS takes, once in punycode."""
    start, end = match.span("domain")
    domain = text[start:end]
    if domain.startswith("xn--") and not _bare_domain().search(match.string, start, end):
        return False
    return surely_short(domain) or all(map(fits_dns, joined(domain).split(".")))


def fits_dns(label: str) -> bool:
    return surely_short(label) or (len(label) <= MAX_LABEL and punycode_length(label) <= MAX_LABEL)


def surely_short(label: str) -> bool:
    """Whether it is within MAX_LABEL whatever punycode makes of it; the codec is slow, and few labels come near."""
    if label.isascii() and label.isprintable():
        return len(label) <= MAX_LABEL
    return len(label) + 5 + MOST_DIGITS * len(NOT_PRINTABLE.findall(label)) <= MAX_LABEL


def punycode_length(label: str) -> int:
    if PRINTABLE.fullmatch(label):
        return len(label)
    # The dots of other scripts part what the pattern takes for one label.
    parts = re.split("[\u3002\uff0e\uff61]", label)
    encoded = (len(one) if PRINTABLE.fullmatch(one) else 4 + len(one.encode("punycode")) for one in parts)
    return sum(encoded) + len(parts) - 1


NOT_PRINTABLE = re.compile(r"[^\x20-\x7e]")
PRINTABLE = re.compile(r"[\x20-\x7e]*")
ASCII_ENDING = re.compile(r"\.([A-Za-z]+)(?![0-9A-Za-z@+-])")
PUNYCODE = re.compile(r"\.[xX][nN]--")
AFTER_HASHTAG = re.compile(r"[#＃]|://")
NAME_ENDS = r"(?![0-9A-Za-z@+-])"


# ── the patterns, compiled when first used ───────────────────────────────────────────────────────


@cache
def _ascii_endings() -> frozenset[str]:
    from bot.text.x_parser import _tables as t

    return frozenset(t.ENDINGS.split())


@cache
def _dotted_word() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(f"(?<![^{t.SPACE}])[^{t.SPACE}.{MARK}]*+[.{MARK}][^{t.SPACE}]*")


def ending_pattern() -> str:
    from bot.text.x_parser import _tables as t

    return rf"(?:{MARK}[A-Za-z]++|\.(?:(?:{t.OTHER_ENDINGS}){NAME_ENDS}|[xX][nN]--[0-9A-Za-z-]+))"


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(ending_pattern())


@cache
def _bare_domain() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(rf"(?:[{t.ASCII_DOMAIN}]+[.{MARK}])*[{t.ASCII_DOMAIN}]+{ending_pattern()}")


@cache
def _short() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(rf"[hH][tT][tT][pP][sS]?://[tT]\.[cC][oO]/([0-9A-Za-z]+)(?:\?[{t.QUERY}]*[{t.QUERY_END}])?")


@cache
def _url() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    x, p = f"[{t.DOMAIN}]", f"[{t.PATH}{MARK}]"
    parentheses = rf"\((?:{p}+|{p}*\({p}+\){p}*)\)"
    path = rf"(?:{p}*(?:{parentheses}{p}*)*(?:[{t.PATH_END}]|{parentheses})|@{p}+/)"
    return re.compile(
        rf"(?:[{t.BEFORE_URL}{MARK}]|^)(?P<url>(?P<scheme>[hH][tT][tT][pP][sS]?://)?"
        # A label is all that stands before its dot, so that none of it need be given back: it begins and ends alike.
        rf"(?P<domain>(?:{x}[{t.DOMAIN}_-]*+(?<={x})[.{MARK}])*{x}[{t.DOMAIN}-]*+(?<={x}){ending_pattern()})"
        rf"(?::[0-9]+)?(?P<path>/{path}*)?(?:\?[{t.QUERY}{MARK}]*[{t.QUERY_END}])?)"
    )


@cache
def _mention() -> re.Pattern[str]:
    return re.compile(
        r"(^|[^a-zA-Z0-9_!#$%&*@＠]|(?:^|[^a-zA-Z0-9_+~.-])[rR][tT]:?)([@＠])([a-zA-Z0-9_]{1,20}(?:/[a-zA-Z][a-zA-Z0-9_-]{0,24})?)"
    )


@cache
def _after_mention() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(rf"[@＠{t.ACCENTED}]|://")


@cache
def _hashtag() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(
        rf"(?:^|[\ufe0e\ufe0f]|[^{t.TAG_CHARACTER}&])([#＃])(?![\ufe0f\u20e3])"
        rf"([{t.TAG_CHARACTER}]*[{t.TAG_LETTER}][{t.TAG_CHARACTER}]*)"
    )


@cache
def _cashtag() -> re.Pattern[str]:
    from bot.text.x_parser import _tables as t

    return re.compile(rf"(^|[{t.SPACE}])(\$)([a-zA-Z]{{1,6}}(?:[._][a-zA-Z]{{1,2}})?)(?=\Z|[{t.AFTER_CASHTAG}])")

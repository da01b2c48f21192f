"""What Mastodon makes of bare text, links, mentions and hashtags, and how it counts it.

Its rules are twitter-text's with the changes of its own config/initializers/twitter_regex.rb (as of 4.6): a link needs a
scheme and a host with an ending that twitter-text 3.1.0 knows, and what follows it without white space is mostly its path.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.text.graphemes import graphemes
from bot.text.x_parser.entities import MARK, Span, ending_pattern, mark_endings

if TYPE_CHECKING:
    import regex

URL_LENGTH = 23
"""What a link counts, however long it is (StatusLengthValidator, URL_PLACEHOLDER_CHARS)."""


def urls(text: str) -> tuple[Span, ...]:
    """The links, in the order of the text."""
    if "://" not in text or (marked := mark_endings(text)) is None:
        return ()
    found = []
    for word in _word().finditer(marked):
        if "://" in word[0]:
            begin = max(0, word.start() - 1)
            spans = (match.span("url") for match in _url().finditer(marked, begin, word.end()) if match["scheme"])
            found += [Span(start, end, text[start:end]) for start, end in spans]
    return tuple(found)


def mentions(text: str) -> tuple[Span, ...]:
    """The accounts ("user" or "user@host") that are mentioned, of which some may not exist."""
    return outside_links(text, _mention()) if "@" in text else ()


def hashtags(text: str) -> tuple[Span, ...]:
    return outside_links(text, _hashtag()) if "#" in text or "＃" in text else ()


def outside_links(text: str, pattern: regex.Pattern[str]) -> tuple[Span, ...]:
    spans = [(link.start, link.end) for link in urls(text)]
    return tuple(
        Span(match.start(), match.end(), match["name"])
        for match in pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in spans)
    )


def counted(text: str) -> int:
    """The length by which a server limits a text: grapheme clusters, of a link 23, of a mention only the account's own name."""
    text = text.strip()
    pieces, at = [], 0
    replaced = [(link.start, link.end, "u" * URL_LENGTH) for link in urls(text)]
    replaced += [(one.start, one.end, f"@{one.value.partition('@')[0]}") for one in mentions(text)]
    for start, end, instead in sorted(replaced):
        pieces += [text[at:start], instead]
        at = end
    return graphemes("".join((*pieces, text[at:])))


# ── the patterns, compiled when first used ───────────────────────────────────────────────────────


@cache
def _word() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\P{White_Space}+")


@cache
def _url() -> regex.Pattern[str]:
    import regex

    from bot.text.x_parser import _tables as t

    letters, inside = rf"{t.DOMAIN}\U00010000-\U0010ffff", r"[^\p{White_Space}<>()?]"
    label = f"[{letters}]"
    parentheses = rf"\((?:{inside}+|{inside}*\({inside}+\){inside}*)\)"
    last = rf"(?:[^\p{{White_Space}}()?!*\"'「」<>;:=,.$%\[\]~&|@{MARK}]|{parentheses})"
    path = rf"(?:{inside}*(?:{parentheses}{inside}*)*{last}|{inside}+/)"
    beyond = r"\u00a0-\U0010ffff"
    return regex.compile(
        rf"(?:[{t.BEFORE_URL}\U00010000-\U0010ffff]|^)"
        rf"(?P<url>(?P<scheme>(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://)?"
        rf"(?:(?:{label}[{letters}_\-]*)?{label}[.{MARK}])*(?:{label}[{letters}\-]*)?{label}{ending_pattern()}"
        rf"(?::[0-9]+)?(?:/{path}*)?"
        rf"(?:\?[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{beyond}]*[a-z0-9_&=#/\-{beyond}--{MARK}])?)",
        regex.IGNORECASE | regex.VERSION1,
    )


@cache
def _mention() -> regex.Pattern[str]:
    import regex

    return regex.compile(
        r"(?<![=/\w])@(?P<name>[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?(?:@[\w.-]+\w+)?)", regex.IGNORECASE
    )


@cache
def _hashtag() -> regex.Pattern[str]:
    import regex

    parts = "·・\u200c"
    return regex.compile(
        rf"(?<![=/)\p{{L}}\p{{N}}])[#＃](?P<name>\w[\w{parts}]*[\p{{L}}{parts}][\w{parts}]*\w|\w*\p{{L}}\w*)"
    )

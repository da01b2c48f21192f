"""What of a blog's own words may stand in a page, and where a page's links may lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bot.web.address import shown_host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Look

# What an HTML document cannot hold, or what would make it end early for some reader.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"(?=(:)?)')


def writable(text: str) -> str:
    """The text, with a sign in the place of every character that a page cannot hold."""
    return UNWRITABLE.sub("\ufffd", text)


def first_language(langs: Sequence[str]) -> str | None:
    """The first that may stand in a ``lang`` attribute."""
    return next((lang for lang in langs if LANGUAGE.fullmatch(lang)), None)


def web_address(value: str | None) -> str | None:
    """The value if a browser may be led there: http or https with a host."""
    try:
        parts = urlsplit(value or "")
        host = parts.hostname
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and host else None


def link_target(value: str | None) -> str | None:
    """The same, if a terminal may be handed it as it is."""
    url = web_address(value)
    return url if url is not None and url.isascii() and url.isprintable() and " " not in url else None


def host_or_address(address: str) -> str:
    """The host of an address as readers see it; the address itself where it has none."""
    return shown_host(address) or address


class ShownAddress(NamedTuple):
    """An address of which a platform shows only the middle; the three parts, joined, are all of it."""

    before: str
    shown: str
    behind: str

    @property
    def words(self) -> str:
        return f"{self.shown}…" if self.behind else self.shown


def shorten_address(address: str, look: Look) -> ShownAddress:
    """The address as the platform shows it, which may leave out its scheme, "www." and all but the beginning."""
    scheme, mark, rest = address.partition("://")
    whole = look.path_characters is None and look.link_characters is None
    if whole or scheme not in {"http", "https"}:
        return ShownAddress("", address, "")
    bare = rest.removeprefix("www.")
    before = f"{scheme}{mark}{rest.removesuffix(bare)}"
    end = look.link_characters or len(bare.partition("/")[0]) + (look.path_characters or 0)
    return ShownAddress(before, bare[:end], bare[end:])


def split_json(document: str) -> Iterator[tuple[str, str]]:
    """A JSON document in pieces, each with its kind: "key", "value" (a text) or "" (all else)."""
    at = 0
    for token in JSON_TEXT.finditer(document):
        yield "", document[at : token.start()]
        yield "key" if token[1] else "value", token[0]
        at = token.end()
    yield "", document[at:]

"""Addresses: written so that every machine takes them, and found in bare text as X finds them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from bot.text.x_parser.entities import Span, UrlSpan, cashtags, hashtags, mentions, urls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "Span", "UrlSpan", "cashtags", "display", "hashtags", "linkable", "mentions", "percent_encode", "urls", "with_query",
]  # fmt: skip

# What may stand unescaped (RFC 3986, 3.3–3.5); "%" is looked at apart.
PATH = "/:@!$&'()*+,;=-._~"
QUERY = PATH + "?"
BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
IN_ORDER = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w/:@!$&'()*+,;=.~-]*)?", re.ASCII)
"""What most addresses are, and what stays as it is."""
DOTS = re.compile("[.\u3002\uff0e\uff61]")

SHOWN_PATH = 15
"""The Bluesky app shows a longer path cut to 13 characters and "..."."""


def percent_encode(url: str) -> str:
    """The address in ASCII: its host in punycode, the rest percent-encoded where needed; what is encoded stays.

    The same again for an address that is in order already.
    """
    if IN_ORDER.fullmatch(url):
        return url
    parts = urlsplit(url.strip())
    return urlunsplit((
        parts.scheme,
        _authority(parts.netloc),
        _encoded(parts.path, PATH),
        _encoded(parts.query, QUERY),
        _encoded(parts.fragment, QUERY),
    ))  # fmt: skip


def display(url: str) -> str:
    """The address as the Bluesky app shows it in a text: host and path without scheme, a long path cut."""
    parts = urlsplit(percent_encode(url))
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return url
    path = urlunsplit(("", "", "" if parts.path == "/" else parts.path, parts.query, parts.fragment))
    if len(path) > SHOWN_PATH:
        path = path[: SHOWN_PATH - 2] + "..."
    return parts.netloc.rpartition("@")[2] + path


def with_query(url: str, parameters: Mapping[str, str]) -> str:
    """The address with these parameters added; one that it has already keeps its value, and all else stays."""
    if not parameters:
        return url
    parts = urlsplit(url)
    there = {pair.partition("=")[0] for pair in parts.query.split("&")}
    added = [(quote(name, safe=""), quote(value, safe="")) for name, value in parameters.items()]
    query = [parts.query] if parts.query else []
    query += [f"{name}={value}" for name, value in added if name not in there]
    return urlunsplit(parts._replace(query="&".join(query)))


def linkable(url: str, urls_in: Callable[[str], tuple[Span, ...]] = urls) -> str:
    """The same address, percent-encoded as far as it takes for a platform that finds its links by itself to make one of all of it.

    X ends a link before a closing full stop, an apostrophe and the like. An address whose host the platform does not know
    as one comes back as ``percent_encode`` has it; ``urls_in`` tells.
    """
    address = percent_encode(url)
    if _whole(address, urls_in):
        return address
    parts = urlsplit(address)
    escaped = {name: _escape_marks(getattr(parts, name)) for name in ("path", "query", "fragment")}
    escaped["path"] = escaped["path"] or "/"
    bolder = urlunsplit(parts._replace(**escaped))
    return bolder if _whole(bolder, urls_in) else address


def _whole(address: str, urls_in: Callable[[str], tuple[Span, ...]]) -> bool:
    return urls_in(address) == (Span(0, len(address), address),)


def _escape_marks(part: str) -> str:
    return re.sub(
        r"[^A-Za-z0-9%/=&._~-]|[.~&]+$", lambda marks: "".join(f"%{ord(mark):02X}" for mark in marks[0]), part
    )


def _encoded(part: str, safe: str) -> str:
    return quote(BARE_PERCENT.sub("%25", part), safe=safe + "%")


def _authority(netloc: str) -> str:
    user, at, host = netloc.rpartition("@")
    name, colon, port = host, "", ""
    if not host.endswith("]"):
        name, colon, port = host.rpartition(":") if ":" in host else (host, "", "")
    return _encoded(user, "!$&'()*+,;=:-._~") + at + _host(name) + colon + port


def _host(name: str) -> str:
    """The host's name in small letters and punycode, as browsers write it (UTS #46)."""
    if name.isascii():
        return name.lower()
    # Letter by letter: a sigma at the end of a word must not become a final one.
    small = unicodedata.normalize("NFKC", "".join(letter.lower() for letter in name))
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in DOTS.split(small)
    )

"""An address as it can be asked, and as a message shows it."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from bot.errors import FetchError
from bot.web.address import DEFAULT_PORTS

AMPERSAND = re.compile(r"&(?:amp|#0*38|#x0*26);", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
SHOWN = 120
"""Characters of an address that a message shows."""


class Url(NamedTuple):
    scheme: str
    host: str
    """ASCII, in lower case, without brackets."""
    port: int
    target: str
    """Path and query, percent-encoded."""
    text: str


def parse(url: str) -> Url:
    """The address as it can be asked: ``&amp;`` understood, unsafe characters percent-encoded, a foreign name in ASCII."""
    text = AMPERSAND.sub("&", AMPERSAND.sub("&", url.strip()))
    if text.startswith("//"):
        text = f"https:{text}"
    if CONTROL.search(text):
        raise FetchError(shorten(url), "holds a control character")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise FetchError(shorten(url), "is no address") from None
    if parts.scheme not in {"http", "https"}:
        raise FetchError(shorten(url), "only http and https are fetched")
    if "@" in parts.netloc:
        raise FetchError(shorten(hide(text)), "names a user; what is fetched must be there for everybody")
    host = ascii_host(parts.hostname or "", url)
    target = escape(parts.path or "/", "/;") + (f"?{escape(parts.query, '/?;')}" if parts.query else "")
    clean = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}{target}"
    return Url(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], target, clean)


def ascii_host(host: str, url: str) -> str:
    if ":" in host:
        return host.lower()
    try:
        name = host.encode("idna").decode("ascii").rstrip(".").lower()
    except UnicodeError:
        name = ""
    if not re.fullmatch(r"[a-z0-9_.-]+", name):
        raise FetchError(shorten(url), f"{host[:80]!r} is no host name")
    return name


def escape(part: str, safe: str) -> str:
    """Percent-encoded where it is not already."""
    kept = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part)
    return quote(kept, safe=f"%!$&'()*+,=:@~-._[]|{safe}")


def hide(url: str) -> str:
    return re.sub(r"//[^/?#]*@", "//…@", url)


def shorten(url: str) -> str:
    """The address as a message shows it: on one line, no longer than a line."""
    flat = hide(CONTROL.sub(" ", url.strip()))
    return flat if len(flat) <= SHOWN else f"{flat[: SHOWN - 1]}…"

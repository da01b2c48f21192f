"""Which spellings of an address mean the same: of a page, and of a picture's source."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
"""RFC 3986, 2.3: encoded or not, they mean the same."""
SAFE = "%!#$&'()*+,/:;=?@[]~-._"
DEFAULT_PORTS = {"http": 80, "https": 443}


class NormalForm(NamedTuple):
    """An address in the one spelling by which two are compared; it cannot be asked."""

    host: str
    """In ASCII and lower case, with its port where that is not the usual one."""
    path: str
    query: tuple[tuple[str, str], ...]


def same_address(one: str, other: str, *, aliases: bool = False) -> bool:
    """Whether two addresses differ in their spelling alone; see ``normal_form``."""
    return normal_form(one, aliases=aliases) == normal_form(other, aliases=aliases)


def normal_form(address: str, *, aliases: bool = False) -> NormalForm:
    """The address without what servers, browsers and platforms change in a link on its way.

    These make no difference: http or https (and no scheme at all), the scheme's own port, the fragment, an international
    host's spelling, how a character is encoded, the path's last slash, the query's order, and parameters that only count
    visitors (utm_...).

    With ``aliases`` neither do "www." and "index.html": two names that a server usually gives to one page. That is right
    where a page says of itself what it is. It is wrong for a post on a timeline, where a link that was never sent would
    pass for the one that was.

    Of an address that cannot be taken apart, the whole of it is its host.
    """
    address = address.strip()
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        port = parts.port if parts.port not in {None, DEFAULT_PORTS.get(parts.scheme or "https")} else None
    except ValueError:
        return NormalForm(address, "", ())
    host, path = in_ascii(parts.hostname or ""), unicodedata.normalize("NFC", unquote(parts.path))
    if aliases:
        host, path = host.removeprefix("www."), path.removesuffix("index.html")
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith("utm_")
    )
    return NormalForm(f"{host}:{port}" if port else host, path.rstrip("/"), tuple(query))


class ExactForm(NamedTuple):
    """An address to the letter, but for what spells the very same letters."""

    scheme: str
    host: str
    path: str
    query: str
    fragment: str


def same_link(one: str, other: str) -> bool:
    """Whether two addresses are one link as it was sent: scheme, query, campaign and fragment too.

    Only the spelling of one and the same character makes no difference: an international host's, and how a character is
    percent-encoded; neither do the scheme's own port and a missing first slash.
    """
    return exact_form(one) == exact_form(other)


def exact_form(address: str) -> ExactForm:
    """The address for ``same_link``; of one that cannot be taken apart, the whole of it is its path."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        port = parts.port if parts.port not in {None, DEFAULT_PORTS.get(parts.scheme)} else None
    except ValueError:
        return ExactForm("", "", address, "", "")
    host = in_ascii(parts.hostname or "")
    path, query, fragment = (encoded_alike(part) for part in (parts.path or "/", parts.query, parts.fragment))
    return ExactForm(parts.scheme, f"{host}:{port}" if port else host, path, query, fragment)


def encoded_alike(part: str) -> str:
    """Percent-encoded where it has to be and nowhere else; what is encoded to mean something else stays so ("%2F")."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[0][1:], 16))
        return char if char in UNRESERVED else match[0].upper()

    return re.sub("%[0-9a-fA-F]{2}", one, quote(part, safe=SAFE))


def in_ascii(host: str) -> str:
    """The host's name as it is looked up; as it is where it has no such spelling."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def picture_source(source: str) -> str:
    """A picture's source in the one spelling by which two are compared; it cannot be opened.

    Front matter and Markdown write one source differently ("&amp;", "%20", "./"). It may be a file's path, and two
    addresses of a picture are fetched both where only one of them may work (http and https), so ``normal_form`` is not for it.
    """
    return unquote(html.unescape(source.strip())).removeprefix("./")


def host_of(address: str) -> str | None:
    """The address's host in lower case; None where it has none, or is no address."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def shown_host(address: str) -> str | None:
    """The host as readers see it, without "www."."""
    host = host_of(address)
    return host.removeprefix("www.") if host else None

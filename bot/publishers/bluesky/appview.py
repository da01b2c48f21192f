"""Whether bsky.app draws a publication card of what a post pins: the AppView's own rules, as a pure function.

Read in npm @atproto/bsky 0.0.280, dist/util/standard-site.js and dist/hydration/external.js. What it does not draw so is
drawn as the plain card of before; nothing is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_SUBPATHS = ("pckt.blog", "leaflet.pub", "offprint.app")
"""Hosts whose documents also stand for every page below their own."""
ADDRESS = re.compile(r"(https?):[/\\]*([^/\\?#]*)([^?#]*)", re.IGNORECASE)
PORTS = {"http": "80", "https": "443"}
KEPT_IN_PATHS = "!$%&'()*+,-./:;=@[\\]^_|~"
"""The URL standard encodes none of these in a path, nor what is encoded already."""
DOTS = {".": 1, "%2e": 1, "..": 2, ".%2e": 2, "%2e.": 2, "%2e%2e": 2}
"""Segments that mean the same folder or the one above."""


def why_plain(
    address: str, document: Mapping[str, Any] | None, publication: Mapping[str, Any] | None, publication_uri: str
) -> str | None:
    """Why the card to this address is a plain one, though it pins this document and this publication; None: it is not.

    ``publication_uri``: where the publication that is pinned stands.
    """
    if document is None or publication is None:
        return "the document is pinned without its publication" if document is not None else "no document is pinned"
    if document.get("site") != publication_uri:
        return f"the document belongs to {document.get('site')}, and the post pins {publication_uri}"
    page = canonical(address)
    if page is None:
        return f"the card's address is none of the web: {address}"
    home = str(publication.get("url", ""))
    own = canonical(address_below(home, str(document.get("path") or "")))
    if own is None:
        return f"the publication's address is none of the web: {home}"
    if own == page or (page.startswith(f"{own}/") and has_own_subpaths(page)):
        return None
    return f"the document's address is {own}, and the card's {page}"


def address_below(home: str, path: str) -> str:
    """With one slash between them; a slash before the path does not lead to the host's root."""
    return f"{home.removesuffix('/')}/{path.removeprefix('/')}" if path else home


def canonical(address: str) -> str | None:
    """Scheme, host and path as the URL standard spells them, without query, fragment and one last slash; None: it is none of http(s)."""
    text = re.sub("[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    parts = ADDRESS.match(text)
    if parts is None:
        return None
    scheme, host = parts[1].lower(), host_of(parts[2].rpartition("@")[2], parts[1].lower())
    if host is None:
        return None
    return f"{scheme}://{host}{path_of(parts[3]).removesuffix('/')}"


def host_of(authority: str, scheme: str) -> str | None:
    """The host in ASCII and lower case, with its port where that is not the scheme's own."""
    parts = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(\d*))?", authority)
    if parts is None or (parts[2] and int(parts[2]) > 65535):
        return None
    name, port = ascii_name(parts[1]), str(int(parts[2])) if parts[2] else ""
    if name is None:
        return None
    return f"{name}:{port}" if port and port != PORTS[scheme] else name


def ascii_name(name: str) -> str | None:
    from urllib.parse import unquote

    name = unquote(name).lower()
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError:
            return None
    return None if re.search(r"[\x00-\x20#%/:<>?@\\^|\x7f]", name.strip("[]").replace(":", "")) else name


def path_of(path: str) -> str:
    """The path with what the URL standard encodes, without "." and ".."; "%41" stays as it is."""
    segments: list[str] = []
    parts = path.replace("\\", "/").removeprefix("/").split("/")
    for number, part in enumerate(parts):
        up = DOTS.get(part.lower(), 0)
        if up == 2:
            del segments[-1:]
        if not up:
            segments.append(quote(part, safe=KEPT_IN_PATHS))
        elif number == len(parts) - 1:
            segments.append("")
    return "/" + "/".join(segments)


def has_own_subpaths(page: str) -> bool:
    host = page.partition("://")[2].partition("/")[0].lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in OWN_SUBPATHS)

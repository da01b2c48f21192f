"""What a page's HTML says of itself: its titles, its own address, and the tags that platforms make a card of."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bot.web.address import same_address
from bot.web.html import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

WANTED = ("og:title", "og:description", "og:image", "twitter:card")
"""What X and Bluesky's own app make a card of (docs.x.com, ogp.me)."""
TITLES = frozenset({"title", "h1", "h2"})
MOST_TITLES, TITLE_CHARS = 20, 2000
SHORTENED_TITLE = 12
"""Letters from which on a page's title may be a part of the digest's."""
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    titles: tuple[str, ...] = ()
    """Of <title>, the headings, og:title and twitter:title."""
    canonical: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    """og: and twitter: tags by name, the first of each."""

    def image(self, url: str) -> str | None:
        source = self.tags.get("og:image") or self.tags.get("og:image:url") or self.tags.get("twitter:image")
        return joined(url, source) if source else None

    def missing(self) -> list[str]:
        """The card's tags that are not there; a twitter: one may stand in for its og: counterpart."""
        stand_ins = {name: name.replace("og:", "twitter:") for name in WANTED}
        return [name for name in WANTED if not (self.tags.get(name) or self.tags.get(stand_ins[name]))]


def read_page(content: bytes) -> Page:
    """The page in these bytes; whatever they are, in bounded time."""
    canonical = None
    titles: list[str] = []
    tags: dict[str, str] = {}
    inside, words, drawing = "", "", False
    for piece in pieces(decode(content)):
        if isinstance(piece, str):
            words += piece if inside and len(words) < TITLE_CHARS else ""
        elif piece.name == "svg":
            # A picture has a title of its own.
            drawing = not piece.closing
        elif piece.name == inside and piece.closing:
            titles.append(" ".join(words.split()))
            inside, words = "", ""
        elif piece.closing:
            continue
        elif piece.name in TITLES and not inside and not drawing and len(titles) < MOST_TITLES:
            inside, words = piece.name, ""
        elif piece.name == "link" and "canonical" in piece.attributes.get("rel", "").lower().split():
            canonical = canonical or piece.attributes.get("href", "").strip()
        elif piece.name == "meta":
            name = (piece.attributes.get("property") or piece.attributes.get("name") or "").strip().lower()
            if name.startswith(("og:", "twitter:")) and piece.attributes.get("content", "").strip():
                tags.setdefault(name, piece.attributes["content"].strip())
    titles += [tags[name] for name in ("og:title", "twitter:title") if name in tags]
    return Page(tuple(filter(None, titles)), canonical or tags.get("og:url"), tags)


def is_page_of(page: Page, url: str, final_url: str, title: str) -> bool:
    """It has the digest's title, or calls the digest's address its own."""
    wanted = letters_of(title)
    if wanted and any(is_title(letters_of(own), wanted) for own in page.titles):
        return True
    own = joined(final_url, page.canonical) if page.canonical else None
    return own is not None and same_address(own, url, aliases=True)


def joined(url: str, address: str) -> str:
    """The address as a browser at that page has it; as it is where it is none ("http://[bad")."""
    try:
        return urljoin(url, address)
    except ValueError:
        return address


def is_title(own: str, wanted: str) -> bool:
    return wanted in own or (len(own) >= SHORTENED_TITLE and own in wanted)


def letters_of(text: str) -> str:
    """What two spellings of a title have in common: no case, no marks, no spaces."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    return "".join(character for character in text.casefold() if character.isalnum())


def decode(content: bytes) -> str:
    """The page's text in the encoding that it names, else UTF-8; what cannot be read becomes U+FFFD."""
    charset = CHARSET.search(content[:4096])
    try:
        return content.decode(charset[1].decode("ascii") if charset else "utf-8", "replace")
    except (LookupError, UnicodeError):  # "idna" and "undefined" are encodings of Python's that decode no page
        return content.decode("utf-8", "replace")

"""A page's head: what it says of itself to those who show it as a card."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

WANTED = ("og:title", "og:description", "og:image", "twitter:card")
"""What X and Bluesky's own app make a card of (docs.x.com, ogp.me)."""
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page's HTML says."""

    titles: tuple[str, ...] = ()
    """Of <title>, og:title, twitter:title, and the headings."""
    canonical: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    """og: and twitter: tags by name, the first of each."""

    def image(self, url: str) -> str | None:
        """The card's picture, as an address."""
        source = self.tags.get("og:image") or self.tags.get("og:image:url") or self.tags.get("twitter:image")
        return urljoin(url, source) if source else None

    def missing(self) -> list[str]:
        """The card's tags that are not there; a twitter: one may stand in for its og: counterpart."""
        stand_ins = {name: name.replace("og:", "twitter:") for name in WANTED}
        return [name for name in WANTED if not (self.tags.get(name) or self.tags.get(stand_ins[name]))]


def read_page(content: bytes) -> Page:
    """The page in these bytes; whatever they are, in bounded time."""
    parser = Head()
    parser.feed(decoded(content))
    parser.close()
    titles = (parser.title, parser.tags.get("og:title"), parser.tags.get("twitter:title"), *parser.headings)
    return Page(
        titles=tuple(" ".join(title.split()) for title in titles if title and title.strip()),
        canonical=parser.canonical or parser.tags.get("og:url"),
        tags=parser.tags,
    )


def is_page_of(page: Page, url: str, final_url: str, title: str) -> bool:
    """It has the digest's title, or calls the digest's address its own."""
    wanted = alike(title)
    if wanted and any(wanted in alike(one) or (len(alike(one)) >= 12 and alike(one) in wanted) for one in page.titles):
        return True
    own = urljoin(final_url, page.canonical) if page.canonical else None
    return own is not None and same_address(own, url)


def same_address(one: str, other: str) -> bool:
    """The same but for scheme, www., a closing slash, and how it is encoded."""

    def plain(url: str) -> tuple[str, str, str]:
        parts = urlsplit(url)
        path = unquote(parts.path).removesuffix("index.html").rstrip("/")
        return (parts.hostname or "").removeprefix("www."), unicodedata.normalize("NFC", path), parts.query

    return plain(one) == plain(other)


def alike(text: str) -> str:
    """What two spellings of a title have in common: no case, no marks, no spaces."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def decoded(content: bytes) -> str:
    found = CHARSET.search(content[:4096])
    try:
        return content.decode(found[1].decode("ascii") if found else "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


class Head(HTMLParser):
    """Collects titles, tags and the canonical address."""

    TITLES = frozenset({"title", "h1", "h2"})
    MOST_HEADINGS = 20

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.headings: list[str] = []
        self.canonical: str | None = None
        self.tags: dict[str, str] = {}
        self.inside: str | None = None
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (found.get("property") or found.get("name") or "").strip().lower()
            if name.startswith(("og:", "twitter:")) and found.get("content", "").strip():
                self.tags.setdefault(name, found["content"].strip())
        elif tag == "link" and "canonical" in found.get("rel", "").lower().split():
            self.canonical = self.canonical or found.get("href", "").strip() or None
        elif tag == "svg":
            self.silent += 1
        elif tag in self.TITLES and not self.silent and self.inside is None:
            self.inside, self.words = tag, []

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.silent = max(0, self.silent - 1)
        if tag != self.inside:
            return
        text = "".join(self.words)
        if tag == "title":
            self.title = self.title or text
        elif len(self.headings) < self.MOST_HEADINGS:
            self.headings.append(text)
        self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None and not self.silent:
            self.words.append(data)

"""What is really there: the addresses and titles of the built folder, of the sitemap or of a feed."""

from __future__ import annotations

import html
import itertools
import json
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from bot.errors import FetchError
from bot.web.page import joined, letters_of, read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BUILT = ("public", "_site", "dist", "build", "output", ".output/public", "site", "docs/.vitepress/dist")
"""Where generators build to."""
PAGES = 20_000
"""Of a built folder; a sitemap has at most 50,000 addresses (sitemaps.org)."""
ADDRESSES = 50_000
READ_PAGES = 2_000
"""Whose titles are looked for."""
PAGE_BYTES = 32 * 1024
TAG_BYTES = 1_000_000
"""Of the one page whose tags are read; styles may stand before them."""
XML_CHARS = 12_000_000
ENTRY_CHARS = 20_000
"""Of an entry; what comes behind is the post itself."""
SITEMAPS = 20
"""Of an index that are read."""
PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml", "/sitemap-0.xml")
FEEDS = (
    "/index.xml",
    "/feed.xml",
    "/rss.xml",
    "/atom.xml",
    "/feed/feed.xml",
    "/blog/rss.xml",
    "/feed.json",
    "/rss/feed.xml",
)
LOC = re.compile(r"<loc>\s*+(?:<!\[CDATA\[\s*+)?([^<\]]{1,2000}+)(?:\]\]>\s*+)?</loc>")
"""No two of its parts take the same space, of which a file may have a million signs."""
OPENING = re.compile(r"<(item|entry)\b")
TITLE_CHARS = 2000
ENTRY_TITLE = re.compile(r"<title[^>]{0,100}>\s*+(?:<!\[CDATA\[)?")
ENTRY_LINK = re.compile(
    r"<link[^>]{0,300}?(?<!self\")\shref=\"([^\"]{1,2000})\"|<link>\s*+(?:<!\[CDATA\[\s*+)?([^<\]]{1,2000}+)(?:\]\]>\s*+)?</link>"
)
ROBOTS = re.compile(r"^[ \t]*+sitemap:[ \t]*+(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Published:
    """The addresses that are there, each with the titles that it is known by."""

    where: str
    """For people: "public/", "the sitemap"."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """A path without its spelling to the address as it stands."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """A title's letters to the address that has it; of two with one title neither."""

    def has(self, url: str) -> bool:
        return bare_path(url) in self.paths

    def address_of(self, title: str) -> str | None:
        """The one page with this title."""
        return self.titles.get(letters_of(title)) or None


def bare_path(url: str) -> str | None:
    """The path of an address, its spelling aside: not encoded, no last slash, no index.html. None: it is no address."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:  # "http://[bad" is nobody's address
        return None
    return unicodedata.normalize("NFC", path).removesuffix("index.html").removesuffix(".html").rstrip("/")


def published(where: str, found: Iterator[tuple[str, str]]) -> Published:
    """``found``: addresses with their titles, "" for an unknown one."""
    paths: dict[str, str] = {}
    titles: dict[str, str] = {}
    for url, title in itertools.islice(found, ADDRESSES):
        path = bare_path(url)
        if path is None:
            continue
        paths.setdefault(path, url)
        if letters := letters_of(title):
            titles[letters] = url if titles.get(letters, url) == url else ""
    return Published(where, paths, titles)


# ── the built folder ─────────────────────────────────────────────────────────────────────────────


def built(root: Path, site: str) -> Published | None:
    """The pages in the folder that a build has left behind, newest build first; None where there is none."""
    folder = built_folder(root)
    if folder is None:
        return None
    return published(f"{folder.relative_to(root).as_posix()}/", pages_in(folder, site))


def built_folder(root: Path) -> Path | None:
    folders = [root / name for name in BUILT if (root / name / "index.html").is_file()]
    return max(folders, key=lambda one: (one / "index.html").stat().st_mtime, default=None)


class BuiltPage(NamedTuple):
    tags: Mapping[str, str]
    """og: and twitter: tags by name."""
    built_at: float
    """Seconds since 1970."""


def built_page(root: Path, site: str, url: str) -> BuiltPage | None:
    """The page at this address in the built folder; only that one is read."""
    folder = built_folder(root)
    own, wanted = urlsplit(site), urlsplit(url)
    below = unquote(wanted.path).removeprefix(unquote(own.path).rstrip("/")).strip("/")
    if folder is None or own.netloc != wanted.netloc or ".." in below.split("/"):
        return None
    for name in (f"{below}/index.html", f"{below}.html", below):
        try:
            path = folder / name.lstrip("/")
            if name.endswith(".html") and stat.S_ISREG((status := path.lstat()).st_mode):
                with path.open("rb") as file:
                    return BuiltPage(read_page(file.read(TAG_BYTES)).tags, status.st_mtime)
        except (OSError, ValueError):
            continue
    return None


def pages_in(folder: Path, site: str) -> Iterator[tuple[str, str]]:
    read = 0
    for place, inner, names in os.walk(folder, followlinks=False):
        inner[:] = sorted(one for one in inner if not one.startswith((".", "_")))
        below = Path(place).relative_to(folder).as_posix()
        for name in sorted(names):
            if not name.endswith(".html"):
                continue
            path = f"{'' if below == '.' else f'{below}/'}{name}"
            address = re.sub(r"(^|/)index\.html$", r"\1", path)
            title = title_of(Path(place) / name) if read < READ_PAGES else ""
            read += 1
            yield (
                urljoin(f"{site.rstrip('/')}/", address.replace("%", "%25").replace("?", "%3F").replace("#", "%23")),
                title,
            )
            if read >= PAGES:
                return


def title_of(path: Path) -> str:
    """A page's own title: og:title, which has no name of the site behind it, else its first heading."""
    try:
        with path.open("rb") as file:
            page = read_page(file.read(PAGE_BYTES))
    except OSError:
        return ""
    return page.tags.get("og:title") or (
        page.titles[1] if len(page.titles) > 1 else page.titles[0] if page.titles else ""
    )


# ── the published site ───────────────────────────────────────────────────────────────────────────


def live(site: str, fetch: Callable[[str], bytes]) -> Published | None:
    """The addresses of the sitemap and the titles of the feed; None where the site has neither.

    ``fetch`` raises FetchError; it is asked for at most a few dozen short files.
    """
    addresses = list(itertools.islice(sitemap(site, fetch), ADDRESSES))
    entries = list(feed(site, fetch))
    if not addresses and not entries:
        return None
    where = "the sitemap" if addresses else "the feed"
    return published(where, itertools.chain(((one, "") for one in addresses), entries))


def sitemap(site: str, fetch: Callable[[str], bytes]) -> Iterator[str]:
    root = site.rstrip("/")
    host = f"{urlsplit(site).scheme}://{urlsplit(site).netloc}"
    named = ROBOTS.findall(text_of(f"{host}/robots.txt", fetch))
    for place in (*(joined(host, one) for one in named[:3]), *(f"{root}{place}" for place in PLACES)):
        text = text_of(place, fetch)
        if "<loc>" not in text:
            continue
        if "<sitemapindex" in text:
            for inner in itertools.islice(locations(text), SITEMAPS):
                yield from locations(text_of(inner, fetch))
        else:
            yield from locations(text)
        return


def locations(text: str) -> Iterator[str]:
    return (html.unescape(found[1].rstrip()) for found in LOC.finditer(text))


def feed(site: str, fetch: Callable[[str], bytes]) -> Iterator[tuple[str, str]]:
    for place in FEEDS:
        text = text_of(f"{site.rstrip('/')}{place}", fetch)
        found = list(entries_of(text, site))
        if found:
            yield from found
            return


def entries_of(text: str, site: str) -> Iterator[tuple[str, str]]:
    if text.lstrip().startswith("{"):
        yield from ((joined(site, link), title) for link, title in items_of(text))
        return
    for entry in entries_in(text):
        title, link = title_in(entry), ENTRY_LINK.search(entry)
        if title is not None and link:
            yield (
                joined(site, html.unescape((link[1] or link[2]).strip())),
                html.unescape(re.sub(r"<[^>]{0,300}>", "", html.unescape(title))),
            )


def title_in(entry: str) -> str | None:
    opened = ENTRY_TITLE.search(entry)
    end = entry.find("</title>", opened.end(), opened.end() + TITLE_CHARS) if opened else -1
    return entry[opened.end() : end].strip().removesuffix("]]>") if opened and end >= 0 else None


def items_of(text: str) -> Iterator[tuple[str, str]]:
    """Address and title of each item of a JSON feed (jsonfeed.org/version/1.1)."""
    try:
        items = json.loads(text).get("items")
    except (ValueError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        link, title = (item.get("url"), item.get("title")) if isinstance(item, dict) else (None, None)
        if isinstance(link, str) and isinstance(title, str) and link.isprintable() and link:
            yield link, title


def entries_in(text: str) -> Iterator[str]:
    at = 0
    while (opened := OPENING.search(text, at)) is not None:
        end = text.find(f"</{opened[1]}>", opened.end())
        if end < 0:
            return
        yield text[opened.start() : min(end, opened.start() + ENTRY_CHARS)]
        at = end


def text_of(url: str, fetch: Callable[[str], bytes]) -> str:
    try:
        return fetch(url)[:XML_CHARS].decode("utf-8", "replace")
    except FetchError:
        return ""

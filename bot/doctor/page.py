"""Is a digest's page there, and does it carry what platforms make a card of?"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from bot.config import shown
from bot.doctor.finding import Finding, Level
from bot.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from bot.config import Settings
    from bot.model import Digest

    Get = Callable[[str], bytes]

CHECK = "page"
PAGE_BYTES = 2_000_000
X_WEEK = "X keeps an empty card for about a week"


class Head(HTMLParser):
    """A page's title, its meta tags and its canonical address."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: dict[str, str] = {}
        self.in_title = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "title" and "title" not in self.tags:
            self.in_title = True
        elif tag == "meta":
            name = (said.get("property") or said.get("name") or "").strip().lower()
            if name and said.get("content", "").strip():
                self.tags.setdefault(name, said["content"].strip())
        elif tag == "link" and "canonical" in said.get("rel", "").lower().split() and said.get("href"):
            self.tags.setdefault("canonical", said["href"].strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.tags["title"] = self.tags.get("title", "") + data


def newest(digests: Sequence[Digest], now: datetime) -> Digest | None:
    """The digest whose page has been there the shortest."""
    out = [one for one in digests if not one.draft and one.published_at is not None and one.published_at <= now]
    return max(out, key=lambda one: (one.published_at, one.key), default=None)


def fetcher(settings: Settings, max_bytes: int) -> Get:
    """The owner's own site may be asked wherever it is."""
    from bot.image.fetch import Fetch

    host = urlsplit(settings.site or "").hostname
    hosts = settings.images.allow_hosts | ({host} if host else set())
    return Fetch(
        max_bytes=max_bytes, timeout_seconds=settings.images.timeout_seconds, allow_hosts=hosts, contact=settings.site
    )


def page(digest: Digest, settings: Settings) -> Iterator[Finding]:
    name = shown(digest.path)
    try:
        text = fetcher(settings, PAGE_BYTES)(digest.url).decode("utf-8", "replace")
    except PictureError as error:
        yield Finding(
            Level.WARNING, CHECK, f"{name}: its page does not answer: {error}",
            f"the post would link to nothing, and {X_WEEK}",
            "publish the blog first; if the address is wrong, mend `site` or `permalink`; to wait for the page: wait_live",
        )  # fmt: skip
        return
    yield Finding(Level.OK, CHECK, f"{name}: {digest.url} answers")
    yield from tags(Head(text).tags, digest, fetcher(settings, settings.images.max_bytes))


def tags(found: dict[str, str], digest: Digest, get: Get) -> Iterator[Finding]:
    """The tags of a card: Open Graph's, and X's own."""
    name = shown(digest.path)
    missing = [tag for tag in ("og:title", "og:description") if not found.get(tag)]
    if missing:
        yield Finding(
            Level.WARNING, "card", f"{name}: its page has no {' and no '.join(missing)}",
            "cards that readers and platforms make of the link lack these words", "add the tags to the blog's layout",
        )  # fmt: skip
    image = found.get("og:image") or found.get("twitter:image")
    if not image:
        yield Finding(
            Level.WARNING, "card", f"{name}: its page has no og:image", "cards of the link have no picture",
            "add the tag to the blog's layout; `bot card` draws a picture for it",
        )  # fmt: skip
    else:
        yield picture(urljoin(digest.url, image), absolute=bool(urlsplit(image).scheme), name=name, get=get)
    if not found.get("twitter:card"):
        yield Finding(
            Level.WARNING, "card", f"{name}: its page has no twitter:card", "X shows a bare link instead of a large card",
            'add to the blog\'s layout: <meta name="twitter:card" content="summary_large_image">',
        )  # fmt: skip
    canonical = found.get("canonical")
    if canonical and same(urljoin(digest.url, canonical)) != same(digest.url):
        yield Finding(
            Level.WARNING, "card", f"{name}: its page calls {urljoin(digest.url, canonical)} its address, the post would link to {digest.url}",
            "one page under two addresses is counted and shown as two", "mend `permalink`, or the page's canonical link",
        )  # fmt: skip


def picture(address: str, *, absolute: bool, name: str, get: Get) -> Finding:
    if not absolute:
        return Finding(
            Level.WARNING, "card", f"{name}: og:image is no whole address", "platforms do not find the picture",
            f"write it as {address}",
        )  # fmt: skip
    try:
        content = get(address)
    except PictureError as error:
        return Finding(
            Level.WARNING, "card", f"{name}: og:image does not load: {error}", "cards of the link have no picture",
            "publish the picture, or mend the tag",
        )  # fmt: skip
    return Finding(Level.OK, "card", f"{name}: og:image loads, {len(content):,} bytes")


def same(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/").removesuffix("/index.html")

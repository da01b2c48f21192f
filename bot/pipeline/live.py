"""Whether a digest's page is there, is its own, and has what a link card is made of; X keeps an empty card for a week."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FetchError, PictureError, describe
from bot.sites import published
from bot.web.address import host_of, same_address
from bot.web.fetch import Fetch
from bot.web.page import is_page_of, read_page
from bot.web.url import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.clock import Clock
    from bot.model import Digest
    from bot.settings.model import Settings
    from bot.sites.published import Published

MAX_PAGE_BYTES = 10_000_000
PARSED_BYTES = 1_000_000
"""Of a page; its head is at the beginning."""
PAGE_SECONDS = 20.0
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
LOOK_AGAIN_SECONDS = 15.0
"""A sitemap that was read is believed this long."""


class State(StrEnum):
    OK = "ok"
    NOT_YET = "not yet"
    WRONG_PAGE = "wrong page"


@dataclass(frozen=True, slots=True)
class Live:
    state: State
    reason: str
    """For people, one clause: what is the matter, or that all is well."""
    url: str
    final_url: str
    """Where redirects led to."""
    tags: Mapping[str, str] = field(default_factory=dict)
    moved: bool = False
    """``url`` is not the digest's own: the sitemap or feed has its title under this one."""
    image_missing: bool = False
    """The page names a picture for its card, and it does not load."""
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state is State.OK


def fetch_for(settings: Settings, accept: str = "*/*") -> Fetch:
    """How what this blog publishes is fetched; its own host may be anywhere, because its owner wrote it."""
    own_host = {host_of(settings.site) or ""} if settings.site else set()
    return Fetch(
        max_bytes=MAX_PAGE_BYTES,
        timeout_seconds=PAGE_SECONDS,
        accept=accept,
        allow_hosts=settings.images.allow_hosts | own_host,
        contact=settings.site,
    )


class SiteIndex:
    """What the published site has, looked up again at most once a while; safe to share between threads."""

    def __init__(self, settings: Settings, fetch: Fetch, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.fetch = replace(fetch, accept="*/*")
        self.looking = threading.Lock()
        self.seen: Published | None = None
        self.seen_at: float | None = None

    def address_of(self, title: str) -> str | None:
        """Where the one page with this title is, by the sitemap or feed."""
        site = self.settings.site
        if site is None:
            return None
        with self.looking:
            now = self.clock.monotonic()
            if self.seen_at is None or now - self.seen_at >= LOOK_AGAIN_SECONDS:
                self.seen, self.seen_at = published.live(site, lambda url: self.fetch(url).body), now
            return self.seen.address_of(title) if self.seen is not None else None


def find_page(digest: Digest, fetch: Fetch, index: SiteIndex) -> Live:
    """Look at the digest's address, and where its page is not there, for its title in the sitemap or feed.

    Never raises, whatever the page, the sitemap or the network is like.
    """
    try:
        return look_at_both(digest, fetch, index)
    except Exception as error:  # noqa: BLE001 -- one page that cannot be understood keeps no other digest back
        return not_understood(digest, error)


def not_understood(digest: Digest, error: Exception) -> Live:
    return Live(State.NOT_YET, f"{shorten(digest.url)}: {describe(error)}", digest.url, digest.url)


def look_at_both(digest: Digest, fetch: Fetch, index: SiteIndex) -> Live:
    live = Live(State.NOT_YET, "its title is not in the sitemap yet", digest.url, digest.url)
    if not digest.by_title:
        live = check(digest, fetch)
        if live.ok:
            return live
    elsewhere = index.address_of(digest.title)
    if elsewhere is None or (elsewhere == digest.url and not digest.by_title):
        return live
    there = check(replace(digest, url=elsewhere), fetch)
    if not there.ok:
        return there if digest.by_title else live
    if digest.by_title:
        return replace(there, moved=True)
    warning = (
        f"its page is not at {shorten(digest.url)} but at {shorten(elsewhere)}, as the sitemap has it; "
        "the post links there; mend permalink or generator in the settings"
    )
    return replace(there, moved=True, warnings=(warning, *there.warnings))


def check(digest: Digest, fetch: Fetch) -> Live:
    """Look at the digest's own address. Never raises, whatever the page or the network is like."""
    try:
        return look_at_page(digest, fetch)
    except Exception as error:  # noqa: BLE001 -- see find_page
        return not_understood(digest, error)


def look_at_page(digest: Digest, fetch: Fetch) -> Live:
    url = digest.url
    try:
        answer = fetch(url)
    except FetchError as error:
        return Live(State.NOT_YET, str(error), url, url)
    final_url = answer.url
    page = read_page(answer.body[:PARSED_BYTES])
    if not is_page_of(page, url, final_url, digest.title):
        title = f'"{page.titles[0][:80]}"' if page.titles else "without a title"
        reason = f"{shorten(final_url)} is another page ({title}): neither the digest's title nor its canonical link is in it"
        return Live(State.WRONG_PAGE, reason, url, final_url, page.tags)
    warnings = []
    if not same_address(url, final_url, aliases=True) or urlsplit(url).scheme != urlsplit(final_url).scheme:
        warnings.append(
            f"{shorten(url)} leads on to {shorten(final_url)}; set site or permalink so that posts link there"
        )
    missing = page.missing()
    if missing:
        warnings.append(f"its page has no {', '.join(missing)}, so X may show it without a card")
    image = page.image(final_url)
    problem = problem_of(image, fetch) if image else None
    if problem:
        warnings.append(f"its card's picture does not load: {problem}")
    return Live(
        State.OK,
        "its page is live",
        url,
        final_url,
        page.tags,
        image_missing=problem is not None,
        warnings=tuple(warnings),
    )


def problem_of(image: str, fetch: Fetch) -> str | None:
    """What is the matter with the card's picture at that address."""
    from bot.picture.container import media_type

    try:
        media_type(fetch(image).body)
    except FetchError as error:
        return str(error)
    except PictureError as error:
        return f"{shorten(image)}: {error}"
    return None

"""Whether a digest's page is there, is its own, and has what a link card is made of; X keeps an empty card for a week."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FetchError, PictureError
from bot.web.address import host_of, same_address
from bot.web.fetch import Fetch
from bot.web.page import is_page_of, read_page
from bot.web.url import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.model import Digest
    from bot.settings.model import Settings

MAX_PAGE_BYTES = 10_000_000
PARSED_BYTES = 1_000_000
"""Of a page; its head is at the beginning."""
PAGE_SECONDS = 20.0
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
AT_ONCE = 8
PATIENCE = timedelta(seconds=30)
"""A picture may come a little after its page; it never costs more time than this."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class State(StrEnum):
    OK = "ok"
    NOT_YET = "not yet"
    WRONG_PAGE = "wrong page"


@dataclass(frozen=True, slots=True)
class Live:
    """What stands at a digest's address."""

    state: State
    reason: str
    """For people, one clause: what is the matter, or that all is well."""
    url: str
    final_url: str
    """Where redirects led to."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """The card's tags that the page has."""
    image: str | None = None
    """The address of the card's picture, as the page has it."""
    image_missing: bool = False
    """The page names a picture for its card, and it does not load."""
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state is State.OK


def fetch_for(settings: Settings) -> Fetch:
    """How the pages of this blog are fetched; its own host may be anywhere, because its owner wrote it."""
    own_host = {host_of(settings.site) or ""} if settings.site else set()
    return Fetch(
        max_bytes=MAX_PAGE_BYTES,
        timeout_seconds=PAGE_SECONDS,
        accept=ACCEPT,
        allow_hosts=settings.images.allow_hosts | own_host,
        contact=settings.site,
    )


def check(digest: Digest, fetch: Fetch) -> Live:
    """Look once. Never raises for what the page or the network is like."""
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
    return Live(State.OK, "its page is live", url, final_url, page.tags, image, problem is not None, tuple(warnings))


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


def wait(
    digests: Sequence[Digest],
    settings: Settings,
    clock: Clock,
    fetch: Fetch | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> dict[str, Live]:
    """Look at all these pages, several at once, until they are live or ``settings.wait_live`` is over; by digest key.

    Without ``wait_live`` nothing is asked and the answer is empty.
    """
    if not settings.wait_live or not digests:
        return {}
    fetch = fetch or fetch_for(settings)
    begun = clock.now()
    lives: dict[str, Live] = {}
    live_since: dict[str, datetime] = {}
    awaited = list(digests)
    pause = FIRST_PAUSE
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="live") as pool:
        while True:
            for digest, live in zip(awaited, pool.map(lambda digest: check(digest, fetch), awaited), strict=True):
                if digest.key not in lives and not live.ok:
                    tell(f"waiting for {shorten(digest.url)}: {live.reason}")
                lives[digest.key] = live
            now = clock.now()
            for digest in awaited:
                if lives[digest.key].ok:
                    live_since.setdefault(digest.key, now)
            awaited = [
                digest
                for digest in awaited
                if not lives[digest.key].ok
                or (lives[digest.key].image_missing and now - live_since[digest.key] < PATIENCE)
            ]
            left = (begun + settings.wait_live - now).total_seconds()
            if not awaited or left <= 0 or not clock.sleep(min(pause, left)):
                break
            pause = min(pause * 1.6, LONGEST_PAUSE)
    waited = f"{(clock.now() - begun).total_seconds():.0f} s"
    return {
        key: live if live.ok else replace(live, reason=f"{live.reason} (waited {waited})")
        for key, live in lives.items()
    }

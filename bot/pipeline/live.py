"""Whether a digest's page is there, is its own, and has what a link card is made of; X keeps an empty card for a week."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import PictureError
from bot.web.fetch import MAX_REDIRECTS, Deadline, Fetch, Url, explain, parse, shorten
from bot.web.page import is_page_of, read_page, same_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.model import Digest
    from bot.settings.model import Settings
    from bot.web.page import Page

MAX_PAGE_BYTES = 10_000_000
PARSED_BYTES = 1_000_000
"""Of a page; its head is at the beginning."""
PAGE_SECONDS = 20.0
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
    """What was found at a digest's address."""

    state: State
    reason: str
    """One clause: what is the matter, or that all is well."""
    url: str
    final_url: str
    """Where redirects led to."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """The card's tags that the page has."""
    image: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state is State.OK


class PageFetch(Fetch):
    """Fetches pages, and tells where they were found."""

    def headers(self, url: Url) -> dict[str, str]:
        return Fetch.headers(self, url) | {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"}

    def page(self, url: str) -> tuple[bytes, str]:
        """The page and its address after redirects. Raises PictureError with one line."""
        deadline = Deadline(self.monotonic() + self.timeout_seconds, self.timeout_seconds, self.monotonic)
        asked = parse(url)
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = self.get(asked, deadline)
            except TimeoutError:
                raise PictureError(f"{shorten(url)}: took longer than {self.timeout_seconds:g} s") from None
            except (OSError, ValueError, http.client.HTTPException) as error:
                raise PictureError(f"{shorten(url)}: {explain(error)}") from None
            if isinstance(answer, bytes):
                return answer, asked.text
            asked = answer
        raise PictureError(f"{shorten(url)}: redirects more than {MAX_REDIRECTS} times")


def fetch_for(settings: Settings) -> PageFetch:
    """How the pages of this blog are fetched; its own host may be anywhere, because its owner wrote it."""
    own = {urlsplit(settings.site).hostname or ""} if settings.site else set()
    return PageFetch(
        max_bytes=MAX_PAGE_BYTES,
        timeout_seconds=PAGE_SECONDS,
        allow_hosts=settings.images.allow_hosts | own,
        contact=settings.site,
    )


def check(digest: Digest, fetch: PageFetch) -> Live:
    """Look once. Never raises for what the page or the network is like."""
    url = digest.url
    try:
        content, final_url = fetch.page(url)
    except PictureError as error:
        return Live(State.NOT_YET, str(error), url, url)
    page = read_page(content[:PARSED_BYTES])
    if not is_page_of(page, url, final_url, digest.title):
        seen = f'"{page.titles[0][:80]}"' if page.titles else "without a title"
        reason = (
            f"{shorten(final_url)} is another page ({seen}): neither the digest's title nor its canonical link is in it"
        )
        return Live(State.WRONG_PAGE, reason, url, final_url, page.tags)
    warnings = []
    if not same_address(url, final_url) or urlsplit(url).scheme != urlsplit(final_url).scheme:
        warnings.append(
            f"{shorten(url)} leads on to {shorten(final_url)}; set site or permalink so that posts link there"
        )
    missing = page.missing()
    if missing:
        warnings.append(f"its page has no {', '.join(missing)}, so X may show it without a card")
    image, problem = picture(page, final_url, fetch)
    if problem:
        warnings.append(problem)
    return Live(State.OK, "its page is live", url, final_url, page.tags, image, tuple(warnings))


def picture(page: Page, final_url: str, fetch: PageFetch) -> tuple[str | None, str | None]:
    """The card's picture and what is the matter with it."""
    image = page.image(final_url)
    if image is None:
        return None, None  # said already, as a missing tag
    from bot.picture.container import media_type

    try:
        content = fetch(image)
        media_type(content)
    except PictureError as error:
        text = str(error)
        return image, f"its card's picture does not load: {text if '://' in text else f'{shorten(image)}: {text}'}"
    return image, None


def waits_for_picture(live: Live) -> bool:
    return live.ok and any("picture does not load" in warning for warning in live.warnings)


def wait(
    digests: Sequence[Digest],
    settings: Settings,
    clock: Clock,
    fetch: PageFetch | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> dict[str, Live]:
    """Look at all these pages, several at once, until they are live or ``settings.wait_live`` is over; by digest key.

    Without ``wait_live`` nothing is asked and the answer is empty.
    """
    if not settings.wait_live or not digests:
        return {}
    fetch = fetch or fetch_for(settings)
    begun = clock.now()
    found: dict[str, Live] = {}
    live_since: dict[str, datetime] = {}
    open_digests = list(digests)
    pause = FIRST_PAUSE
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="live") as pool:
        while True:
            for digest, live in zip(open_digests, pool.map(lambda one: check(one, fetch), open_digests), strict=True):
                if digest.key not in found and not live.ok:
                    tell(f"waiting for {shorten(digest.url)}: {live.reason}")
                found[digest.key] = live
            now = clock.now()
            for digest in open_digests:
                if found[digest.key].ok:
                    live_since.setdefault(digest.key, now)
            open_digests = [
                digest
                for digest in open_digests
                if not found[digest.key].ok
                or (waits_for_picture(found[digest.key]) and now - live_since[digest.key] < PATIENCE)
            ]
            left = (begun + settings.wait_live - now).total_seconds()
            if not open_digests or left <= 0 or not clock.sleep(min(pause, left)):
                break
            pause = min(pause * 1.6, LONGEST_PAUSE)
    waited = f"{(clock.now() - begun).total_seconds():.0f} s"
    return {
        key: live if live.ok else replace(live, reason=f"{live.reason} (waited {waited})")
        for key, live in found.items()
    }

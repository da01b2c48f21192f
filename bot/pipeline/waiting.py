"""Waiting until the pages of several digests are live, all looked at side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from bot.pipeline.live import ACCEPT, Live, SiteIndex, State, fetch_for, find_page
from bot.settings.paths import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from bot.clock import Clock
    from bot.model import Digest
    from bot.settings.model import Settings
    from bot.web.fetch import Fetch

AT_ONCE = 8
PATIENCE_SECONDS = 30.0
"""A picture may come a little after its page; it never costs more time than this."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
TICK_SECONDS = 0.2
"""How soon a stop is noticed."""


def wait_for_pages(
    digests: Sequence[Digest],
    settings: Settings,
    clock: Clock,
    fetch: Fetch | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> dict[str, Live]:
    """Look at all these pages, several at once, until they are live or ``settings.wait_live`` is over; by digest key.

    Without ``wait_live`` only those are looked at, once, whose address has to be found by their title.
    """
    awaited = [digest for digest in digests if settings.wait_live or digest.by_title]
    if not awaited:
        return {}
    begun, most, pause = clock.monotonic(), settings.wait_live.total_seconds(), FIRST_PAUSE
    seen = SeenPages(clock)
    with PageChecks(settings, clock, fetch or fetch_for(settings, ACCEPT)) as checks:
        while True:
            for digest, live in zip(awaited, checks.look_at(awaited), strict=True):
                if seen.is_first(digest) and not live.ok:
                    at_most = f", up to {most:.0f} s" if most else ""
                    tell(f"{named(digest.path)}: waiting for its page{at_most}: {live.reason}")
                seen.note(digest, live)
            awaited = [digest for digest in awaited if not seen.is_complete(digest)]
            left = begun + most - clock.monotonic()
            if not awaited or left <= 0 or not clock.sleep(min(pause, left)):
                break
            pause = min(pause * 1.6, LONGEST_PAUSE)
    waited = f"(waited {clock.monotonic() - begun:.0f} s)"
    return {
        key: live if live.ok else replace(live, reason=f"{live.reason} {waited}") for key, live in seen.lives.items()
    }


class PageChecks:
    """Looks at several pages at once; a run that was asked to stop does not wait for what still looks."""

    def __init__(self, settings: Settings, clock: Clock, fetch: Fetch) -> None:
        self.fetch, self.clock = fetch, clock
        self.index = SiteIndex(settings, fetch, clock)
        self.pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="live")
        self.answers: list[Future[Live]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(wait=all(answer.done() for answer in self.answers), cancel_futures=True)

    def look_at(self, digests: Sequence[Digest]) -> list[Live]:
        self.answers = [self.pool.submit(find_page, digest, self.fetch, self.index) for digest in digests]
        while wait_for(self.answers, TICK_SECONDS).not_done and self.clock.sleep(0):
            pass
        return [
            answer.result() if answer.done() else not_awaited(digest)
            for digest, answer in zip(digests, self.answers, strict=True)
        ]


def not_awaited(digest: Digest) -> Live:
    return Live(State.NOT_YET, "the run was stopped before it had answered", digest.url, digest.url)


class SeenPages:
    """What was seen of each page last, and since when it is live."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lives: dict[str, Live] = {}
        self.live_since: dict[str, float] = {}

    def is_first(self, digest: Digest) -> bool:
        return digest.key not in self.lives

    def note(self, digest: Digest, live: Live) -> None:
        self.lives[digest.key] = live
        if live.ok:
            self.live_since.setdefault(digest.key, self.clock.monotonic())

    def is_complete(self, digest: Digest) -> bool:
        """It is live, and its card's picture is there or has been waited for long enough."""
        live = self.lives[digest.key]
        return live.ok and (
            not live.image_missing or self.clock.monotonic() - self.live_since[digest.key] >= PATIENCE_SECONDS
        )

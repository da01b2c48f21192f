"""A digest is only posted when its page is there, is its own, and can be shown as a card."""

from __future__ import annotations

import base64
import threading
import time
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.model import Digest
from bot.pipeline.live import ACCEPT, State, check, fetch_for
from bot.pipeline.waiting import wait_for_pages
from bot.settings.model import ImageSettings, Settings
from bot.web.page import read_page
from tests.watcher.conftest import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TAGS = '<meta property="og:title" content="{title}"><meta property="og:description" content="d"><meta name="twitter:card" content="summary_large_image"><meta property="og:image" content="/card.png">'


class Site:
    """A blog's server: path to what it answers, by how often it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[int], tuple[int, dict[str, str], bytes]]] = {}
        self.asked: dict[str, int] = {}
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with site.lock:
                    count = site.asked[self.path] = site.asked.get(self.path, 0) + 1
                    site.at_once += 1
                    site.most_at_once = max(site.at_once, site.most_at_once)
                answer = site.answers.get(self.path, lambda _: (404, {}, b"Not found"))
                status, headers, body = answer(count)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                with site.lock:
                    site.at_once -= 1

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.settings = Settings(
            root=Path(), source=None, site=self.url, wait_live=timedelta(minutes=5), images=ImageSettings()
        )
        self.fetch = fetch_for(self.settings, ACCEPT)

    def page(self, path: str, head: str = "", body: str = "", *, after: int = 0, status: int = 404) -> Digest:
        """A page that is there from the request after ``after`` on; returns its digest."""
        text = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
        self.answers[path] = lambda count: (200, {}, text) if count > after else (status, {}, b"")
        return self.digest(path)

    def digest(self, path: str, title: str = "Hello, world") -> Digest:
        return Digest(path, Path("a.md"), path[1:], self.url + path, title)

    def card(self, *, after: int = 0) -> None:
        self.answers["/card.png"] = lambda count: (200, {}, PNG) if count > after else (404, {}, b"")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


GOOD = TAGS.format(title="Hello, world")


def test_a_page_with_title_and_card_is_live(site: Site) -> None:
    site.card()
    live = check(site.page("/a", GOOD), site.fetch)
    assert live.ok
    assert live.warnings == ()
    assert not live.image_missing
    assert live.tags["og:title"] == "Hello, world"
    assert live.tags["og:image"] == "/card.png"


@pytest.mark.parametrize("status", [404, 500, 503, 401])
def test_a_page_that_is_not_there_is_not_yet_live(site: Site, status: int) -> None:
    """Put off, and never a failure."""
    site.page("/a", GOOD, after=99, status=status)
    live = check(site.digest("/a"), site.fetch)
    assert live.state is State.NOT_YET
    assert f"answered {status}" in live.reason


def test_nobody_listening_is_not_yet_live(site: Site) -> None:
    site.server.shutdown()
    site.server.server_close()
    live = check(site.digest("/a"), site.fetch)
    assert live.state is State.NOT_YET
    assert "cannot be reached" in live.reason


@pytest.mark.parametrize(
    ("head", "body", "ok"),
    [
        ("<title>Hello, world | My Blog</title>", "", True),
        ("", "<h1>Hello,\n <em>world</em></h1>", True),
        ("<title>HELLO &#44; WORLD</title>", "", True),
        ('<link rel="canonical" href="/a/">', "", True),
        ('<meta property="og:url" content="{url}/a?x">', "", False),
        ("<title>Not found</title>", "", False),
        ("<title>My Blog</title>", "<p>Hello, world</p>", False),
        ("", "<svg><title>Hello, world</title></svg>", False),
        ("<title></title>", "", False),
        ('<link rel="canonical" href="/">', "<title>Home</title>", False),
    ],
)
def test_the_page_must_be_the_digest_s_own(site: Site, head: str, body: str, ok: bool) -> None:
    """A site that answers 200 to everything shows its title or its canonical link nowhere else."""
    live = check(site.page("/a", head.format(url=site.url), body), site.fetch)
    assert live.ok is ok
    if not ok:
        assert live.state is State.WRONG_PAGE
        assert "another page" in live.reason


def test_redirects_are_followed_and_said(site: Site) -> None:
    site.card()
    site.page("/new/", GOOD)
    site.answers["/a"] = lambda _: (301, {"Location": "/new/"}, b"")
    live = check(site.digest("/a"), site.fetch)
    assert live.ok
    assert live.final_url == f"{site.url}/new/"
    assert any("leads on to" in warning and "/new/" in warning for warning in live.warnings)


def test_a_slash_at_the_end_is_no_redirect_worth_a_word(site: Site) -> None:
    site.card()
    site.page("/a/", GOOD)
    site.answers["/a"] = lambda _: (308, {"Location": "/a/"}, b"")
    assert check(site.digest("/a"), site.fetch).warnings == ()


def test_what_the_card_lacks_is_a_warning(site: Site) -> None:
    """No tag, a picture that is missing, or is none: said, and no reason not to post."""
    live = check(site.page("/a", "<title>Hello, world</title>"), site.fetch)
    assert live.ok
    assert "no og:title, og:description, og:image, twitter:card" in live.warnings[0]
    live = check(site.page("/b", GOOD), site.fetch)
    assert live.image_missing
    assert "picture does not load" in live.warnings[0]
    assert "404" in live.warnings[0]
    site.answers["/card.png"] = lambda _: (200, {}, b"<html>nothing</html>")
    assert "picture does not load" in check(site.digest("/b"), site.fetch).warnings[0]


def test_a_picture_on_a_private_address_is_not_asked_for(site: Site) -> None:
    """The owner wrote the site's address, and not the one that a page names."""
    site.page("/a", GOOD.replace("/card.png", "http://localhost:9/x.png"))
    assert "no public address" in check(site.digest("/a"), site.fetch).warnings[0]
    elsewhere = replace(site.digest("/a"), url=site.url.replace("127.0.0.1", "localhost") + "/a")
    assert "no public address" in check(elsewhere, site.fetch).reason


def test_waiting_asks_again_until_the_page_is_there(site: Site) -> None:
    """Further and further apart, and no longer than it takes."""
    site.card()
    clock = Clock()
    told: list[str] = []
    found = wait_for_pages([site.page("/a", GOOD, after=3)], site.settings, clock, site.fetch, told.append)
    assert found["/a"].ok
    assert site.asked["/a"] == 4
    assert clock.slept == sorted(clock.slept)
    assert len(clock.slept) == 3
    assert len(told) == 1
    assert "a.md: waiting for its page, up to 300 s: " in told[0]
    assert told[0].count(site.url) == 1


def test_a_page_that_does_not_come_is_put_off_in_time(site: Site) -> None:
    clock = Clock()
    found = wait_for_pages([site.digest("/a")], site.settings, clock, site.fetch)
    assert found["/a"].state is State.NOT_YET
    assert "waited 300 s" in found["/a"].reason
    assert sum(clock.slept) == pytest.approx(300)
    assert site.asked["/a"] < 25


def test_a_picture_may_come_a_little_later_and_is_not_waited_for_long(site: Site) -> None:
    clock = Clock()
    site.card(after=2)
    assert wait_for_pages([site.page("/a", GOOD)], site.settings, clock, site.fetch)["/a"].warnings == ()
    site.answers["/card.png"] = lambda _: (404, {}, b"")
    clock = Clock()
    found = wait_for_pages([site.digest("/a")], site.settings, clock, site.fetch)
    assert found["/a"].ok
    assert found["/a"].warnings
    assert sum(clock.slept) < 60


def test_several_pages_are_waited_for_at_once(site: Site) -> None:
    site.card()
    digests = [site.page(f"/{name}", GOOD, after=1) for name in "abcd"]
    slow = site.answers["/a"]
    barrier = threading.Barrier(4, timeout=10)
    for one in "abcd":
        site.answers[f"/{one}"] = lambda count: (barrier.wait() if count == 1 else 0, slow(count))[1]
    found = wait_for_pages(digests, site.settings, Clock(), site.fetch)
    assert all(live.ok for live in found.values())
    assert site.most_at_once >= 4


def test_a_run_that_is_stopped_waits_no_longer(site: Site) -> None:
    class Stopped(Clock):
        def sleep(self, seconds: float) -> bool:
            super().sleep(seconds)
            return False

    clock = Stopped()
    assert not wait_for_pages([site.digest("/a")], site.settings, clock, site.fetch)["/a"].ok
    assert len(clock.slept) == 1


def test_a_clock_that_is_set_back_does_not_make_it_wait_for_ten_hours(site: Site) -> None:
    """The time that is waited is measured, not read off the wall."""

    class SetBack(Clock):
        def sleep(self, seconds: float) -> bool:
            super().sleep(seconds)
            self.time -= timedelta(hours=10)
            return True

    clock = SetBack()
    assert not wait_for_pages([site.digest("/a")], site.settings, clock, site.fetch)["/a"].ok
    assert sum(clock.slept) <= site.settings.wait_live.total_seconds() + 1


def test_without_wait_live_nothing_is_asked(site: Site) -> None:
    assert (
        wait_for_pages([site.digest("/a")], replace(site.settings, wait_live=timedelta(0)), Clock(), site.fetch) == {}
    )
    assert site.asked == {}


def test_hostile_pages_cost_little() -> None:
    for text in (
        b"<" * 1_000_000,
        b"<a " * 300_000,
        b"<!--" * 250_000,
        b"<title>" * 140_000,
        b"\xff\x00" * 500_000,
        b"<![" * 330_000,
    ):
        begun = time.process_time()
        read_page(text)
        assert time.process_time() - begun < 5


def test_a_page_is_read_in_its_own_encoding() -> None:
    assert read_page('<meta charset="latin-1"><title>Grün</title>'.encode("latin-1")).titles == ("Grün",)
    assert read_page('<meta charset="x-unknown"><title>Grün</title>'.encode()).titles == ("Grün",)


# ── the sitemap ──────────────────────────────────────────────────────────────────────────────────


def with_feed(site: Site, *addresses: str) -> None:
    """A feed that has the digest's title under these addresses."""
    entries = "".join(f"<item><title>Hello, world</title><link>{site.url}{one}</link></item>" for one in addresses)
    site.answers["/index.xml"] = lambda _count: (200, {}, f"<rss>{entries}</rss>".encode())


def test_a_page_at_another_address_is_found_by_its_title(site: Site) -> None:
    """The post goes out with the right link, and the run says which setting to mend."""
    site.card()
    site.page("/2026/hello/", GOOD)
    with_feed(site, "/2026/hello/")
    digest = site.digest("/posts/hello")
    live = wait_for_pages([digest], site.settings, Clock(), site.fetch)[digest.key]
    assert (live.state, live.moved, live.url) == (State.OK, True, f"{site.url}/2026/hello/")
    assert "mend permalink" in live.warnings[0]


def test_a_title_that_two_pages_have_is_taken_for_neither(site: Site) -> None:
    site.page("/1/", GOOD)
    site.page("/2/", GOOD)
    with_feed(site, "/1/", "/2/")
    digest = site.digest("/posts/hello")
    live = wait_for_pages([digest], replace(site.settings, wait_live=timedelta(seconds=1)), Clock(), site.fetch)[
        digest.key
    ]
    assert live.state is State.NOT_YET


def test_an_address_that_no_rule_can_say_is_found_by_the_title(site: Site) -> None:
    """Even without wait_live, for without it there would be no link."""
    settings = replace(site.settings, wait_live=timedelta(0))
    digest = replace(site.digest("/?post=hello"), by_title=True)
    assert wait_for_pages([digest], settings, Clock(), site.fetch)[digest.key].state is State.NOT_YET
    site.card()
    site.page("/x7/", GOOD)
    with_feed(site, "/x7/")
    live = wait_for_pages([digest], settings, Clock(), site.fetch)[digest.key]
    assert (live.state, live.moved, live.url, live.warnings) == (State.OK, True, f"{site.url}/x7/", ())

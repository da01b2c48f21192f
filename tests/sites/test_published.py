"""What is really there is read from a built folder, a sitemap and a feed, whatever is in them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.errors import FetchError
from bot.sites import published

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SITE = "https://blog.dev/log"


def serving(files: Mapping[str, str]) -> Callable[[str], bytes]:
    def fetch(url: str) -> bytes:
        if url not in files:
            raise FetchError(url, "answered 404 Not Found")
        return files[url].encode()

    return fetch


def test_a_built_folder_tells_addresses_and_titles(tmp_path: Path) -> None:
    """The newest of those that are there; index.html is its folder."""
    for name, text in {
        "public/index.html": "<title>Home</title>", "public/posts/tide/index.html": "<title>The tide | Notes</title><h1>The tide</h1>",
        "public/about.html": '<meta property="og:title" content="About">', "public/style.css": "",
    }.items():  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    there = published.built(tmp_path, SITE)
    assert there is not None
    assert there.where == "public/"
    assert there.has(f"{SITE}/posts/tide")
    assert there.has(f"{SITE}/about.html")
    assert not there.has(f"{SITE}/posts/storm/")
    assert there.address_of("the Tide") == f"{SITE}/posts/tide/"
    assert published.built(tmp_path / "public", SITE) is None


def test_the_sitemap_is_found_by_robots_txt_and_through_its_index(tmp_path: Path) -> None:
    there = published.live(SITE, serving({
        "https://blog.dev/robots.txt": "User-agent: *\nSitemap: https://blog.dev/maps/index.xml\n",
        "https://blog.dev/maps/index.xml": "<sitemapindex><sitemap><loc>https://blog.dev/maps/1.xml</loc></sitemap></sitemapindex>",
        "https://blog.dev/maps/1.xml": "<urlset><url><loc>\n https://blog.dev/log/a&amp;b/ </loc></url></urlset>",
        "https://blog.dev/log/index.xml": "<rss><item><title><![CDATA[Tom &amp; Jerry]]></title><link>https://blog.dev/log/tom/</link></item>"
        "<item><title>Twice</title><link>https://blog.dev/log/1/</link></item><item><title>Twice</title><link>https://blog.dev/log/2/</link></item></rss>",
    }))  # fmt: skip
    assert there is not None
    assert there.where == "the sitemap"
    assert there.has("https://blog.dev/log/a&b")
    assert there.address_of("Tom & Jerry") == "https://blog.dev/log/tom/"
    assert there.address_of("Twice") is None, "of two pages with one title neither is taken"


@pytest.mark.parametrize(
    "feed",
    [
        '<feed><entry><title type="html">The tide</title><link rel="alternate" href="/log/tide/"/></entry></feed>',
        '{"items": [{"id": "1", "url": "https:\\/\\/blog.dev\\/log\\/tide\\/", "title": "The tide"}]}',
    ],
)
def test_atom_and_json_feeds_are_read(feed: str) -> None:
    there = published.live(SITE, serving({f"{SITE}/atom.xml": feed, f"{SITE}/feed.json": feed}))
    assert there is not None
    assert there.address_of("The tide") == "https://blog.dev/log/tide/"


@pytest.mark.parametrize(
    "text",
    [
        "<item>" * 300_000,
        "<loc>" * 300_000,
        "<item><title>" * 200_000,
        "<urlset>" + "<loc>x" * 300_000,
        '{"url": "' * 200_000,
        "{" + '"url":"a",' * 200_000,
        "<loc>" + " " * 200_000,
        "<item><link>" + " " * 19_000 + "<title>" + " " * 200_000 + "</item>",
    ],
)
def test_hostile_feeds_cost_little(text: str) -> None:
    begun = time.process_time()
    published.live(SITE, serving({
        "https://blog.dev/robots.txt": "\n" * 200_000, f"{SITE}/sitemap.xml": text, f"{SITE}/index.xml": text, f"{SITE}/feed.json": text,
    }))  # fmt: skip
    assert time.process_time() - begun < 5


def test_a_site_with_neither_says_nothing() -> None:
    assert published.live(SITE, serving({})) is None


def test_what_is_no_address_and_an_entry_without_a_title_are_passed_over() -> None:
    """One bad line of a sitemap or a feed, and none of its other pages was known."""
    there = published.live(SITE, serving({
        "https://blog.dev/robots.txt": "Sitemap: http://[bad\n",
        f"{SITE}/sitemap.xml": f"<urlset><url><loc>http://[bad</loc></url><url><loc>{SITE}/a/</loc></url></urlset>",
        f"{SITE}/index.xml": "<rss><item><title>Bad</title><link>http://[bad</link></item>"
        f"<item><link>{SITE}/untitled/</link></item><item><title/><link>{SITE}/empty/</link></item>"
        f"<item><title>The tide</title><link>{SITE}/tide/</link></item></rss>",
    }))  # fmt: skip
    assert there is not None
    assert there.has(f"{SITE}/a")
    assert there.address_of("The tide") == f"{SITE}/tide/"
    assert there.address_of("Bad") is None
    assert not there.has("http://[bad")
    (entry, *_) = published.entries_of('{"items": [{"url": "http://[bad", "title": "T"}]}', SITE)
    assert entry == ("http://[bad", "T")

"""The AppView's rules as our own pure function: what makes a publication card, and what a plain one.

appview.json was written by the AppView's own function (npm @atproto/bsky 0.0.280, dist/util/standard-site.js, under
Node 22): publication's url, document's path, card's address, whether they fit, and the address as it is compared.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formatter.document import path_below
from bot.model import Document
from bot.publishers.bluesky.appview import canonical, why_plain

PUBLICATION = "at://did:plc:abc/site.standard.publication/3kdizbclu4rt2"
CASES = json.loads(Path(__file__).with_name("appview.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("home", "path", "address", "fits", "compared"), CASES)
def test_it_decides_as_the_appview(home: str, path: str, address: str, *, fits: bool, compared: str | None) -> None:
    plain = why_plain(address, {"site": PUBLICATION, "path": path}, {"url": home}, PUBLICATION)
    assert (plain is None) is fits, plain
    assert canonical(address) == compared


def test_the_document_belongs_to_the_pinned_publication() -> None:
    """To the letter; a document without its publication, or of another one, is dropped whole."""
    address, home = "https://blog.example/a", {"url": "https://blog.example"}
    assert why_plain(address, {"site": PUBLICATION, "path": "/a"}, home, PUBLICATION) is None
    for site in (f"{PUBLICATION}x", "https://blog.example", None):
        assert "belongs to" in str(why_plain(address, {"site": site, "path": "/a"}, home, PUBLICATION))
    assert "without its publication" in str(why_plain(address, {"site": PUBLICATION, "path": "/a"}, None, PUBLICATION))
    assert "no document" in str(why_plain(address, None, home, PUBLICATION))


def test_parameters_do_no_harm() -> None:
    """A campaign's parameters and a fragment are none of what is compared."""
    address = "https://blog.example/a?utm_source=bluesky#part"
    assert why_plain(address, {"site": PUBLICATION, "path": "/a"}, {"url": "https://blog.example"}, PUBLICATION) is None


@given(st.sampled_from(["https://blog.example", "https://blog.example/log", "http://localhost:8080/a/b"]), st.text())
def test_the_path_that_we_make_fits_whatever_the_address(site: str, words: str) -> None:
    """A page below the site, as the formatter writes it, is never a plain card by our own doing."""
    from bot.text.links import percent_encode

    address = percent_encode(f"{site}/{words}")
    path = path_below(site, address)
    if path is not None:
        assert why_plain(address, {"site": PUBLICATION, "path": path}, {"url": site}, PUBLICATION) is None


@pytest.mark.parametrize(
    ("site", "address", "path"),
    [
        ("https://blog.example", "https://blog.example/posts/a/", "/posts/a/"),
        ("https://blog.example", "https://blog.example/posts/a?x=1#f", "/posts/a"),
        ("https://blog.example/log", "https://blog.example/log/a", "/a"),
        ("https://bücher.example", "https://xn--bcher-kva.example/a", "/a"),
        ("https://blog.example:443", "https://blog.example/a", "/a"),
        ("https://blog.example", "http://blog.example/a", None),
        ("https://blog.example", "https://www.blog.example/a", None),
        ("https://blog.example/log", "https://blog.example/logs/a", None),
        ("https://blog.example/log", "https://blog.example/a", None),
        ("https://blog.example", "https://blog.example/", None),
        ("https://blog.example", "https://[broken/a", None),
    ],
)
def test_a_page_s_path_below_the_blog(site: str, address: str, path: str | None) -> None:
    assert path_below(site, address) == path


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, None), (1, 1), (200, 1), (201, 2), (400, 2), (401, 3), (40_000, 200)]
)
def test_the_time_that_reading_takes(words: int, minutes: int | None) -> None:
    assert Document("/a", "A", text=" \n".join(["word"] * words)).reading_minutes == minutes

"""A digest's key, slug and address."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from bot.content import key_of, read
from bot.errors import DigestError, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.content.conftest import Desk

FRONT = "pubDatetime: 2025-03-04T23:30:00-05:00"


@pytest.mark.parametrize(
    ("name", "key", "slug"),
    [
        ("hello.md", "hello", "hello"),
        ("2025/11/hello.mdx", "2025/11/hello", "hello"),
        ("hello/index.md", "hello", "hello"),
        ("fr/hello/index.md", "fr/hello", "hello"),
        ("index.md", "index", "index"),
        ("v1.2 notes.md", "v1.2 notes", "v1.2 notes"),
        ("2025-11-05-Hello World.md", "2025-11-05-Hello World", "2025-11-05-Hello World"),
        ("é😀.md", "é😀", "é😀"),
        (unicodedata.normalize("NFD", "é.md"), "é", "é"),
    ],
)
def test_key_and_slug_come_from_the_path_as_it_is(desk: Desk, name: str, key: str, slug: str) -> None:
    """Nothing is slugified anew; index.md is its folder."""
    digest = desk.front(FRONT, name=name)
    assert (digest.key, digest.slug) == (key, slug)
    assert key_of(desk.settings.content / name, desk.settings) == key


@pytest.mark.parametrize("own", ["slug: ../..", "permalink: /x/../y/", "url: /../z.html"])
def test_no_address_leads_out_of_the_blog(desk: Desk, own: str) -> None:
    with pytest.raises(DigestError, match=r'has "\.\." in it; mend its slug, permalink or url') as caught:
        desk.front(own)
    assert "\n" not in str(caught.value)


def test_front_matter_may_name_key_and_slug(desk: Desk) -> None:
    digest = desk.front("id: 42\nslug: /nested/slug/", name="a/b.md")
    assert (digest.key, digest.slug, digest.url) == ("42", "nested/slug", "https://example.com/posts/nested/slug")


def test_a_file_outside_content_has_its_bare_name(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "hello.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: a\n---\n")
    assert read(path, desk.settings).key == "hello"


def test_the_key_is_the_same_from_every_directory(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path, one with dots in it, and one through a link to content/ name the same digest."""
    from pathlib import Path

    path = desk.write("---\ntitle: a\n---\n", "a/b.md")
    (tmp_path / "link").symlink_to(desk.settings.content)
    monkeypatch.chdir(tmp_path)
    for other in (Path("content/a/b.md"), Path("content/a/../a/b.md"), Path("link/a/b.md"), path):
        assert read(other, desk.settings).key == "a/b"


@pytest.mark.parametrize(
    ("permalink", "url"),
    [
        ("/posts/{slug}", "https://example.com/posts/my%20post"),
        ("/{year}/{month}/{day}/{slug}/", "https://example.com/2025/03/04/my%20post/"),
        ("/{path}.html", "https://example.com/blog/my%20post.html"),
        ("{lang}/{slug}", "https://example.com/de/my%20post"),
    ],
)
def test_the_address_is_site_and_permalink(desk: Desk, permalink: str, url: str) -> None:
    """The date in it is the day that the writer wrote, not the one in UTC."""
    assert desk.set(permalink=permalink).front(FRONT + "\nlang: de", name="blog/my post.md").url == url


@pytest.mark.parametrize(
    ("front", "url"),
    [
        ("canonicalURL: https://other.example/ä?q=ü", "https://other.example/%C3%A4?q=%C3%BC"),
        ("canonical_url: /relative", "https://example.com/relative"),
        ("canonicalURL: //other.example/post", "https://example.com/posts/post"),
        ("canonicalURL: javascript:alert(1)", "https://example.com/posts/post"),
        ("canonicalURL: https://example.com@other.example/post", "https://example.com/posts/post"),
        ("canonicalURL: https://example.com\\\\@other.example/post", "https://example.com/posts/post"),
        ("canonicalURL: 'https://[broken'", "https://example.com/posts/post"),
        ("permalink: /about/me/", "https://example.com/about/me/"),
        ("permalink: /a/index.html", "https://example.com/a/"),
        ("permalink: /:year/:title/", "https://example.com/posts/post"),
        ("permalink: '/{{ slug }}/'", "https://example.com/posts/post"),
        ("permalink: pretty", "https://example.com/posts/post"),
        ("url: /deep/page", "https://example.com/deep/page"),
        ("url: https://example.com/x", "https://example.com/x"),
        ("slug: 100%", "https://example.com/posts/100%25"),
        ("slug: what?#now", "https://example.com/posts/what%3F%23now"),
    ],
)
def test_front_matter_may_name_the_address(desk: Desk, front: str, url: str) -> None:
    """A generator's pattern is not taken for an address."""
    assert desk.front(front).url == url


def test_what_the_permalink_lacks_is_named(desk: Desk) -> None:
    with pytest.raises(DigestError, match="needs its year; write: pubDatetime"):
        desk.set(permalink="/{year}/{slug}").front("x: 1")
    with pytest.raises(DigestError, match="needs its lang; write: lang"):
        desk.set(permalink="/{lang}/{slug}").front("x: 1")
    assert desk.set(lang="en").front("x: 1").url == "https://example.com/en/post"


def test_without_a_site_nothing_has_an_address(desk: Desk) -> None:
    """Unless the digest names its own."""
    desk.set(site=None)
    with pytest.raises(SettingsError, match="no site is set"):
        desk.front("x: 1")
    assert desk.front("canonicalURL: https://a.example/b").url == "https://a.example/b"


def test_a_name_that_is_not_utf8_is_refused(desk: Desk) -> None:
    path = desk.write("---\ntitle: a\n---\n", "a\udcff.md")
    with pytest.raises(DigestError, match="its name is not UTF-8; rename the file"):
        read(path, desk.settings)

"""Links and texts as X gives them back, compared with what was sent."""

from __future__ import annotations

import pytest

from bot.publishers.x.timeline import holds, normal, words

SAME = [
    ("https://blog.example/a", "http://blog.example/a/"),
    ("https://blog.example/a?b=1&a=2", "https://blog.example/a?a=2&b=1"),
    ("https://blog.example/a?utm_source=x&utm_medium=social", "https://blog.example/a"),
    ("https://blog.example/%E2%9C%93-a", "https://blog.example/✓-a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://blog.example/a#part", "https://BLOG.example:443/a"),
    ("blog.example", "http://blog.example/"),
]
OTHER = [
    ("https://blog.example/a", "https://blog.example/A"),
    ("https://blog.example/a", "https://blog.example/a?page=2"),
    ("https://blog.example/a", "https://blog.example:8443/a"),
    ("https://blog.example/a", "https://www.blog.example/a"),
    ("https://blog.example/a/b", "https://blog.example/a%2Fb/c"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_spellings_of_one_link(one: str, two: str) -> None:
    assert normal(one) == normal(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_links(one: str, two: str) -> None:
    assert normal(one) != normal(two)


@pytest.mark.parametrize("link", ["", "https://", "https://[", "https://a:port/", "//", "%", "\ud800"])
def test_no_link_is_too_strange(link: str) -> None:
    """A foreign post may hold anything."""
    assert normal(link) == normal(link)


def test_a_text_is_read_back_as_it_was_sent() -> None:
    """Short links are made long, the picture's goes, and what was escaped is not."""
    urls = [
        {"url": "https://t.co/1", "expanded_url": "https://blog.example/a?b&c"},
        {"url": "https://t.co/2", "expanded_url": "https://x.com/a/status/1/photo/1", "media_key": "3_1"},
        {"url": "https://t.co/3", "expanded_url": "https://x.com/a/status/1/photo/2", "display_url": "pic.x.com/3"},
        {},
    ]
    post = {"text": "1 &lt; 2 &amp;amp; https://t.co/1 https://t.co/2https://t.co/3", "entities": {"urls": urls}}
    assert words(post) == "1 < 2 &amp; https://blog.example/a?b&c"


def test_an_address_that_x_makes_no_link_of_is_found_in_the_text() -> None:
    """A blog on a host whose ending X does not know is recognised all the same, and is not posted twice."""
    post = {"text": "Hello\n\nhttps://blog.internal/posts/a"}
    assert holds(post, "https://blog.internal/posts/a", "other words")
    assert not holds(post, "https://blog.internal/posts/ab", "other words")

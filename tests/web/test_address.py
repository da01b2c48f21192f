"""Which spellings of an address mean the same."""

from __future__ import annotations

import pytest

from bot.web.address import normal_form, picture_source, same_address

SAME = [
    ("https://blog.example/a", "http://blog.example/a/"),
    ("https://blog.example/a?b=1&a=2", "https://blog.example/a?a=2&b=1"),
    ("https://blog.example/a?utm_source=x&utm_medium=social", "https://blog.example/a"),
    ("https://blog.example/%E2%9C%93-a", "https://blog.example/✓-a"),
    ("https://blog.example/ü", "https://blog.example/u%CC%88"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://blog.example/a#part", "https://BLOG.example:443/a"),
    ("blog.example", "http://blog.example/"),
]
OTHER = [
    ("https://blog.example/a", "https://blog.example/A"),
    ("https://blog.example/a", "https://blog.example/b"),
    ("https://blog.example/a", "https://other.example/a"),
    ("https://blog.example/a", "https://blog.example/a?page=2"),
    ("https://blog.example/?p=1", "https://blog.example/?p=2"),
    ("https://blog.example/a", "https://blog.example:8443/a"),
    ("https://blog.example/a/b", "https://blog.example/a%2Fb/c"),
]
ALIASES = [
    ("https://blog.example/a", "https://www.blog.example/a"),
    ("https://blog.example/a/index.html", "https://blog.example/a/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_address_are_the_same(one: str, other: str) -> None:
    assert same_address(one, other)
    assert same_address(one, other, aliases=True)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_addresses_are_not(one: str, other: str) -> None:
    assert not same_address(one, other)
    assert not same_address(one, other, aliases=True)


@pytest.mark.parametrize(("one", "other"), ALIASES)
def test_two_names_that_a_server_gives_to_one_page_are_the_same_where_that_is_asked(one: str, other: str) -> None:
    assert same_address(one, other, aliases=True)
    assert not same_address(one, other)


@pytest.mark.parametrize(
    "address", ["", "https://", "https://[", "https://a:port/", "//", "%", "\ud800", "https://a/?\ud800"]
)
def test_no_address_is_too_strange(address: str) -> None:
    """A foreign post may hold anything."""
    assert normal_form(address) == normal_form(address)


@pytest.mark.parametrize(
    ("one", "other"),
    [("./a b.jpg", "a%20b.jpg"), ("https://a.example/i?w=1&amp;h=2", "https://a.example/i?w=1&h=2 ")],
)
def test_front_matter_and_markdown_write_one_source_differently(one: str, other: str) -> None:
    assert picture_source(one) == picture_source(other)


def test_two_schemes_are_two_sources() -> None:
    """Only one of them may work."""
    assert picture_source("http://a.example/i.png") != picture_source("https://a.example/i.png")

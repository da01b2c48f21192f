"""Addresses are written so that every machine takes them, and found in a text where X finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import links
from bot.text.links import Span
from tests.text.conftest import official


def values(spans):
    return [span.value for span in spans]


def indices(spans, name):
    return [{name: span.value, "indices": [span.start, span.end]} for span in spans]


@pytest.mark.parametrize("suite", ["country", "generic"])
def test_every_official_top_level_domain_makes_a_link(suite):
    cases = official("tlds.yml")[suite]
    assert len(cases) > 300
    for case in cases:
        assert values(links.urls(case["text"])) == case["expected"], case["description"]


@pytest.mark.parametrize("suite", ["urls", "tco_urls_with_params"])
def test_every_official_case_of_links_holds(suite):
    for case in official("extract.yml")[suite]:
        assert values(links.urls(case["text"])) == case["expected"], case["description"]


@pytest.mark.parametrize("suite", ["urls_with_indices", "urls_with_directional_markers"])
def test_every_official_case_of_where_a_link_stands_holds(suite):
    for case in official("extract.yml")[suite]:
        assert indices(links.urls(case["text"]), "url") == case["expected"], case["description"]


def test_every_official_case_of_mentions_holds():
    cases = official("extract.yml")
    for case in cases["mentions"]:
        found = [value for value in values(links.mentions(case["text"])) if "/" not in value]
        assert found == case["expected"], case["description"]
    for case in cases["mentions_with_indices"]:
        assert indices(links.mentions(case["text"]), "screen_name") == case["expected"], case["description"]
    for case in cases["mentions_or_lists_with_indices"]:
        expected = [Span(*one["indices"], one["screen_name"] + one["list_slug"]) for one in case["expected"]]
        assert list(links.mentions(case["text"])) == expected, case["description"]


def test_every_official_case_of_hashtags_holds():
    cases = official("extract.yml")
    for case in [*cases["hashtags"], *cases["hashtags_from_astral"]]:
        assert values(links.hashtags(case["text"])) == case["expected"], case["description"]
    for case in cases["hashtags_with_indices"]:
        assert indices(links.hashtags(case["text"]), "hashtag") == case["expected"], case["description"]


def test_every_official_case_of_cashtags_holds():
    cases = official("extract.yml")
    for case in cases["cashtags"]:
        assert values(links.cashtags(case["text"])) == case["expected"], case["description"]
    for case in cases["cashtags_with_indices"]:
        assert indices(links.cashtags(case["text"]), "cashtag") == case["expected"], case["description"]


@pytest.mark.parametrize(
    ("find", "name"), [(links.mentions, "screenName"), (links.hashtags, "hashtag"), (links.cashtags, "cashtag")]
)
def test_x_finds_the_same_names_in_hostile_texts(hostile_answers, find, name):
    wrong = []
    for text, answer in hostile_answers:
        expected = [(*one["indices"], one[name] + one.get("listSlug", "")) for one in answer["entities"] if name in one]
        if [tuple(span) for span in find(text)] != expected:
            wrong.append(ascii(text))
    assert len(wrong) <= len(hostile_answers) / 1000, wrong[:3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Node.js 24 and C# in README.md", ["README.md"]),
        ("Meet Socket.io and Astro.build.", ["Socket.io", "Astro.build"]),
        ("v4.1 of main.py, e.g. 3.5x", ["main.py"]),
        ("😀 日本語https://example.com/道", ["https://example.com/"]),
    ],
)
def test_bare_domains_are_links_to_x(text, expected):
    assert values(links.urls(text)) == expected
    assert [text[span.start : span.end] for span in links.urls(text)] == expected


def test_a_name_inside_a_link_is_not_a_mention():
    assert links.mentions("https://example.com/@user/posts") == ()
    assert values(links.mentions("by @user and @team/list")) == ["user", "team/list"]
    assert links.hashtags("https://example.com/#tag") == ()


def test_c_sharp_is_no_hashtag_and_a_price_is_no_cashtag():
    assert links.hashtags("C# beats F#, says #1") == ()
    assert links.cashtags("$83B and $1,000") == ()
    assert values(links.cashtags("$NVDA beats $TSLA")) == ["NVDA", "TSLA"]


# ── addresses ────────────────────────────────────────────────────────────────────────────────────

ADDRESSES = [
    ("https://example.com/a b", "https://example.com/a%20b"),
    ("https://example.com/straße?q=ä ö#ü", "https://example.com/stra%C3%9Fe?q=%C3%A4%20%C3%B6#%C3%BC"),
    ("https://example.com/a%20b", "https://example.com/a%20b"),
    ("https://BÜCHER.example:8080/x", "https://xn--bcher-kva.example:8080/x"),
    ("https://ΟΔΟΣ.gr/", "https://xn--pxavbq.gr/"),
    ("https://faß.de/", "https://xn--fa-hia.de/"),
    ("https://日本語。みんな/道", "https://xn--wgv71a119e.xn--q9jyb4c/%E9%81%93"),
    ("https://example.com/posts/it's-(still)-me", "https://example.com/posts/it's-(still)-me"),
    ("https://example.com/😀", "https://example.com/%F0%9F%98%80"),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_an_address_is_percent_encoded(url, expected):
    assert links.percent_encode(url) == expected


def test_an_address_is_written_as_browsers_write_it(official_counter):
    assert official_counter("address", [url for url, _ in ADDRESSES]) == [expected for _, expected in ADDRESSES]


def test_a_stray_percent_sign_is_encoded():
    assert links.percent_encode("https://example.com/100%-true") == "https://example.com/100%25-true"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_encoding_twice_is_encoding_once_and_gives_ascii(path):
    once = links.percent_encode("https://example.com/" + path)
    assert once.isascii()
    assert links.percent_encode(once) == once


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", "example.com"),
        ("https://example.com/", "example.com"),
        ("https://example.com/posts/12345678", "example.com/posts/12345678"),
        ("https://example.com/posts/123456789", "example.com/posts/123456..."),
        ("https://example.com/?utm_source=bluesky", "example.com?utm_source=b..."),
        ("https://example.com:8080/a#b", "example.com:8080/a#b"),
        ("mailto:a@example.com", "mailto:a@example.com"),
    ],
)
def test_a_link_shows_as_the_bluesky_app_shortens_it(url, expected):
    assert links.display(url) == expected


def test_parameters_are_added_once_and_nothing_else_changes():
    utm = {"utm_source": "bluesky", "utm_medium": "social & more"}
    url = links.with_query("https://example.com/a%20b?x=1#part", utm)
    assert url == "https://example.com/a%20b?x=1&utm_source=bluesky&utm_medium=social%20%26%20more#part"
    assert links.with_query(url, utm) == url
    assert links.with_query("https://example.com/?utm_source=mine", {"utm_source": "x"}).endswith("?utm_source=mine")
    assert links.with_query("https://example.com/", {}) == "https://example.com/"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/what-is-this!",
        "https://example.com/a(b",
        "https://example.com/a/b.",
        "https://example.com/~",
        "https://example.com/a?b=c.",
        "https://example.com/a?q=it's,",
        "https://example.com#part",
        "https://example.com/日本語/a(b",
        "https://münchen.de/",
    ],
)
def test_x_takes_the_whole_of_a_linkable_address(url):
    address = links.linkable(url)
    text = f"Read {address} now"
    assert links.urls(text) == (Span(5, 5 + len(address), address),)


def test_an_address_that_is_whole_already_stays_as_it_is():
    url = "https://example.com/posts/a_(b)?x=1&y=2#part"
    assert links.linkable(url) == url
    assert links.linkable("https://blog.internal/it's!") == "https://blog.internal/it's!"

"""Links and texts as X gives them back, compared with what was sent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.publishers.x.own import OwnPosts

fits, links_of, text_of = OwnPosts.fits, OwnPosts.links_of, OwnPosts.text_of


def test_a_text_is_read_back_as_it_was_sent() -> None:
    """Short links are made long, the picture's goes, and what was escaped is not."""
    urls = [
        {"url": "https://t.co/1", "expanded_url": "https://blog.example/a?b&c"},
        {"url": "https://t.co/2", "expanded_url": "https://x.com/a/status/1/photo/1", "media_key": "3_1"},
        {"url": "https://t.co/3", "expanded_url": "https://x.com/a/status/1/photo/2", "display_url": "pic.x.com/3"},
        {},
    ]
    post = {"text": "1 &lt; 2 &amp;amp; https://t.co/1 https://t.co/2https://t.co/3", "entities": {"urls": urls}}
    assert text_of(post) == "1 < 2 &amp; https://blog.example/a?b&c"


def test_an_address_that_x_makes_no_link_of_is_found_in_the_text() -> None:
    """A blog on a host whose ending X does not know is recognised all the same, and is not posted twice."""
    post = {"text": "Hello\n\nhttps://blog.internal/posts/a"}
    assert fits(post, "https://blog.internal/posts/a", "Hello\n\nhttps://blog.internal/posts/a")
    assert not fits(post, "https://blog.internal/posts/ab", "Hello\n\nhttps://blog.internal/posts/ab")


def shown(text: str, **links: str) -> dict[str, Any]:
    """A post as X gives it out, with these short links."""
    urls = [{"url": f"https://t.co/{short}", "expanded_url": full} for short, full in links.items()]
    return {"id": "1", "text": text, "entities": {"urls": urls}}


@pytest.mark.parametrize(
    ("sent", "text", "links"),
    [
        ("Read README.md on blog.dev, now", "Read https://t.co/a on https://t.co/b, now", ("http://README.md", "http://blog.dev")),
        ("Mehr auf münchen.de", "Mehr auf https://t.co/a", ("http://xn--mnchen-3ya.de",)),
        ("Q&A < 3 on a.io/x?lt=1&gt=2", "Q&amp;A &lt; 3 on https://t.co/a", ("http://a.io/x?lt=1&gt=2",)),
    ],
)  # fmt: skip
def test_a_bare_domain_is_the_same_words(sent: str, text: str, links: tuple[str, ...]) -> None:
    """X makes links of bare domains, so equal texts never matched: two posts in text and picture mode."""
    assert fits(shown(text, **dict(zip("abc", links, strict=False))), None, sent)


OWN = "https://blog.example/changelog?utm_source=x#v1"


@pytest.mark.parametrize(
    "other",
    [
        OWN.replace("#v1", "#v2"), OWN.replace("#v1", ""), OWN.replace("https:", "http:"), OWN.replace("=x", "=y"),
        OWN.replace("?utm_source=x", ""), OWN.replace("changelog", "change%2Flog"), OWN.replace("blog.", "www.blog."),
        OWN.replace("changelog", "Changelog"), OWN.replace("changelog", "changelog/"),
    ],
)  # fmt: skip
def test_another_link_is_another_post(other: str) -> None:
    """/changelog#v1 was taken for #v2, which was written down as posted and never sent."""
    post = shown("What is new\n\nhttps://t.co/a", a=other)
    assert not fits(post, OWN, f"What is new\n\n{OWN}")
    assert fits(post, other, f"What is new\n\n{other}")


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ("https://münchen.de/a", "https://xn--mnchen-3ya.de/a"),
        ("https://blog.example/gr%C3%BC%c3%9fe", "https://blog.example/grüße"),
        ("https://blog.example/a%7Eb", "https://blog.example/a~b"),
        ("https://blog.example", "https://blog.example/"),
    ],
)
def test_another_spelling_of_the_same_letters_is_the_same_link(sent: str, given: str) -> None:
    """How X gives an address back makes no second post."""
    assert fits(shown("New: https://t.co/a", a=given), sent, f"New: {sent}")


def test_a_post_that_only_mentions_the_link_is_another_one() -> None:
    """One digest's link inside another's post is no proof that the first was posted."""
    post = shown("After https://t.co/a comes\n\nhttps://t.co/b", a="https://blog.example/1", b="https://blog.example/2")
    assert not fits(post, "https://blog.example/1", "The first\n\nhttps://blog.example/1")
    assert links_of(post)[0] == "https://blog.example/2", "its own link comes first"


def test_an_edited_post_is_the_same_post() -> None:
    """Its owner has mended a word since, and its id is another one."""
    post = shown("What is knew https://t.co/a", a=OWN) | {"id": "2", "edit_history_tweet_ids": ["1", "2"]}
    assert fits(post, OWN, f"What is new {OWN}")


def test_a_long_post_is_read_whole() -> None:
    """Of a premium account's long post the text is only a beginning."""
    note = {
        "text": "Long and longer https://t.co/a",
        "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": OWN}]},
    }
    assert fits({"id": "1", "text": "Long and… https://t.co/z", "note_tweet": note}, OWN, f"Long and longer {OWN}")

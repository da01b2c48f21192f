"""Links and texts as X gives them back, compared with what was sent."""

from __future__ import annotations

from bot.publishers.x.timeline import holds, text_of


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
    assert holds(post, "https://blog.internal/posts/a", "other words")
    assert not holds(post, "https://blog.internal/posts/ab", "other words")


def test_a_link_with_www_is_another_one() -> None:
    """A post that the bot did not make is not taken for its own."""
    post = {"text": "Hello https://www.blog.internal/a"}
    assert not holds(post, "https://blog.internal/a", "other words")

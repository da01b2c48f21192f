"""Alt text: what somebody wrote if it says something, else an honest derivation."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Hero, Override, Picture
from bot.picture.alt import alt_text, says_something
from tests.picture.conftest import target

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Digest

X = target("x")
URL = "https://pictures.org/a.jpg"


def hero(alt: str | None = None, source: str = URL) -> Hero:
    return Hero(source, b"", "image/jpeg", alt)


def test_what_the_front_matter_says_is_taken(digest: Callable[..., Digest]) -> None:
    assert alt_text(digest(), X, hero("A man at a blackboard")) == ("A man at a blackboard", False)


def test_a_targets_own_words_go_first(digest: Callable[..., Digest]) -> None:
    one = digest(overrides={"x": Override(alt="For X")}, override=Override(alt="For all"))
    assert alt_text(one, X, hero("A man"))[0] == "For X"
    assert alt_text(one, target("bluesky"), hero("A man"))[0] == "For all"


def test_words_for_a_picture_that_was_lost_do_not_describe_another(digest: Callable[..., Digest]) -> None:
    one = digest(override=Override(image="https://pictures.org/lost.jpg", alt="A lost picture"))
    assert alt_text(one, X, hero("A man"))[0] == "A man"
    assert alt_text(one, X, hero(source="https://pictures.org/lost.jpg"))[0] == "A lost picture"


def test_the_body_may_say_it_of_the_same_picture(digest: Callable[..., Digest]) -> None:
    one = digest(
        URL,
        Picture("https://pictures.org/b.jpg", "Another picture", "body"),
        Picture(URL, "A robot writes on a wall", "body"),
    )
    assert alt_text(one, X, hero()) == ("A robot writes on a wall", False)


@pytest.mark.parametrize(
    "alt",
    ["", " ", "A laureate bets on world models", "a laureate  BETS on “world” models!", "hero.jpg", "IMG_5705-Enhanced.JPG", "IMG_5705", "Screenshot 2025-11-28 at 10.00",
     "image", "Hero image", "logo", "https://pictures.org/a.jpg", "123", "…", "Cover image for A laureate bets on world models", "A laureate bets on world models | The Daily Digest"],
)  # fmt: skip
def test_words_that_say_nothing_are_replaced_by_a_derivation(digest: Callable[..., Digest], alt: str) -> None:
    text, derived = alt_text(digest(), X, hero(alt))
    assert derived
    assert text == "Picture for “A laureate bets on world models”"


def test_what_the_card_says_describes_no_picture(digest: Callable[..., Digest]) -> None:
    one = digest(description="Yann LeCun leaves Meta to build world models.")
    assert alt_text(one, X, hero("Yann LeCun leaves Meta to build world models"))[1]
    assert (
        alt_text(one, X, hero("Yann LeCun at a blackboard, leaving Meta"))[0]
        == "Yann LeCun at a blackboard, leaving Meta"
    )


def test_a_derivation_is_in_the_digests_language(digest: Callable[..., Digest]) -> None:
    text, _ = alt_text(
        digest(title="Preisträger setzt auf Weltmodelle", description=None, lang="de-CH"), X, hero(), 1000
    )
    assert text == "Bild zu „Preisträger setzt auf Weltmodelle“"
    assert alt_text(digest(title="{braces}", description=None), X, hero())[0] == "Picture for “{braces}”"


def test_a_drawn_card_says_what_stands_on_it(digest: Callable[..., Digest]) -> None:
    assert alt_text(digest(), X, None) == ("Card with the title: A laureate bets on world models", False)
    assert alt_text(digest(lang="fr"), X, None)[0].startswith("Carte avec le titre : ")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("https://image.thum.io/get/width/1200/https://www.example.org/a", "Screenshot of example.org"),
        ("https://s0.wp.com/mshots/v1/https%3A%2F%2Fexample.org%2Fa?w=600", "Screenshot of example.org"),
        ("https://api.microlink.io/?url=https://example.org&screenshot=true", "Screenshot of example.org"),
        ("https://i.ytimg.com/vi/abc/maxresdefault.jpg", "Video still: A laureate bets on world models"),
    ],
)
def test_what_kind_of_picture_it_is_tells_where_nobody_says_more(
    digest: Callable[..., Digest], source: str, words: str
) -> None:
    assert alt_text(digest(), X, hero(source=source)) == (words, True)


def test_no_markup_is_read_out(digest: Callable[..., Digest]) -> None:
    assert alt_text(digest(), X, hero("A cat &amp; a dog **playing**"))[0] == "A cat & a dog playing"
    assert alt_text(digest(title="T &amp; U **on** trial"), X, hero())[0] == "Picture for “T & U on trial”"


def test_long_words_are_left_whole_for_the_post_to_cut_and_to_say_so(digest: Callable[..., Digest]) -> None:
    words = " ".join(["word"] * 400)
    assert alt_text(digest(), X, hero(words)) == (words, False)


def test_short_words_that_say_something_are_kept() -> None:
    for alt in ("Cat", "A robot", "Yann LeCun on stage", "日本の研究者", "Photo of a cat", "image of Mars"):
        assert says_something(alt, "Another title")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_no_text_is_more_than_a_line(digest: Callable[..., Digest], text: str) -> None:
    for one in (hero(text), hero(), None):
        words, _ = alt_text(digest(title=text or "T"), X, one)
        assert len(words.splitlines()) <= 1


def test_the_site_is_named_at_the_titles_end_no_more_than_in_the_post(digest: Callable[..., Digest]) -> None:
    one = digest(title="The tide came twice | The Daily Digest")
    site = replace(X, site_name="The Daily Digest")
    assert alt_text(one, site, hero())[0] == "Picture for “The tide came twice”"
    assert alt_text(one, site, None)[0] == "Card with the title: The tide came twice"


@pytest.mark.parametrize("alt", ["img" + "-" * 30_000 + "x", ".jpg?" * 6000 + " x"])
def test_a_long_alt_text_takes_no_time(alt: str) -> None:
    begun = time.process_time()
    says_something(alt, "A title")
    assert time.process_time() - begun < 1

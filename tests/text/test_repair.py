"""Putting right what a generator did to a title and a description."""

from __future__ import annotations

import time

import pytest

from bot.text.repair import plain, prose, story
from tests.formatter.cases import digest


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("4 Things You Should *Never* Tell a Chatbot", "4 Things You Should Never Tell a Chatbot"),
        ("**Bold**, _it_, ***both***, ~~gone~~ and __more here__", "Bold, it, both, gone and more here"),
        ("snake_case_name, 2 * 3 * 4 and __init__.py", "snake_case_name, 2 * 3 * 4 and __init__.py"),
        ("_People use snake_case daily._", "People use snake_case daily."),
        ("`a_b *c*` in code", "a_b *c* in code"),
        ("see [the docs](https://a.example/b_(c)) and ![a cat](cat.png)", "see the docs and a cat"),
        ("[Video] How it went", "[Video] How it went"),
        ("R&amp;D &amp;amp; &quot;quotes&quot; &mdash; &#8217;", 'R&D & "quotes" — ’'),
        ("AT&T &copy=1 & more", "AT&T &copy=1 & more"),
        ("<b>Hi</b><br>there, x < y > z, List<String>", "Hi there, x < y > z, List<String>"),
        ("&lt;div&gt; is a tag", "<div> is a tag"),
        ("capabilities[5]. Next[1][2], then [3, 4] and[^note].", "capabilities. Next, then and."),
        ("a claim【4†source】 here", "a claim here"),
        ("array[0] in [2026]", "array[0] in [2026]"),
        ("# A heading", "A heading"),
        ("#1 on the list", "#1 on the list"),
        (r"\*literal\* and 1\. one", "*literal* and 1. one"),
        (r"Defeated.\n\nThe findings", "Defeated. The findings"),
        ("“Quotes” — dashes – ‘stay’ as 'written' \"here\"…", "“Quotes” — dashes – ‘stay’ as 'written' \"here\"…"),
        ("two  spaces\n and\ta line", "two spaces and a line"),
        ("« oui »", "« oui »"),
        ("so\u00adft\u200b \ud800\ufeff\x00\x1b[31m\u202eevil", "soft\u200b [31mevil"),
        ("e\u0301", "é"),
    ],
)
def test_marks_go_and_words_stay(written: str, read: str) -> None:
    assert plain(written) == read


def test_what_was_put_right_stays_as_it_is() -> None:
    for text in ("Never **say** `x` &amp; [y](z)", "a * b * c", "“q” — d"):
        assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "note", ["(142 characters)", " (148 chars).", "[120 Characters]", "(24 words)", "(~140 characters)"]
)
def test_a_note_on_a_texts_own_length_goes(note: str) -> None:
    assert prose(f"It pushes the limits {note}").rstrip(".") == "It pushes the limits"


def test_a_description_cut_in_mid_word_is_replaced_by_the_lede_that_continues_it() -> None:
    lede = "Skills let agents tune models, democratizing advanced training. Try it (142 characters)."
    found = story(digest(description="Skills let agents tune models, democratizing advanc", lede=lede))
    assert found.description == "Skills let agents tune models, democratizing advanced training. Try it."
    assert found.notes == ()


def test_the_lede_continues_it_whatever_its_quotes_and_spaces() -> None:
    lede = "It’s the “biggest”  change — so far, they say."
    assert story(digest(description='It\'s the "biggest" change - so f', lede=lede)).description == plain(lede)


def test_a_generators_dots_are_a_cut_too() -> None:
    found = story(
        digest(description="The team measured what it saved an...", lede="The team measured what it saved and lost.")
    )
    assert found.description == "The team measured what it saved and lost."


def test_a_whole_description_is_the_writers_choice_even_if_the_lede_goes_on() -> None:
    found = story(digest(description="It is fast.", lede="It is fast. It is also small."))
    assert found.description == "It is fast."


def test_a_cut_description_that_nothing_continues_loses_its_half_word_and_says_so() -> None:
    text = ("word " * 30)[:137] + "hal"
    found = story(digest(description=text, lede="Another thing."))
    assert len(text) == 140
    assert found.description.endswith("word…")
    assert found.description.removesuffix("…") in text
    assert "cut off after 140 characters" in found.notes[0]


def test_a_description_without_a_full_stop_is_no_cut_one() -> None:
    assert story(digest(description="Neo4j advances AI with graph tech", lede="Other.")).description == (
        "Neo4j advances AI with graph tech"
    )


def test_a_description_that_only_repeats_the_title_goes() -> None:
    found = story(digest(title="Tabs Beat Spaces!", description="tabs beat “spaces”", lede="It was close."))
    assert found.description == "It was close."
    assert story(digest(title="Tabs Beat Spaces!", description="Tabs beat spaces.")).description == ""


def test_a_description_that_begins_with_the_title_goes_on_without_it() -> None:
    found = story(
        digest(title="The Kettle That Waits", description="The kettle that waits: how one office saved its tea money.")
    )
    assert found.description == "How one office saved its tea money."


def test_the_lede_stands_in_for_a_description_and_the_first_sentence_for_the_lede() -> None:
    assert story(digest(lede="The lede.", opening="The opening.")).description == "The lede."
    assert story(digest(opening="The opening.")).description == "The opening."
    assert story(digest()).description == ""
    assert "first sentence stands in" in story(digest(opening="The opening.")).notes[0]


def test_a_title_made_of_marks_alone_stays_a_title() -> None:
    assert story(digest(title="**")).title == "**"


@pytest.mark.parametrize(
    "mark", ["[", "(", "*", "_", "`", "<", "&", "\\", "~", "“", "'", '"', "![", "[^", "<a", "&#", "_a", "**a", "[a]("]
)
def test_no_text_takes_long(mark: str) -> None:
    started = time.perf_counter()
    prose((mark + " ") * 20_000)
    prose((mark + "a") * 20_000)
    assert time.perf_counter() - started < 5

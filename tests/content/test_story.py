"""The words of a digest, repaired once."""

from __future__ import annotations

import pytest

from bot.content.story import story_of
from bot.text.repair import plain
from tests.formatter.cases import digest


def test_a_description_cut_in_mid_word_is_replaced_by_the_lede_that_continues_it() -> None:
    lede = "Skills let agents tune models, democratizing advanced training. Try it (142 characters)."
    found = story_of(digest(description="Skills let agents tune models, democratizing advanc", lede=lede))
    assert found.description == "Skills let agents tune models, democratizing advanced training. Try it."
    assert found.notes == ()


def test_the_lede_continues_it_whatever_its_quotes_and_spaces() -> None:
    lede = "It’s the “biggest”  change — so far, they say."
    assert story_of(digest(description='It\'s the "biggest" change - so f', lede=lede)).description == plain(lede)


def test_a_generators_dots_are_a_cut_too() -> None:
    found = story_of(
        digest(description="The team measured what it saved an...", lede="The team measured what it saved and lost.")
    )
    assert found.description == "The team measured what it saved and lost."


def test_a_whole_description_is_the_writers_choice_even_if_the_lede_goes_on() -> None:
    found = story_of(digest(description="It is fast.", lede="It is fast. It is also small."))
    assert found.description == "It is fast."


def test_a_cut_description_that_nothing_continues_loses_its_half_word_and_says_so() -> None:
    text = ("word " * 30)[:137] + "hal"
    found = story_of(digest(description=text, lede="Another thing."))
    assert len(text) == 140
    assert found.description.endswith("word…")
    assert found.description.removesuffix("…") in text
    assert "cut off after 140 characters" in found.notes[0]


def test_a_description_without_a_full_stop_is_no_cut_one() -> None:
    assert story_of(digest(description="Neo4j advances AI with graph tech", lede="Other.")).description == (
        "Neo4j advances AI with graph tech"
    )


def test_a_description_that_only_repeats_the_title_goes() -> None:
    found = story_of(digest(title="Tabs Beat Spaces!", description="tabs beat “spaces”", lede="It was close."))
    assert found.description == "It was close."
    assert story_of(digest(title="Tabs Beat Spaces!", description="Tabs beat spaces.")).description == ""


def test_a_description_that_begins_with_the_title_goes_on_without_it() -> None:
    found = story_of(
        digest(title="The Kettle That Waits", description="The kettle that waits: how one office saved its tea money.")
    )
    assert found.description == "How one office saved its tea money."


def test_the_lede_stands_in_for_a_description_and_the_first_sentence_for_the_lede() -> None:
    assert story_of(digest(lede="The lede.", paragraphs=("The opening.",))).description == "The lede."
    assert story_of(digest(paragraphs=("The opening.",))).description == "The opening."
    assert story_of(digest()).description == ""
    assert "first sentence stands in" in story_of(digest(paragraphs=("The opening.",))).notes[0]


def test_a_title_made_of_marks_alone_stays_a_title() -> None:
    assert story_of(digest(title="**")).title == "**"


def test_the_body_continues_a_description_that_wordpress_cut() -> None:
    for dots in ("[&hellip;]", "[…]", "[...]", "…"):
        found = story_of(
            digest(
                description=f"We moved our blog to a static site {dots}",
                paragraphs=("We moved our blog to a static site last week, and here is how. It was easy.",),
            )
        )
        assert found.description == "We moved our blog to a static site last week, and here is how."


def test_a_lede_of_the_same_letters_proves_that_a_description_is_whole() -> None:
    text = ("word " * 27) + "whole"
    assert len(text) == 140
    found = story_of(digest(description=text, lede=text))
    assert (found.description, found.notes) == (text, ())


def test_a_last_word_that_stands_whole_in_the_body_is_not_half() -> None:
    text = ("word " * 27) + "whole"
    found = story_of(digest(description=text, lede="Another.", words="It is whole now."))
    assert (found.description, found.notes) == (text, ())


def test_sentences_stand_in_up_to_the_length_of_a_description() -> None:
    one = "A first sentence says a little of what there is to say."
    found = story_of(digest(paragraphs=(f"{one} {one} {one} {one} {one}",)))
    assert found.description == f"{one} {one} {one}"
    assert found.stands_in


def test_what_announces_a_list_that_nobody_sees_stands_in_only_where_there_is_nothing_else() -> None:
    announced = "These are the boats that came to the harbour this year:"
    assert story_of(digest(paragraphs=(announced,))).description == f"{announced[:-1]}."
    assert (
        story_of(digest(paragraphs=("今年港に来た船は次のものだ：",), lang="ja")).description
        == "今年港に来た船は次のものだ。"
    )
    told = "The harbour was empty at noon."
    assert story_of(digest(paragraphs=(announced, told))).description == told


def test_a_first_sentence_that_is_the_title_again_does_not_stand_in() -> None:
    found = story_of(
        digest(title="Pump 4.2 is out", paragraphs=("Pump 4.2 is out.", "It is quieter than the old one."))
    )
    assert found.description == "It is quieter than the old one."


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("How it went | The Daily Digest", "How it went"),
        ("How it went - The Daily Digest", "How it went"),
        ("The Daily Digest", "The Daily Digest"),
        ("How it went | Part two", "How it went | Part two"),
        ("**Tom &amp; Jerry&#8217;s** `AI` [guide](https://x.dev)[^1]", "Tom & Jerry’s AI guide"),
        ("One - Two", "One – Two"),
    ],
)
def test_the_title_is_what_a_reader_should_see(title: str, shown: str) -> None:
    assert story_of(digest(title=title), "The Daily Digest").title == shown


def test_a_description_that_is_only_an_address_is_none() -> None:
    found = story_of(digest(description="https://example.com/a", lede="The lede."))
    assert found.description == "The lede."


def test_a_source_that_is_the_title_again_is_none() -> None:
    assert story_of(digest(title="Rust 2", source="Rust 2")).source == ""
    assert story_of(digest(title="Rust 2", source="The **Register**")).source == "The Register"


def test_a_cut_description_keeps_its_whole_sentences() -> None:
    whole = "Une formation de 30 minutes devient obligatoire pour tous les élèves du collège."
    found = story_of(digest(description=f"{whole} Les professeurs attendent la leur et dénon…", lang="fr"))
    assert found.description == whole


def test_a_cut_description_without_a_whole_sentence_gives_way_to_the_bodys_first() -> None:
    cut = "Die Bahn will mit einem eigenen Modell vorhersagen, wo Züge sich stauen, und so die Verspätungen um ein Fünf..."
    opening = "Seit Jahren klagen die Fahrgäste: Wer heute von Köln nach Berlin fährt, kommt in vier von zehn Fällen zu spät an."
    found = story_of(digest(description=cut, paragraphs=(opening,), lang="de"))
    assert (found.description, found.stands_in) == (opening, True)
    assert "cut off" in found.notes[0]
    assert story_of(digest(description=cut, lang="de")).description.endswith("um ein Fünf…")


def test_a_short_line_with_dots_is_its_writers_own() -> None:
    found = story_of(
        digest(description="And then the kettle spoke...", paragraphs=("It was a quiet day in the office.",))
    )
    assert found.description == "And then the kettle spoke…"


CUT_ANYWHERE = "A team of eleven, thirteen weeks, no meetings at all. Shipping went up, so did loneliness, and we brought exactly one meeting b"


def test_half_a_sentence_behind_a_whole_one_goes_whatever_its_length() -> None:
    story = story_of(digest(description=CUT_ANYWHERE, words="So we brought exactly one meeting back."))
    assert story.description == "A team of eleven, thirteen weeks, no meetings at all."


def test_half_a_sentence_is_ended_as_the_body_ends_it() -> None:
    whole = "Shipping went up, so did loneliness, and we brought exactly one meeting back."
    body = f"I deleted every meeting. {whole} It stays."
    story = story_of(digest(description=CUT_ANYWHERE, paragraphs=(body,), words=body))
    assert story.description == f"A team of eleven, thirteen weeks, no meetings at all. {whole}"


def test_a_last_sentence_that_only_lacks_its_full_stop_stays() -> None:
    own = "Six months with a split keyboard for three hundred euros, and two weeks of typing like a child. What I would do again"
    assert story_of(digest(description=own, words="I would do it again.")).description == own

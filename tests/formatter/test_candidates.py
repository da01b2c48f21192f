"""Which sentences of a body may be shown together, and which only where others stand before them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.story import story_of
from bot.formatter.candidates import candidates
from tests.formatter.cases import digest

HARBOUR = "The harbour of Whitby was empty at noon, for the first time since the war."
FERRY = "The ferry left without a crew and came back with a seal on the bridge."
CROWD = "Hundreds of people watched it from the old pier and forgot their lunch."


def texts(*paragraphs: str, **words: Any) -> list[str]:
    return [one.text for one in candidates(story_of(digest(paragraphs=paragraphs, **words)))]


def test_one_to_three_sentences_that_follow_each_other_are_candidates() -> None:
    found = texts(f"{HARBOUR} {FERRY} {CROWD}")
    assert f"{HARBOUR} {FERRY}" in found
    assert f"{HARBOUR} {FERRY} {CROWD}" in found
    assert f"{HARBOUR} {CROWD}" not in found


def test_a_further_section_is_offered_where_it_begins_with_a_number_that_is_not_shown() -> None:
    known = "In the summer the pier saw 40 boats, on 3 May as on any other day."
    new = "In the winter the pier saw 7 boats, and two of them had come by mistake."
    found = texts(HARBOUR, sections=(FERRY, known, f"{new} {CROWD} {FERRY}"), description="40 boats a day, in May.")
    assert f"{new} {CROWD}" in found
    assert not any(text.startswith((FERRY, known)) or text.count("\n") or text.endswith(FERRY) for text in found)


def test_another_paragraph_stands_below_an_empty_line() -> None:
    assert f"{HARBOUR}\n\n{FERRY}" in texts(HARBOUR, FERRY)


def test_a_long_text_does_not_go_on_into_another_paragraph() -> None:
    assert not any(CROWD in text and HARBOUR in text for text in texts(f"{HARBOUR} {FERRY} {FERRY}", CROWD))


def test_no_candidate_begins_with_a_word_that_leans_on_the_sentence_before_it() -> None:
    assert not any(text.startswith("But") for text in texts(f"{HARBOUR} But nobody had told the gulls of it at all."))


def test_a_thing_that_the_title_names_may_be_called_by_its_kind() -> None:
    leaning = "This ferry of the old line crosses the bay in eleven minutes."
    assert not any(text.startswith("This") for text in texts(HARBOUR, leaning, title="A Quiet Noon"))
    assert leaning in texts(HARBOUR, leaning, title="A Ferry Without a Crew")
    other = "This approach makes ferries safer than they ever were."
    assert other not in texts(HARBOUR, other, title="A Ferry Without a Crew")


def test_no_candidate_ends_with_a_question_whose_answer_follows() -> None:
    asked = "What did the seal do on the bridge of the ferry all day?"
    found = texts(f"{HARBOUR} {asked} {FERRY}")
    assert not any(text.endswith("?") for text in found)
    assert f"{asked} {FERRY}" in found


def test_a_few_words_that_only_ask_for_what_follows_are_no_beginning() -> None:
    assert not any(text.startswith("What happened") for text in texts(HARBOUR, f"What happened? {FERRY}"))


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("The catch?", "en"),
        ("Whitby's trick?", "en"),
        ("Der Haken?", "de"),
        ("Le secret ?", "fr"),
        ("¿El truco?", "es"),
    ],
)
def test_a_few_words_that_ask_stand_with_their_answer_and_neither_alone(asked: str, lang: str) -> None:
    found = texts(f"{asked} {FERRY} {CROWD}", lang=lang)
    assert f"{asked} {FERRY}" in found
    assert asked not in found
    assert not any(text.startswith(FERRY) for text in found)


def test_the_answer_of_a_single_word_does_not_stand_alone() -> None:
    assert not any(FERRY in text for text in texts(f"{HARBOUR} Cost? {FERRY}") if not text.startswith(HARBOUR))


def test_a_short_paragraph_goes_on_into_the_turn_that_follows_it() -> None:
    found = texts("The pump worked for a day.", "But it had drowned the mayor's roses.")
    assert "The pump worked for a day.\n\nBut it had drowned the mayor's roses." in found


def test_a_text_does_not_end_where_the_next_sentence_is_what_it_leads_up_to() -> None:
    waiting = "That sounds like one harbour."
    found = texts(f"{HARBOUR} {waiting} {FERRY}")
    assert f"{HARBOUR} {waiting} {FERRY}" in found
    assert f"{HARBOUR} {waiting}" not in found


@pytest.mark.parametrize(
    ("link", "lang"),
    [
        ("But ", "en"),
        ("However, ", "en"),
        ("And yet, ", "en"),
        ("Mais ", "fr"),
        ("Pero ", "es"),
        ("Но ", "ru"),
        ("Men ", "sv"),
    ],
)
def test_a_paragraph_does_without_the_word_that_ties_it_to_the_one_before(link: str, lang: str) -> None:
    before = f"{HARBOUR} {FERRY} {CROWD}"
    assert CROWD in texts(before, f"{link}{CROWD}", lang=lang)[-1:]
    assert not any(one.startswith("It") for one in texts(before, f"{link}it came back at night.", lang=lang))


@pytest.mark.parametrize("hook", ["Tired of crowds?", "Imagine a pier."])
def test_a_hook_may_be_short(hook: str) -> None:
    assert f"{hook} {FERRY}" in texts(f"{hook} {FERRY}")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Download the maps from the harbour's page and print them before you leave.", "en"),
        ("Try it on your own pier, with a friend who holds the rope.", "en"),
        ("If you like the harbour and want it to stay, you can donate to its friends.", "en"),
        ("To listen to the seal at night, download the file of thirteen minutes.", "en"),
        ("Please let us know what you think of the new pier.", "en"),
        ("See the logbook of the pilots for the names of all boats.", "en"),
        ("You can read the whole logbook in the house of the pilots.", "en"),
        ("Ladet die Karten von der Seite des Hafens und druckt sie vor der Reise.", "de"),
        ("Téléchargez les cartes du port avant de partir en mer.", "fr"),
        ("Скачайте карты гавани и распечатайте их до отъезда.", "ru"),
    ],
)
def test_what_only_asks_to_act_stands_nowhere(text: str, lang: str) -> None:
    assert not any(text in found for found in texts(f"{text} {HARBOUR} {text}", lang=lang))


def test_no_candidate_begins_with_a_greeting_however_long() -> None:
    greeting = "Hello all, and welcome to the eleven people who joined us in August."
    assert not any(text.startswith("Hello") for text in texts(f"{greeting} {HARBOUR}", FERRY))


def test_a_cry_of_a_few_words_is_no_beginning() -> None:
    assert not any(text.startswith("Ferry") for text in texts(f"Ferry alert! {FERRY}"))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Three years ago, I wrote a post about the seal on the bridge.", "en"),
        ("In the above example, the ferry takes nine hours to the island.", "en"),
        ("But enough of seals, so let's get started with the pier.", "en"),
        ("The logbook of the pilots can be seen in the picture that stands below.", "en"),
        ("In yesterday's post, we talked about the ferry and its crew.", "en"),
        ("At the end of the previous blog, I mentioned the seal on the bridge.", "en"),
        ("The header image shows the seal as drawn by Rosemary.", "en"),
        ("The Pier section describes how the old pier was built in the war.", "en"),
        ("The following is an excerpt from a book about the harbour.", "en"),
        ("A big thank you to all who came and watched the seal!", "en"),
    ],
)
def test_what_speaks_of_its_own_page_or_of_an_earlier_one_is_no_beginning_even_where_it_stands_first(
    text: str, lang: str
) -> None:
    assert not any(found.startswith(text) for found in texts(f"{text} {HARBOUR} {FERRY}", lang=lang))


def test_a_word_within_another_does_not_speak_of_the_page() -> None:
    long = "DeepSeek于1月20日发布V4模型，上下文长度达到100万字，价格只有上一代的一半。"
    assert long in texts(long, lang="zh")


def test_a_list_stays_whole_however_its_items_end() -> None:
    asked = "Two questions come up fast in any harbour:\n• How deep is it?\n• Who pays for it. Nobody?"
    assert asked in texts(asked)
    assert not any(asked[:-10] in text and asked not in text for text in texts(asked))


def test_no_candidate_begins_with_an_aside() -> None:
    aside = "(You could also take the bus, but the ferry is faster and has a bar.)"
    assert texts(aside, FERRY) == texts(FERRY)

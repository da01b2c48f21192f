"""A card never says once more what its title or the text above it says."""

from __future__ import annotations

import pytest

from bot.formatter import compose
from tests.formatter.cases import digest, target

FERRY = "The ferry takes two hours and five minutes, and for the last forty of them I could not see the bow."
ISLAND = "Suðuroy has 4,600 people, two supermarkets and cliffs that drop 470 metres straight into the Atlantic."


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Four days on Suðuroy, three of them in fog", "Four days on Suðuroy, three in fog"),
        ("Link: Four days on Suðuroy", "Four days on Suðuroy"),
        ("Four days on Suðuroy in fog", "Four days on Suðuroy in fog, by Dana Whitlock."),
        ("Suðuroy walkers: September", "News from Suðuroy walkers"),
    ],
)
def test_a_description_that_says_the_title_again_is_replaced_by_what_the_text_does_not_say(
    title: str, description: str
) -> None:
    draft = compose(digest(title=title, description=description, paragraphs=(FERRY, ISLAND)), target("bluesky"), None)
    assert draft.card is not None
    assert draft.text in {FERRY, ISLAND}
    assert {draft.text, draft.card.description} == {FERRY, ISLAND}


def test_where_the_text_says_all_that_there_is_the_card_has_its_title_alone() -> None:
    of = digest(title="Pump 4.2 released", description="Version 4.2 of Pump has been released.", paragraphs=(FERRY,))
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert (draft.text, draft.card.description) == (FERRY, "")


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Bilbao tests buses without drivers", "Bilbao tests 14 buses without drivers from 2027."),
        ("Tides without the network", "Release notes for tidemark, the small command-line tide table."),
        ("Weeknotes 12", "Notes from a week in Lisbon"),
    ],
)
def test_a_description_that_adds_a_number_or_a_thing_stays(title: str, description: str) -> None:
    draft = compose(digest(title=title, description=description, paragraphs=(FERRY, ISLAND)), target("bluesky"), None)
    assert draft.card is not None
    assert draft.card.description == description


def test_a_greeting_is_no_description_of_a_card() -> None:
    greeting = "Hello all, and welcome to the eleven people who joined us. It rained in August."
    of = digest(title="Pump 4.2 released", description="Pump 4.2 is released.", paragraphs=(greeting, FERRY, ISLAND))
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert {draft.text, draft.card.description} == {FERRY, ISLAND}


def test_a_card_without_a_description_begins_behind_the_greeting() -> None:
    quiet = "The road to the lighthouse is closed for goats until the middle of spring."
    of = digest(title="A slow week", paragraphs=("Hello everyone!", quiet, f"{FERRY} {ISLAND}"))
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert quiet not in draft.text
    assert draft.card.description.startswith(quiet)


def test_the_lede_stands_on_the_card_where_the_description_only_says_the_title() -> None:
    of = digest(title="Bees teach bees", description="About bees that teach bees.", lede=ISLAND, paragraphs=(FERRY,))
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert (draft.text, draft.card.description) == (FERRY, ISLAND)


def test_a_digest_of_one_sentence_has_it_on_the_card_as_its_page_would() -> None:
    draft = compose(digest(title="Sunday, 7:40", paragraphs=(FERRY,)), target("bluesky"), None)
    assert draft.card is not None
    assert (draft.text, draft.card.description) == ("Sunday, 7:40", FERRY)


def test_a_german_noun_is_no_name_that_a_description_adds() -> None:
    of = digest(
        title="KI-Update: Aleph Alpha veröffentlicht Pharia-3", lang="de",
        description="Aleph Alpha veröffentlicht sein neues Modell Pharia-3.",
        paragraphs=("Auf vier Karten läuft alles, was Hessen ab Januar mit 2.000 Plätzen ausprobieren will.",),
    )  # fmt: skip
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert draft.card.description == ""


def test_a_short_line_without_a_stop_is_no_cut_description() -> None:
    body = "A field guide to postcodes of the north, and why Dana Whitlock walked every one of them."
    draft = compose(
        digest(description="A field guide to postcodes", paragraphs=(body, ISLAND)), target("bluesky"), None
    )
    assert draft.card is not None
    assert draft.card.description == "A field guide to postcodes"


def test_a_card_without_a_description_neither_calls_nor_speaks_of_another_post() -> None:
    calls = "Please see the blog posts of May for all details of the ferry."
    of = digest(title="Two goats", paragraphs=(f"{calls} {ISLAND} {FERRY}",))
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert calls not in draft.card.description + draft.text


def test_no_sentence_goes_on_behind_a_list() -> None:
    of = digest(title="Patches", paragraphs=(ISLAND, "Get them here:\n• v3.7.1\n• v3.6.14", FERRY))
    draft = compose(of, target("bluesky"), None)
    assert draft.card is not None
    assert "•" not in draft.card.description

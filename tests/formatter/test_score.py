"""What makes one text worth more than another that stands next to it."""

from __future__ import annotations

import pytest

from bot.content.story import story_of
from bot.formatter.candidates import Candidate
from bot.formatter.opening import opening_of
from bot.formatter.score import WEIGHTS, Shown
from bot.formatter.telling import Manner, tells_again
from tests.formatter.cases import digest

MUCH = 0.2
"""Points that no single word makes up for."""
TITLE = "Kettle Works Integrates Steam Into Heating"
DESCRIPTION = "Kettle Works advances heating with steam."


def best(*sentences: str, title: str = TITLE, description: str = DESCRIPTION) -> str:
    """The opening of a body of these sentences, each a paragraph of its own, so that none of them stands better."""
    first = (
        "Every kettle of the works is written about below, in an order that nobody has chosen, said the foreman of it"
    )
    first += " on a long and quiet evening of the year in which the works were closed."
    return opening_of(story_of(digest(title=title, description=description, paragraphs=(first, *sentences)))).text


def worth(text: str, title: str = TITLE, description: str = DESCRIPTION) -> float:
    story = story_of(digest(title=title, description=description))
    return Shown.beside(story, title, description).worth(Candidate((text,), 0, text))


def test_every_weight_has_a_reason() -> None:
    assert all(weight.reason and weight.points for weight in WEIGHTS.values())


def test_a_sentence_with_a_number_is_worth_more_than_the_same_without() -> None:
    counted = worth("The pump now sleeps for 14 hours in every winter night.")
    assert counted > MUCH + worth("The pump now sleeps for many hours in every winter night.")


def test_a_name_is_worth_more_than_an_abstract_noun() -> None:
    assert worth("A pipe from the boiler reaches the school in Tromsø and its pool.") > worth(
        "A pipe from the boiler reaches the school in the town and its pool."
    )


def test_whom_the_digest_is_about_is_said_where_nothing_that_is_shown_says_it() -> None:
    of = digest(title="Steam integrates into heating", description="The baker of Tromsø heats a school with it.")
    text = "In Tromsø the boiler of a baker heats a school and its pool."
    other = "In Bergen the boiler of a baker heats a school and its pool."
    below_title = Shown.beside(story_of(of), of.title)
    above_card = Shown.beside(story_of(of), of.title, "The baker of Tromsø heats a school with it.")
    assert below_title.worth(Candidate((text,), 0, text)) > MUCH + below_title.worth(Candidate((other,), 0, other))
    assert above_card.worth(Candidate((text,), 0, text)) < above_card.worth(Candidate((other,), 0, other))


def test_a_number_that_the_title_has_is_none_even_when_it_is_rounded() -> None:
    title, told = (
        "Steam Saves 84% of the Gas",
        "The works say that 84.1% of what they burnt before is no longer needed.",
    )
    fresh = "The works say that 31.5% of what they burnt before is no longer needed."
    assert worth(told, title=title) < worth(fresh, title=title)


def test_the_concrete_sentence_wins_over_the_abstract_one_next_to_it() -> None:
    abstract = "Steam is seen as essential for providing warmth, enabling offices to work effectively in winter."
    concrete = "The first boiler went to a school in Tromsø, which now heats 40 rooms with it."
    assert best(abstract, concrete) == concrete
    assert best(concrete, abstract) == concrete


def test_what_says_the_card_again_in_other_words_loses() -> None:
    again = "Kettle Works in Bergen is pushing the integration of steam into heating, without which it sees no advance."
    other = "The baker of a small town next to it has paid for no gas since the spring of the year."
    assert worth(again) < worth(other)


def test_a_contrast_is_worth_more() -> None:
    turned = worth("The old boiler was not mended but sold to a museum of the north.")
    assert turned > MUCH + worth("The old boiler was mended and then sold to a museum of the north.")


@pytest.mark.parametrize(
    ("said", "doubted", "lang"),
    [
        (
            "“We heat forty rooms with it”, says the teacher.",
            "The “green boiler” heats forty rooms, says the teacher.",
            "en",
        ),
        ("« On chauffe pour la classe », dit le maître.", "Le « poêle » chauffe toute la classe, dit le maître.", "fr"),
        ("老师说：“我们用它烧热了四十个教室。”", "老师说，这个“锅炉”烧热了四十个教室。", "zh"),
    ],
)
def test_somebody_speaks_only_in_more_than_a_word_or_two(said: str, doubted: str, lang: str) -> None:
    assert Manner.of(said, lang).quotes
    assert not Manner.of(doubted, lang).quotes


def test_no_text_goes_on_into_a_paragraph_that_it_leaves_unfinished() -> None:
    first = "In March we closed 214 issues of the boiler and opened none, for the first time since 2021."
    story = story_of(
        digest(
            title="What the works did",
            description="Changes of the works.",
            paragraphs=(
                first,
                "The pump got four times faster. It had counted every drop twice, "
                + "once for the boiler and once for the roof, " * 4
                + ".",
            ),
        )
    )
    assert opening_of(story).text == first


def test_praise_that_fits_any_text_counts_against_it() -> None:
    assert worth("The boiler represents a significant step for the towns of the north.") < worth(
        "The boiler hangs from a crane above the harbour of a town in the north."
    )


def test_a_text_tells_again_what_all_its_words_say_already() -> None:
    assert tells_again("Kettle Works advances heating.", TITLE, DESCRIPTION, lang="en") == 1
    assert tells_again("A seal slept on the warm roof all winter.", TITLE, DESCRIPTION, lang="en") == 0


def test_a_nod_is_no_answer() -> None:
    asked = "Have you ever heated a school with nothing but the steam of a brewery next door?"
    nod, answer = "Yes, we too.", "The brewery in Voss does it with a pipe of copper."
    story = story_of(digest(title=TITLE, description=DESCRIPTION))
    shown = Shown.beside(story, TITLE, DESCRIPTION)

    def answered(follows: str) -> bool:
        features = dict(shown.features(Candidate((asked, follows), 0, f"{asked} {follows}")))
        return bool(features["answered"])

    assert answered(answer)
    assert not answered(nod)


def test_praise_with_a_number_of_its_own_fits_no_other_text() -> None:
    counted = "The boiler represents a significant step for 14 towns of the north."
    assert worth(counted) > 1 + worth("The boiler represents a significant step for the towns of the north.")


def test_a_beginning_that_would_begin_any_text_gives_way() -> None:
    trite = "Tired of cold rooms that never get warm before the end of a long day?"
    assert worth(trite) < worth("Ever sat in a cold room that never gets warm before the end of a long day?")


def at(start: int, *paragraphs: str) -> float:
    """The worth of one of a body's sentences, each a paragraph of its own."""
    story = story_of(digest(title=TITLE, description=DESCRIPTION, paragraphs=paragraphs))
    return Shown.beside(story, TITLE, DESCRIPTION).worth(Candidate((paragraphs[start],), start, paragraphs[start]))


def test_a_beginning_counts_where_it_is_not_the_title_once_more() -> None:
    own = "My neighbour has not bought any coal since the spring of last year."
    again = "Kettle Works integrates its steam into the heating of many a town."
    gained = at(0, own, own) - at(1, own, own)
    assert gained > MUCH + at(0, again, again) - at(1, again, again)


def test_a_name_that_only_the_body_explains_counts_less() -> None:
    told = "On Sundays the coffee is made by Bergström with water from the boiler."
    met = "The foreman is Nils Bergström, who has slept above the boiler since the spring."
    other = "The foreman is Nils Sandberg, who has slept above the boiler since the spring."
    assert at(1, met, told) < at(1, other, told)


def test_a_table_of_numbers_is_no_news() -> None:
    listed = "The mix is 250 grams of flour, 175 of water, 60 of sugar, 35 of butter and 20 of salt."
    counted = "The mix is made of flour, water, sugar, butter and salt, and it took 35 evenings."
    assert worth(listed) < worth(counted)


def test_a_hook_may_tell_the_title_after_it() -> None:
    told = "Kettle Works integrates its steam into heating, with pipes under the pier that a plumber drew on a napkin."
    hook = f"Imagine a winter without any coal: {told}"
    story = story_of(digest(title=TITLE, description=DESCRIPTION))
    shown = Shown.beside(story, TITLE, DESCRIPTION)
    features = dict(shown.features(Candidate((hook,), 0, hook)))
    assert features["begins"] == 1
    assert "first said again" not in features
    assert dict(shown.features(Candidate((told,), 0, told)))["first said again"] > 0

"""Nothing that a post says stands in it twice."""

from __future__ import annotations

from typing import Any

from bot.formatter import compose
from tests.formatter.cases import digest, target


def text_of(name: str, *, both: bool = False, **words: Any) -> str:
    """The post's words alone; ``both``: of a target that wants the description below the title, whatever else there is."""
    draft = compose(digest(**words), target(name, **({"text": "both"} if both else {})), None)
    return "\n\n".join(part for part in draft.text.split("\n\n") if not part.startswith(("#", "http")))


RUN = {
    "title": "Why I write by hand again",
    "description": "After fifteen years at a keyboard I bought a notebook in a small shop, and something changed.",
}


def test_a_third_line_has_no_words_in_a_row_that_the_description_has() -> None:
    body = ("Half a year ago I bought a notebook in a small shop near the station and went home with it.",)
    assert text_of("x", both=True, **RUN, paragraphs=body) == f"{RUN['title']}\n\n{RUN['description']}"


def test_a_third_line_that_says_something_else_is_added() -> None:
    body = "In the first month I filled forty pages, more than in the whole year before on any screen."
    assert text_of("x", both=True, **RUN, paragraphs=(body,)).endswith(body)


def test_a_third_line_is_not_torn_from_the_middle_of_a_paragraph() -> None:
    first = "Half a year ago I bought a notebook in a small shop near the station and carried it home through the rain."
    second = "A stranger on the tram showed me letters that nobody had opened since the summer of the flood."
    assert (
        text_of("x", both=True, **RUN, paragraphs=(f"{first} {second}",)) == f"{RUN['title']}\n\n{RUN['description']}"
    )
    assert text_of("x", both=True, **RUN, paragraphs=(first, second)).endswith(second)


def test_a_description_with_the_titles_number_gives_way_to_the_body() -> None:
    words = {
        "title": "I baked 24 loaves to settle the question",
        "description": "Twenty-four loaves, some blind tasters and a result that nobody will like.",
        "paragraphs": ("The loaf with rye won by 7.8 points, and the one without any salt came last of all.",),
    }
    assert text_of("x", **words) == f"{words['title']}\n\n{words['paragraphs'][0]}"


def test_a_description_that_tells_the_titles_news_stands_alone_where_the_body_has_nothing() -> None:
    title = "NSF Funds $20M AI Research Institute for Trustworthy AI Assistants"
    description = "NSF awards $20M to a Brown-led institute for trustworthy, context-aware assistants in mental health."
    assert text_of("x", title=title, description=description) == description


def test_a_description_with_names_of_its_own_stands_below_the_title() -> None:
    title = "Yann LeCun Bets on World Models, Declares LLMs a 'Dead End'"
    description = "Turing Award winner Yann LeCun leaves Meta to pursue world models, arguing LLMs are a dead end for true AI advancement."
    assert text_of("x", title=title, description=description) == f"{title}\n\n{description}"


def test_a_line_that_stands_in_is_the_text_and_the_title_stands_on_the_card_alone() -> None:
    said = "An index that nobody had asked for made our busiest page nine times faster"
    draft = compose(digest(title="Two Lines of SQL", paragraphs=(said,)), target("bluesky"), None)
    assert draft.text == said
    assert draft.card is not None
    assert (draft.card.title, draft.card.description) == ("Two Lines of SQL", "")

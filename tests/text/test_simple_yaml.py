"""Front matter that is read without a parser says what the parser would have said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.bounded_yaml import Unread, load, load_as_written
from bot.text.simple_yaml import simple_table
from tests.thorough import times

SIGNS = [
    *"\"'[]{}#&*!|>%@`\\:,-?<=._/(+ ~",
    "\n",
    "\t",
    "\x85",
    "\u2028",
    "\xa0",
    "\ufeff",
    "\ud7ff",
    "\x07",
    ": ",
    " #",
    "- ",
    "''",
]
WORDS = [
    "a",
    "it's",
    "null",
    "Null",
    "no",
    "1.10",
    "12:30",
    "2025-11-05T09:30:00Z",
    "https://a.b/c?d=e",
    "é",
    "日本",
    "😀",
    "²",
    "C++",
]
VALUE = st.lists(st.sampled_from(SIGNS + WORDS), max_size=5).map("".join)
LINE = st.one_of(
    st.builds(
        "{}:{}{}".format,
        st.sampled_from(["title", "tags", "a-b", "null", "é", "k"]),
        st.sampled_from(["", " ", "  "]),
        VALUE,
    ),
    st.builds("{}- {}".format, st.sampled_from(["", "  ", "    "]), VALUE),
    st.builds("k: [{}]".format, st.lists(VALUE, max_size=3).map(", ".join)),
    VALUE,
)


@settings(max_examples=times(500, 3000), deadline=None)
@given(st.lists(LINE, min_size=1, max_size=4).map("\n".join))
def test_what_is_read_without_a_parser_is_what_the_parser_says(text: str) -> None:
    """Order, nothing and repeated names included."""
    table = simple_table(text)
    if table is not None:
        loaded = load_as_written(text)
        assert list(table.items()) == list(loaded.value.items())
        assert not loaded.repeated


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (
            'title: "A: b"\ndate: 2025-11-05T09:30:00Z\ndraft: false\n',
            {"title": "A: b", "date": "2025-11-05T09:30:00Z", "draft": "false"},
        ),
        ("tags: [AI, 'it is', \"c, d\"]\nempty:\n", {"tags": ["AI", "it is", "c, d"], "empty": None}),
        ("tags:\n  - one\n  - two words\n\nlang: de  \n", {"tags": ["one", "two words"], "lang": "de"}),
    ],
)
def test_what_most_front_matter_is_made_of_needs_no_parser(text: str, table: dict[str, object]) -> None:
    assert simple_table(text) == load(text).value == table


@pytest.mark.parametrize(
    "text",
    [
        "a: b\na: c\n",
        "a: b # c\n",
        "a: |\n  b\n",
        "a: &x b\n",
        'a: "\\u00e9"\n',
        "a: 'it''s'\n",
        "a: b\n  c\n",
        "a: b: c\n",
        "",
        "null: a\n",
    ],
)
def test_whatever_means_more_is_left_to_the_parser(text: str) -> None:
    assert simple_table(text) is None


def test_a_long_line_takes_no_longer_than_its_length() -> None:
    """Spaces and colons without end are what would make a pattern try again and again."""
    for text in (
        "a: " + " b" * 200_000 + "#",
        "a: " + "b:c" * 100_000 + ": ",
        "a: [" + "b, " * 100_000,
        "a: " + " " * 300_000 + "\x00",
    ):
        assert simple_table(text) is None
        with pytest.raises(Unread):
            load(f"{text}\n\x01: [")

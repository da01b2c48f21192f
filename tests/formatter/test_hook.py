"""Which first words of the owner's program may be posted."""

from __future__ import annotations

import pytest

from bot.formatter import compose
from bot.formatter.hook import line_of, problem_of, request_for, room_for
from bot.model import Override
from tests.formatter.cases import digest, target

OF = digest(
    title="KAIST halves the cost",
    description="A team at KAIST runs services on personal GPUs, 67% cheaper.",
    paragraphs=("Tired of bills? Prof. Kim's laptops did the work of 14 servers in Daejeon.",),
    words="Tired of bills? Prof. Kim's laptops did the work of 14 servers in Daejeon.",
    lang="en",
)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Your laptop may be the next data centre, for 67% less.", None),
        ("Prof. Kim needed 14 laptops and no cloud.", None),
        ("Prof. Kim's laptops replaced 14 servers and no cloud was asked.", None),
        ("It is 68% cheaper than any cloud.", "the number 68 does not stand in the digest"),
        ("Even Stanford could not do this.", "the name Stanford does not stand in the digest"),
        ("Read it at https://evil.example now.", "it holds an address"),
        ("Ask @kim about the laptops in question.", 'it holds a "@"'),
        ("The laptops are here, at last #GPU", 'it holds a "#"'),
        ("A team at KAIST runs services on personal GPUs.", "it says what title and description say"),
        ("Long words " * 40, "of 300"),
        ("…", "it says nothing"),
        ("The laptops \ufffd\ufffd are cheaper at last.", "it is not UTF-8"),
    ],
)
def test_a_line_says_only_what_the_digest_says(line: str, problem: str | None) -> None:
    found = problem_of(line, OF, target("bluesky"))
    if problem is None:
        assert found is None
    else:
        assert found is not None
        assert problem in found


def test_the_program_is_told_what_there_is_and_how_much_room() -> None:
    asked = request_for(OF, target("x"))
    assert set(asked) == {"title", "description", "opening", "body", "platform", "room", "language"}
    assert (asked["platform"], asked["language"], asked["room"]) == ("x", "en", room_for(target("x")))
    assert room_for(target("x")) < room_for(target("x", mode="text")) == 280
    assert asked["opening"] == OF.paragraphs[0]


def test_one_line_is_one_line() -> None:
    assert line_of("Words.\n") == ("Words.", None)
    assert line_of("\n\n")[1] == "it wrote nothing"
    assert line_of("A **bold** word in `code`.\n") == ("A bold word in code.", None)
    assert line_of("A [word](https://evil.example).\n")[0] == "A [word](https://evil.example)."
    assert line_of("One.\nTwo.\n") == ("One.", "it wrote 2 lines instead of one")


def test_the_hook_is_the_first_line_and_the_authors_goes_before() -> None:
    line = "Your laptop may be the next data centre."
    for name in ("bluesky", "x"):
        assert compose(OF, target(name), None, line).text.split("\n")[0] == line
        own = digest(description="Why.", override=Override(hook="Mine *first*."))
        assert compose(own, target(name), None, line).text.split("\n")[0] == "Mine first."

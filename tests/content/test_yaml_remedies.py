"""A front matter that is no YAML is answered with the line as it should stand, and that line is read."""

from __future__ import annotations

import pytest

from bot.content import read
from bot.errors import DigestError
from tests.reading import parse

MENDED = [
    ('title: "Bad" yaml"', "put the value in quotes: title: 'Bad\" yaml'"),
    ('title: "One" of many', "put the value in quotes: title: '\"One\" of many'"),
    ("title: 'It's here'", 'put the value in quotes: title: "It\'s here"'),
    ("title: Rust: a tale", 'put the value in quotes: title: "Rust: a tale"'),
    ("title: “Rust”: a tale", 'put the value in quotes: title: "“Rust”: a tale"'),
    ("title: @alice", 'put the value in quotes: title: "@alice"'),
    ("title: *star*", 'put the value in quotes: title: "*star*"'),
    ("title: !Important news", 'put the value in quotes: title: "!Important news"'),
    ("title: 100% - or %", None),
    ('title: C:\\new: "x"', "put the value in quotes: title: 'C:\\new: \"x\"'"),
]


def refusal(text: str, tmp_path) -> str:
    settings = parse({"site": "https://blog.example"}, None, tmp_path)
    file = tmp_path / "a.md"
    file.write_text(f"---\n{text}\n---\nText.\n", encoding="utf-8")
    try:
        read(file, settings)
    except DigestError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("line", "remedy"), MENDED)
def test_the_remedy_is_a_line_that_is_read(line: str, remedy: str | None, tmp_path) -> None:
    """Whoever puts it there has mended the file."""
    said = refusal(line, tmp_path)
    if remedy is None:
        assert said == ""
        return
    assert said.endswith(f"; {remedy}")
    assert refusal(remedy.removeprefix("put the value in quotes: "), tmp_path) == ""


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("\ttitle: x", "indent with spaces, not tabs"),
        ("title: x\ntags:\n\t- a", "indent with spaces, not tabs"),
        ("title: x\n\tlang: en", "indent with spaces, not tabs"),
        ('title: "Never closed\nlang: en', "close the quote that opens in line 2"),
        ("title: x\ntags: [a, b", "close the bracket that opens in line 3, or put the value in quotes"),
        ("title: x\n  lang: en", "take the blanks away that stand before it: lang: en"),
        ('title: "C:\\quux"', "write each backslash twice, or put the value in single quotes"),
        ("title: !ruby/object x", "take the tag (the word that begins with !) away"),
    ],
)
def test_what_no_line_can_show_is_said(text: str, remedy: str, tmp_path) -> None:
    assert refusal(text, tmp_path).endswith(f"; {remedy}")

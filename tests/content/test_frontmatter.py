"""Front matter is read as it was written, in three languages; hostile front matter is refused in no time."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from bot.content.file import HEAD_BYTES
from bot.errors import DigestError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.content.conftest import Desk

FORMATS = {
    "yaml": '---\ntitle: "Hello: world"\ntags: [a, b]\ndraft: true\npubDatetime: 2025-11-05T09:30:00Z\n---\nBody.\n',
    "toml": '+++\ntitle = "Hello: world"\ntags = ["a", "b"]\ndraft = true\npubDatetime = 2025-11-05T09:30:00Z\n+++\nBody.\n',
    "json": '{"title": "Hello: world", "tags": ["a", "b"], "draft": true, "pubDatetime": "2025-11-05T09:30:00Z"}\nBody.\n',
    "json over lines": '{\n  "title": "Hello: world",\n  "tags": ["a", "b"], "x": {\n}\n, "draft": true,\n "pubDatetime": "2025-11-05T09:30:00Z"\n}\n\nBody.\n',
}


@pytest.mark.parametrize("text", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_yaml_toml_and_json_say_the_same(desk: Desk, text: str, ends: str, mark: str) -> None:
    """Whatever the line ends, with and without a byte order mark."""
    digest = desk.read(mark + text.replace("\n", ends))
    assert (digest.title, digest.tags, digest.draft, digest.paragraphs) == (
        "Hello: world",
        ("a", "b"),
        True,
        ("Body.",),
    )
    assert str(digest.published_at) == "2025-11-05 09:30:00+00:00"


@pytest.mark.parametrize(
    ("written", "title"),
    [("1.10", "1.10"), ("007", "007"), ("12:30", "12:30"), ("Yes", "Yes"), ("2025-11-05", "2025-11-05"), ("0x1F", "0x1F"),
     ("1_000", "1_000"), ("!!str 5", "5"), ("|\n  two\n  lines", "two lines"), ('"a\\tb\\u0007c"', "a b c"),
     ("'  padded  '", "padded"), ("Ünïcödé 🎉", "Ünïcödé 🎉"), ("C'est vrai\u00a0!", "C'est vrai\u00a0!")],
)  # fmt: skip
def test_a_title_is_the_text_that_was_written(desk: Desk, written: str, title: str) -> None:
    """YAML would make numbers, times and flags of some titles."""
    assert desk.front(f"title: {written}").title == title


@pytest.mark.parametrize("title", ["2025", "3.5", "true"])
def test_a_title_may_be_a_number_in_toml_and_json(desk: Desk, title: str) -> None:
    assert desk.read(f"+++\ntitle = {title}\n+++\n").title == title
    assert desk.read(f'{{"title": {title}}}\n').title == title


def test_half_a_character_in_json_does_not_survive(desk: Desk) -> None:
    """A lone surrogate can be written in JSON, and could be neither sent nor stored."""
    assert desk.read('{"title": "a \\ud83d b", "x": ["\\udc00"]}').title == "a ? b"
    assert desk.read('{"title": "a \\ud83d\\ude00 b"}').title == "a 😀 b"


def test_tags_of_yaml_are_read_and_tags_of_python_are_not(desk: Desk) -> None:
    """`!!timestamp` is a date; `!!python/object/apply` is refused, and nothing is run."""
    assert str(desk.front("pubDatetime: !!timestamp 2025-11-05").published_at) == "2025-11-05 00:00:00+00:00"
    assert (
        str(desk.front("pubDatetime: !!timestamp '2025-11-05 10:00:00 +1'").published_at) == "2025-11-05 09:00:00+00:00"
    )
    with pytest.raises(DigestError, match=r"line 3: .*!!python|python/object.*take the tag"):
        desk.front("x: !!python/object/apply:os.system ['touch pwned']")
    with pytest.raises(DigestError, match="take the tag"):
        desk.front("x: !custom 1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Just text.\n", "has no front matter; begin the file with"),
        ("", "has no front matter"),
        ("---\ntitle: a\n\nBody without an end.\n", "its front matter does not end; add a line ---"),
        ("+++\ntitle = 'a'\n", "its front matter does not end; add a line +++"),
        ("---\ntitle: Why: because\n---\n", 'line 2: mapping values are not allowed in this context); put the value in quotes: title: "Why: because"'),
        ("---\ntitle: a\n\tx: b\n---\n", "indent with spaces, not tabs"),
        ("---\ntitle: a\ntags:\n\t- b\n---\n", "indent with spaces, not tabs"),
        ("---\ntitle: 'It's here'\n---\n", 'put the value in quotes: title: "It\'s here"'),
        ("---\ntitle: 'Foo' bar\n---\n", 'put the value in quotes: title: "\'Foo\' bar"'),
        ("---\ntitle: @me\n---\n", "put the value in quotes"),
        ("---\njust a word\n---\n", 'its front matter has no "name: value" lines'),
        ("---\n- a\n---\n", 'its front matter has no "name: value" lines'),
        ("---\n---\nBody\n", "has no title; add one"),
        ("---\ntitle:\n---\n", "has no title"),
        ("---\ntitle: ~\n---\n", "has no title"),
        ("---\ntitle: '  '\n---\n", "has no title"),
        ("---\ntitle: [a, b]\n---\n", "title is a list, not a text"),
        ("---\ntitle: {a: b}\n---\n", "title is a table, not a text"),
        ("+++\ntitle = \n+++\n", "not valid TOML (Invalid value (at line 2, column 9))"),
        ('---json\n{"title": }\n---\n', "not valid JSON (Expecting value: line 2 column 11)"),
        ('---cson\ntitle: "a"\n---\n', "is written in cson; write it as YAML, TOML or JSON"),
        ('{"title": }', "not valid JSON"),
        ("---\ntitle: a\nslug: [x]\n---\n", "slug is a list"),
        ("---\ntitle: a\ndraft: maybe\n---\n", "draft must be true or false, not 'maybe'"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line_with_its_remedy(desk: Desk, text: str, message: str) -> None:
    with pytest.raises(DigestError) as caught:
        desk.read(text)
    said = str(caught.value)
    assert message in said
    assert "post.md: " in said
    assert "\n" not in said


def test_files_that_are_no_text_name_their_remedy(desk: Desk) -> None:
    for content, message in {
        b"\x89PNG\r\n\x1a\n\0\0\0": "is a binary file, not Markdown",
        "---\ntitle: übermäßig schön\n---\n".encode("latin-1"): "is not UTF-8 (line 2, byte 0xfc); save it as UTF-8",
        "---\ntitle: a\n---\n".encode("utf-16"): "is UTF-16; save it as UTF-8",
    }.items():
        with pytest.raises(DigestError) as caught:
            desk.read(content)
        assert message in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        "---\ntitle: café\n---\nWords.\n".encode("cp1252"),
        "---\ntitle: ca\0fé\n---\nWords.\n".encode(),
        "---\ntitle: ca\0fé\n---\nWords\0.\n".encode(),
    ],
)
def test_one_wrong_character_is_mended_and_said(desk: Desk, content: bytes) -> None:
    """An editor's slip in a file of thousands of good characters."""
    digest = desk.read(content)
    assert digest.title == "café"
    assert len(digest.warnings) == 1


def test_a_control_character_in_front_matter_is_left_out(desk: Desk) -> None:
    """A terminal's colours, copied with a title."""
    assert desk.read("---\ntitle: A \x1b[31mred\x07 title\n---\nWords.\n").title == "A [31mred title"


@pytest.mark.parametrize(
    "text",
    ['---json\n{"title": "A", "tags": ["b"]}\n---\nWords.\n', "---toml\ntitle = 'A'\ntags = ['b']\n---\nWords.\n",
     "---yaml\ntitle: A\ntags: [b]\n---\nWords.\n"],
)  # fmt: skip
def test_the_fence_may_name_the_language(desk: Desk, text: str) -> None:
    """Eleventy and gray-matter write it so."""
    digest = desk.read(text)
    assert (digest.title, digest.tags, digest.paragraphs) == ("A", ("b",), ("Words.",))


def test_a_key_that_stands_twice_is_said(desk: Desk) -> None:
    """YAML takes the last in silence, and its writer looks at the first."""
    digest = desk.front("description: one\ndescription: two")
    assert digest.description == "two"
    assert "description stands more than once" in digest.warnings[0]


def test_without_a_title_the_first_heading_is_it(desk: Desk) -> None:
    """As MkDocs, Docusaurus and GitHub show it; a heading after other words is none."""
    assert desk.read("---\ndate: 2024-05-06\n---\n\n# The *First* Frost\n\nIt was cold.\n").title == "The First Frost"
    with pytest.raises(DigestError, match="has no title"):
        desk.read("---\ndate: 2024-05-06\n---\n\nIt was cold.\n\n# Later\n")


@pytest.mark.parametrize(
    ("front", "kept_back"),
    [("published: false", "published: false"), ("published: No", "published: false"), ("listed: FALSE", "listed: false"),
     ("unlisted: true", "unlisted: true"), ("private: yes", "private: true"),
     ("hidden: true", "hidden: true"), ("noindex: true", "noindex: true"), ("headless: true", "headless: true"),
     ("build:\n  render: never", "build.render: never"), ("status: hidden", "status: hidden"), ("draft: true", None),
     ("params:\n  hidden: true", "params.hidden: true"), ("seo: {noindex: true}", "seo.noindex: true"),
     ("extra: {unlisted: true}", "extra.unlisted: true"), ("robots: noindex, follow", "robots: noindex, follow")],
)  # fmt: skip
def test_what_keeps_a_post_back_is_named(desk: Desk, front: str, kept_back: str | None) -> None:
    """Announcing what its author has hidden is worse than silence."""
    digest = desk.front(front)
    assert digest.draft
    said = digest.kept_back.why.removeprefix("its front matter says ") if digest.kept_back else None
    assert said == kept_back


def test_a_canonical_address_on_another_host_is_followed_with_a_warning(desk: Desk) -> None:
    digest = desk.front("canonicalURL: https://elsewhere.dev/post")
    assert digest.url == "https://elsewhere.dev/post"
    assert "elsewhere.dev" in digest.warnings[0]
    assert not desk.front("canonicalURL: https://www.example.com/post").warnings


@pytest.mark.parametrize("canonical", ["'http://[bad'", "javascript:alert(1)", "5", "posts/a"])
def test_a_canonical_address_that_is_none_is_said(desk: Desk, canonical: str) -> None:
    """The post links to the blog's own address, and its writer knows why."""
    digest = desk.front(f"canonicalURL: {canonical}")
    assert digest.url.startswith("https://example.com/")
    assert "is no address" in digest.warnings[0]
    assert not desk.front("canonicalURL: /a/b").warnings


def test_files_that_are_not_there_name_their_remedy(desk: Desk, tmp_path: Path) -> None:
    import os

    from bot.content import read

    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to("nowhere.md")
    for path, message in {
        tmp_path: "is a folder",
        tmp_path / "none.md": "no such file",
        tmp_path / "pipe.md": "is no ordinary file",
        tmp_path / "link.md": "is a symbolic link that leads nowhere",
        tmp_path / ("x" * 300): "cannot be read (file name too long)",
    }.items():
        with pytest.raises(DigestError, match="; ") as caught:
            read(path, desk.settings)
        assert message in str(caught.value)


def test_a_name_with_a_line_break_stays_on_one_line(desk: Desk) -> None:
    with pytest.raises(DigestError) as caught:
        desk.read("no front matter", "two\nlines.md")
    assert "two\\nlines.md" in str(caught.value)


ALIASES = "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))
MERGES = "".join(f"a{i + 1}: &a{i + 1} {{<<: [*a{i},*a{i}]}}\n" for i in range(40))
BOMBS = {
    "aliases": f"---\na: &a [x,x,x,x,x,x,x,x,x]\n{ALIASES}title: x\n---\n",
    "merges": f"---\na0: &a0 {{k: v}}\n{MERGES}title: x\n---\n",
    "circle": "---\ntitle: x\na: &a [*a]\n---\n",
    "brackets": f"---\nx: {'[' * 100_000}\n---\n",
    "braces": f"---\nx: {'{a: ' * 30_000}\n---\n",
    "dashes": f"---\n{'- ' * 60_000}\n---\n",
    "questions": f"---\n{'? ' * 60_000}\n---\n",
    "dots": f"+++\n{'a.' * 30_000}b=1\n+++\n",
    "indented dots": f"+++\n {'a.' * 30_000}b=1\n+++\n",
    "dots in a table": f"+++\nx = {{{'a.' * 30_000}b=1}}\n+++\n",
    "quoted dots": "+++\n" + '" ".' * 30_000 + "b=1\n+++\n",
    "spaced dots": f'+++\ntitle = """\n{". " * 40}and so on, until it came to an end.\n"""\n+++\n',
    "repeated keys": "---\ntitle: x\n" + "".join(f"{n:x}:\n" for n in range(20_000)) + "1:\n---\n",
    "toml brackets": f"+++\ntitle='x'\na={'[' * 50_000}\n+++\n",
    "json brackets": '{"title": ' + "[" * 100_000,
    "json digits": '{"title": "x", "a": ' + "9" * 100_000 + "}",
    "endless": "---\ntitle: " + "x" * 5_000_000,
    "spaces": "---\ntitle: x\ndate: 2025-01-01" + " " * 50_000 + "x\n---\n",
    "shortcodes": "---\ntitle: x\n---\n" + "{{" * 100_000,
    "citations": "---\ntitle: x\n---\n" + "[1]" * 60_000,
    "images": "---\ntitle: x\n---\n" + "![" * 150_000,
    "fences": "---\ntitle: x\n---\n" + "```a\n\n" * 30_000,
    "tildes": "---\ntitle: x\n---\n" + "~" * 200_000,
    "html": "---\ntitle: x\n---\n" + "<div>\n" * 50_000,
    "tags": "---\ntitle: x\n---\n<p>" + "<a " * 60_000,
    "sections": "---\ntitle: x\n---\n<p>a</p><![" + "<![" * 60_000,
    "comments": "---\ntitle: x\n---\n" + "<!--" * 60_000,
    "quotes": "---\ntitle: x\n---\n" + "> " * 100_000 + "x",
    "source": "---\ntitle: x\n---\nsource" + " " * 990,
    "paragraphs": "---\ntitle: x\n---\n" + "a\n\n" * 4000,
    "quoted lines": "---\ntitle: x\n---\n<blockquote>a" + "<br>" * 3900 + "b</blockquote>",
    "tables": "---\ntitle: x\n---\n" + ("|a" * 250 + "|\n" + "|-" * 250 + "|\n" + "|\n" * 250 + "\n") * 8,
    "names of shortcodes": "---\ntitle: x\n---\nx" + "".join(f"{{{{<a{n}>}}}}" for n in range(3500)),
    "jsx": "---\ntitle: x\n---\n" + "<A b={" * 30_000,
    "jsx braces": "---\ntitle: x\n---\n" + "{" * 200_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_time_and_no_memory(desk: Desk, name: str) -> None:
    """It is refused, or read as far as it makes sense."""
    path = desk.write(BOMBS[name], "bomb.mdx" if "jsx" in name else "bomb.md")
    from bot.content import read

    tracemalloc.start()
    begun = time.process_time()
    try:
        read(path, desk.settings)
    except DigestError as error:
        assert "\n" not in str(error)  # noqa: PT017 -- either is right
    seconds = time.process_time() - begun
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 8  # traced memory makes everything many times slower
    assert peak < 80_000_000


def test_of_a_huge_file_only_the_beginning_is_read(desk: Desk) -> None:
    """50 MB behind a small front matter cost no more than the first part of them, cut through a character or not."""
    path = desk.write("---\ntitle: x\n---\nFirst words.\n\n" + "ü" * HEAD_BYTES)
    with path.open("ab") as file:
        file.truncate(50_000_000)
    from bot.content import read

    tracemalloc.start()
    digest = read(path, desk.settings)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert digest.paragraphs[0].startswith("First words.")
    assert peak < 10_000_000

"""Front matter in JavaScript is read as text: Eleventy's ``---js``, and what an MDX page exports."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from bot.content.frontmatter import split_file
from bot.errors import DigestError, NoFrontMatter

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS: dict[str, tuple[str, dict[str, Any]]] = {
    "constants": (
        'const title = "The fifth";\nconst date = "2023-01-23"\nlet draft = true;\nfunction f() { return { title: "no" }; }',
        {"title": "The fifth", "date": "2023-01-23", "draft": "true"},
    ),
    "an object": (
        "{\n  title: 'It, too', date: new Date('2024-01-02'), tags: ['a', \"b\"], weight: 3,\n  // a comment\n  url: (data) => data.x + 1, inner: { a: 1.5 } }",
        {"title": "It, too", "date": "2024-01-02", "tags": ["a", "b"], "weight": "3", "inner": {"a": "1.5"}},
    ),
    "what only a program tells is left out": (
        "{ title: `At ${now()}`, date: today(), sum: 1 + 2, draft: false, list: [f(1, 2), 'x'] }",
        {"draft": "false", "list": ["x"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_front_matter_in_javascript(tmp_path: Path, name: str) -> None:
    script, fields = SCRIPTS[name]
    for mark in ("---js", "---javascript"):
        matter = split_file(f"{mark}\n{script}\n---\nWords.\n", tmp_path / "tide.md")
        assert (matter.fields, matter.body.strip()) == (fields, "Words.")


def test_a_program_is_no_front_matter(tmp_path: Path) -> None:
    """What it would say nobody knows, so the file is refused rather than announced with its first line as the title."""
    with pytest.raises(DigestError, match="only its generator can run"):
        split_file("---js\nmodule.exports = make()\n---\nWords.\n", tmp_path / "tide.md")


PAGE = "import { Demo } from './demo'\n\nexport const metadata: Metadata = {\n  title: 'The {tide}',\n  openGraph: { images: [{ url: '/a.png' }] },\n};\n\n# Words\n"


def test_an_mdx_page_exports_its_metadata(tmp_path: Path) -> None:
    """As Next has it; the page is then without them."""
    matter = split_file(PAGE, tmp_path / "page.mdx")
    assert matter.fields == {"title": "The {tide}", "openGraph": {"images": [{"url": "/a.png"}]}}
    assert matter.body.split() == ["import", "{", "Demo", "}", "from", "'./demo'", "#", "Words"]


@pytest.mark.parametrize(
    "text",
    [
        "# About MDX\n```js\n" + PAGE + "```\n",
        "export const metadata = {\n",
        "export const metadata = make({ a: 1 })\n",
    ],
)
def test_what_is_no_metadata(tmp_path: Path, text: str) -> None:
    """Code that is shown, an object that does not end, a program."""
    with pytest.raises(NoFrontMatter):
        split_file(text, tmp_path / "page.mdx")


def test_a_plain_page_exports_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoFrontMatter):
        split_file(PAGE, tmp_path / "page.md")


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000,
        "[" * 100_000,
        "{a:" * 40_000,
        "export const metadata = " + "{a:[" * 5000,
        "const a = " * 12_000,
        "const a=[" * 13_000,
        '"' + 'a\\"' * 40_000,
    ],
)
def test_hostile_scripts_end_soon(tmp_path: Path, text: str) -> None:
    start = time.process_time()
    for whole in (f"---js\n{text}\n---\nWords.\n", text):
        with suppress(DigestError):
            split_file(whole, tmp_path / "page.mdx")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "script", ["{ title: 'a', tags: ['b'} , c: 1 ]", "{ title: 'a' ] }", "const title = 'a'; const b = [}"]
)
def test_a_bracket_of_the_wrong_kind_ends_what_it_stands_in(tmp_path: Path, script: str) -> None:
    """One slip of the pen, and the run never ended."""
    assert split_file(f"---js\n{script}\n---\nWords.\n", tmp_path / "tide.md").fields["title"] == "a"
    exported = f"export const metadata = {{ a: [1}}, b: 2 ]}}\n\n{script}\n"
    with suppress(NoFrontMatter):
        split_file(exported, tmp_path / "page.mdx")

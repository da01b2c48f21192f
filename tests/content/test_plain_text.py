"""A body as plain text: every word that its readers see, none of Markdown's marks, and never too long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.plain_text import TEXT_BYTES, cut_at_bytes, plain_text

BODY = """> The lede [1]

# A heading

Some **bold** words and `code[0]`, a [link](https://example.com) and ![a picture](p.png)
on the next line.

- one
- two

| a | b |
|---|---|
| 1 | 2 |

```python
def f():
    return 1
```

<div>In <b>HTML</b></div>

{{< youtube x >}}

~~struck~~ said
"""


def test_every_block_s_words() -> None:
    assert plain_text(BODY, mdx=False).split("\n\n") == [
        "The lede", "A heading", "Some bold words and code[0], a link and on the next line.", "one", "two", "a b", "1 2",
        "def f():\n    return 1", "In HTML", "said",
    ]  # fmt: skip


def test_mdx_says_what_its_components_hold() -> None:
    body = 'import X from "x"\n\n<X a={1}>Held</X>\n\nSaid {value} here.\n'
    text = plain_text(body, mdx=True)
    assert "Held" in text
    assert "import" not in text


def test_a_long_body_is_read_in_parts_and_cut() -> None:
    """A code that stands where a part ends stays whole; the end is a word's."""
    prose = "\n\n".join(f"Paragraph {number} has words." for number in range(5000))
    text = plain_text(prose, mdx=False)
    assert TEXT_BYTES - 200 < len(text.encode()) <= TEXT_BYTES
    assert text.startswith("Paragraph 0 has words.\n\nParagraph 1 has")
    assert "Paragraph 2000 has words." in text
    code = "```\n" + "\n\n".join(f"*line* {number}" for number in range(700)) + "\n```\n\nAfter *it*."
    text = plain_text("Before.\n\n" * 3000 + code, mdx=False)
    assert "\n*line* 0\n" in text
    assert "\n*line* 699\n" in text
    assert text.endswith("After it.")


@pytest.mark.parametrize("hostile", ["[" * 300_000, "> " * 100_000, "`" * 300_000, "<a " * 100_000, "*a" * 100_000])
def test_hostile_bodies_take_bounded_time(hostile: str) -> None:
    began = time.process_time()
    assert len(plain_text(hostile, mdx=True).encode()) <= TEXT_BYTES
    assert time.process_time() - began < 30


@given(st.text(), st.integers(0, 60))
def test_a_cut_holds_and_is_a_beginning(text: str, most: int) -> None:
    cut = cut_at_bytes(text, most)
    assert len(cut.encode()) <= most
    assert text.startswith(cut)


def test_half_a_character_is_no_error() -> None:
    assert cut_at_bytes("a\ud800b", 10) == "a?b"

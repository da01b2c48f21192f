"""Lede, opening and pictures of a body, read as Markdown and hard to fool."""

from __future__ import annotations

import pytest

from bot.content.body import body
from bot.text.sentences import sentences


def opening_of(text: str, *, mdx: bool = False) -> str | None:
    """The first sentence of the body's first paragraph."""
    paragraphs = body(text, mdx=mdx).paragraphs
    return sentences(paragraphs[0])[0] if paragraphs else None


@pytest.mark.parametrize(
    ("text", "lede"),
    [
        ("> The lede.\n\nText.", "The lede."),
        ("![a](b.png)\n\n> The lede.\n\nText.", "The lede."),
        ("# Title\n\n![a](b.png)\n\n> The **le**_de_, `code` &amp; [link](x).\n", "The lede, code & link."),
        ("> Two\n> lines\\\n> and more.\n", "Two lines and more."),
        ("> 一行目の\n> 二行目。\n", "一行目の二行目。"),
        ("> With marks.[1][^2] And more [3].\n", "With marks. And more."),
        ("<blockquote>From <b>HTML</b>.</blockquote>\n\nText.", "From HTML."),
        ("<!-- a comment -->\n\n> The lede.\n", "The lede."),
        ("_All of it is emphasized._\n\nText.", "All of it is emphasized."),
        ("**All of it**\n\nText.", "All of it"),
        ("{{< toc >}}\n\n> The lede.\n", "The lede."),
        ("> Words first.\n>\n> - a list\n>\n> ```\n> code\n> ```\n", "Words first."),
        ("Text first.\n\n> A quote.\n", None),
        ("> [!NOTE]\n> Updated today.\n\nText.", None),
        ("> To be or not to be.\n> — William Shakespeare\n\nText.", None),
        ("> To be.\n>\n> -- Hamlet\n\nText.", None),
        ("_Part_ of it is emphasized.\n", None),
        ("```\n> not a quote\n```\n", None),
        ("    > code\n", None),
        ("- > in a list\n", None),
        ("\\> escaped\n", None),
        ("", None),
    ],
)
def test_the_lede_is_the_leading_blockquote(text: str, lede: str | None) -> None:
    """After pictures and headings only; an alert or a signed quotation is none, an emphasized first paragraph is one."""
    assert body(text, mdx=False).lede == lede


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("First sentence. Second.", "First sentence."),
        ("> The lede.\n\nFirst. Second.", "First."),
        (
            "# Title\n\n![a](b.png)\n\nDr. No paid 3.5 dollars, e.g. today. More.",
            "Dr. No paid 3.5 dollars, e.g. today.",
        ),
        ("最初の文。次の文。", "最初の文。"),
        ("Production.[3] Gartner says.", "Production."),
        ("`a[0]` is *the* first &lt;tag&gt;. Second.", "a[0] is the first <tag>."),
        ("<p align='center'>From <em>HTML</em>. More.</p>", "From HTML."),
        ("<script>alert(1)</script>\n\n<style>p {}</style>\n\nText.", "Text."),
        ("<div>\n\nInside. More.\n\n</div>", "Inside."),
        ("{% include a.html %}\n{{< figure src='a.png' >}}\n\n{{% notice %}}\nText.\n{{% /notice %}}", "Text."),
        ("[[toc]]\n\nText.", "Text."),
        ("https://video.example/watch\n\nText.", "Text."),
        (":::note\nIn a directive.\n:::\n", "In a directive."),
        ("Text with a class.\n{: .lead}\n", "Text with a class."),
        ("Use `{{ title }}` here. More.", "Use {{ title }} here."),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nText.", "Text."),
        ("- one\n- two\n", "one"),
        ("***\n\n---\n", None),
        ("![only](a.png)", None),
        ("```\ncode\n```\n", None),
        ("One<br>two ~~three~~ <b>four</b>.", "One two four."),
    ],
)
def test_the_opening_is_the_first_sentence_of_the_prose(text: str, opening: str | None) -> None:
    assert opening_of(text) == opening


@pytest.mark.parametrize(
    ("text", "shots"),
    [
        ("Text ![A cat](a.png 'title') more", [("a.png", "A cat")]),
        ("[![A cat](a.png)](https://x.example)", [("a.png", "A cat")]),
        ("![A *b* `c`][ref]\n\n[ref]: <my cat.png>", [("my cat.png", "A *b* `c`")]),
        ("![](a.png 'Title')", [("a.png", "Title")]),
        ("<p><img alt='A &amp; b' src='a.png'></p>\n\n![c](d.png)", [("a.png", "A & b"), ("d.png", "c")]),
        ('{{< figure src="a.png" alt="A <b>" >}}', [("a.png", "A <b>")]),
        ("![x](data:image/png;base64,AAAA)", []),
        ("`![a](b.png)`\n\n```\n![a](b.png)\n```\n", []),
        ("\\![a](b.png)", []),
        ("> ![a](b.png)\n\n- ![c](d.png)", [("b.png", "a"), ("d.png", "c")]),
        ("![a](https://x.example/ü?b=1&amp;c)", [("https://x.example/ü?b=1&c", "a")]),
    ],
)
def test_pictures_keep_the_address_that_was_written(text: str, shots: list[tuple[str, str]]) -> None:
    found = [tuple(one) for one in body(text, mdx=False).shots]
    assert found == shots


MDX = """import Callout from '../components/Callout.astro'
import { a,
  b } from "x"

export const meta = {
  title: "x",

  more: [1, 2],
}

{/* a comment
over lines */}

<Hero image={hero} title="a > b" onClick={() => { return "}" }} />
<Image src="/a.png" alt="A cat" width={5} />

<Callout type="info">
The **first** sentence has {count} words. Second.
</Callout>

```js
import kept from 'x'
```
"""


def test_mdx_is_read_without_its_program() -> None:
    """Imports, exports and components are left out; what stands between their tags stays, but for a sentence that lost a value."""
    found = body(MDX, mdx=True)
    assert found.paragraphs == ("Second.",)
    assert [tuple(one) for one in found.shots] == [("/a.png", "A cat")]
    assert found.lede is None


@pytest.mark.parametrize(
    "text", ["a < b and {c", "<", "{", "`", "<A", "<A b={", "import", "export const x = {", "~~~\n{a}", "</>x<>"]
)
def test_mdx_that_is_broken_is_no_reason_to_fail(text: str) -> None:
    body(text, mdx=True)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Version {{ page.number }} is out. It is quieter.", ("It is quieter.",)),
        ("See [here]({{ site.url }}/x) for it.", ("See here for it.",)),
        ("{{< note >}}Read this.{{< /note >}} Then that.", ("Read this. Then that.",)),
        ("{% figure 'a.jpg', 'Moon' %}A moon cake, 2024.{% endfigure %}\n\nText.", ("Text.",)),
        ("![](a.jpg)\n*John Reeve (1958-61)*\n\nText.", ("Text.",)),
        ("See [the well].\n[the well]: https://example.com/well", ("See the well.",)),
        ("Shown twice [12, 13] and [1].", ("Shown twice and.",)),
        ("A pump of the north <!-- x --> .", ("A pump of the north.",)),
        ("- Prep: 5 min\n- Cook: 20 min", ("Prep: 5 min · Cook: 20 min",)),
        (
            f"- {'Shut the valve. ' * 8}\n- [x] {'Open it. ' * 8}",
            (("Shut the valve. " * 8).strip(), ("Open it. " * 8).strip()),
        ),
        ("{{< youtube abc >}}\n\nText.", ("Text.",)),
        ("As deep as [[places/mine|the mine]] and [[Well#depth]].", ("As deep as the mine and Well.",)),
        (
            "Twice[^1] and more[^src].\n\n[^1]: https://example.com/a\n[^src]: <https://example.org/b>",
            ("Twice and more.",),
        ),
        ("::film{src='a.mp4'}\n  :source{src='b.mp4'}\n::\n\n::map\n::\n\n::: tip\nDig deeper.\n:::", ("Dig deeper.",)),
        ("It is ==quite== new :rocket: so.", ("It is quite new so.",)),
        ("**「強調」**の話。", ("「強調」の話。",)),
    ],
)
def test_what_only_a_generator_understands_is_no_text(text: str, paragraphs: tuple[str, ...]) -> None:
    assert body(text, mdx=False).paragraphs == paragraphs


def test_a_link_whose_address_stands_elsewhere_is_its_words() -> None:
    text = "We met at the [Core Review Club][] and on [Stack Exchange][bitcoin.se], see `a[0][1]`.\n"
    assert body(text, mdx=False).paragraphs == ("We met at the Core Review Club and on Stack Exchange, see a[0][1].",)


def test_of_a_body_that_is_a_list_each_item_stands_for_itself() -> None:
    assert body("1. 下载设置\n2. 保存文件\n", mdx=False).paragraphs == ("下载设置", "保存文件")


def test_a_bold_line_above_what_is_said_of_it_is_a_heading() -> None:
    text = "**[A Faster Sieve](https://example.org)**\nZ.AI sorts sand in a second.\n\n**Note:**\nit is fine.\n\n**Bold** text\nhere.\n"
    assert body(text, mdx=False).paragraphs == ("Z.AI sorts sand in a second.", "Note: it is fine.", "Bold text here.")


def test_a_short_list_keeps_its_lines_behind_the_sentence_that_announces_it() -> None:
    found = body("It took two things:\n\n- patience;\n- a screwdriver.\n\nMore.", mdx=False)
    assert found.paragraphs == ("It took two things:\n• patience\n• a screwdriver", "More.")
    assert body("Two things:\n\n- patience (of\nmine)\n- a screwdriver.", mdx=False).paragraphs == (
        "Two things:\n• patience (of mine)\n• a screwdriver",
    )
    assert body("Two things:\n\n- patience\n- this changes:\n  - wells", mdx=False).paragraphs == ("Two things:",)
    long = "- " + "word " * 40 + "\n- other\n"
    assert body(f"It took two things:\n\n{long}", mdx=False).paragraphs == ("It took two things:",)


def test_an_embedded_picture_is_a_picture() -> None:
    found = body("![[well.png|300]]\n\n![[another note]]\n\nText.", mdx=False)
    assert [shot.source for shot in found.shots] == ["well.png"]
    assert found.paragraphs == ("Text.",)


def test_the_paragraphs_are_those_of_the_first_section_that_says_something() -> None:
    long = "This is a paragraph of some length, which says what there is to say about its matter. " * 4
    found = body(f"# Title\n\nHello.\n\n## One\n\n{long}\n\n## Two\n\nOther.", mdx=False)
    assert found.paragraphs == ("Hello.", long.strip())
    assert found.words.endswith("Two\nOther.")


def test_of_each_further_section_the_first_paragraph_is_looked_at() -> None:
    long = "This is a paragraph of some length, which says what there is to say about its matter. " * 4
    code, steps = "Run it:\n\n    pump --start", "Take these:\n\n- a bucket\n- a rope"
    guides = f"## Installing\n\nTake 3 screws.\n\n## The start\n\n{code}\n\n## The rest\n\n{steps}"
    told = "## Costs\n\nIt saves 40 litres.\n\nAnd more.\n\n## Pictures\n\n![a pump](pump.png)\n\n## Noise\n\nNone."
    found = body(f"{long}\n\n{guides}\n\n{told}", mdx=False)
    assert found.paragraphs == (long.strip(),)
    assert found.sections == ("It saves 40 litres.", "None.")


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("**Source:** [Brown University](https://example.org/a)", "Brown University"),
        ("**Source:** [The long title](https://example.org/a_(b)) *aibase*", "aibase"),
        ("**Source:** https://example.org/a *The Star*", "The Star"),
        ("Quelle: https://www.example.org/a", "example.org"),
        ("出典：[朝日新聞](https://example.org/a)", "朝日新聞"),
        ("The source: unknown.", None),
    ],
)
def test_the_source_is_who_is_named_at_the_end(end: str, name: str | None) -> None:
    assert body(f"Text.\n\n{end}\n", mdx=False).source == name


def test_prose_that_looks_like_a_program_is_prose_in_markdown() -> None:
    assert opening_of("import taxes rose. More.") == "import taxes rose."
    assert opening_of("See `import x` and a<b>c</b>.", mdx=True) == "See import x and ac."


def test_what_is_struck_out_is_not_said() -> None:
    found = body("I moved it to ~~Heroku~~ <del>a server</del> a box in the cupboard.", mdx=False)
    assert found.paragraphs == ("I moved it to a box in the cupboard.",)


def test_a_reading_time_is_no_lede() -> None:
    found = body("*Lesezeit: 3 Minuten*\n\nDas Haus am Markt hat zwölf Geräte gekauft.", mdx=False)
    assert (found.lede, found.paragraphs) == (
        None,
        ("Lesezeit: 3 Minuten", "Das Haus am Markt hat zwölf Geräte gekauft."),
    )


def test_a_motto_with_its_authors_name_is_not_the_digests_own() -> None:
    found = body("*Who keeps all finds nothing.* — Amélia Prado\n\nI had 61 files.", mdx=False)
    assert found.paragraphs == ("I had 61 files.",)


def test_a_sentence_that_begins_in_bold_keeps_its_subject() -> None:
    assert body("**The harbour**\nopened 40 new wells.\n", mdx=False).paragraphs == (
        "The harbour opened 40 new wells.",
    )


def test_signs_in_code_are_no_formula_and_an_interval_is_no_citation() -> None:
    text = "Set `$PATH` and match `\\.js$` for values in [0, 1] as shown [1, 2]."
    assert body(text, mdx=False).paragraphs == ("Set $PATH and match \\.js$ for values in [0, 1] as shown.",)

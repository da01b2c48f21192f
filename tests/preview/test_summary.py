"""What GitHub shows: a summary that nothing breaks out of, a comment that is found again, annotations with a remedy."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from bot.model import Draft, Failed, InDoubt, Result, WouldPost
from bot.preview.summary import (
    COMMENT_BYTES,
    MARKER,
    annotations,
    code,
    comment,
    escaped,
    fenced,
    summary,
)
from tests.preview import samples
from tests.reading import PLATFORMS

NASTY = (
    *samples.HOSTILE,
    "[click](javascript:alert(1))",
    "![img](https://evil.example/x.png)",
    "<https://evil.example> https://evil.example www.evil.example me@evil.example",
    "@everyone fixes #1 :tada: $x^2$ a|b **bold** _it_ ~~no~~ `code` ``` &copy; \\* {x}",
    "# heading",
    "- [ ] task",
    "<!-- bot:preview -->",
    "--> <img src=x>",
    "<details open ontoggle=alert(1)>",
)


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.hrefs = []
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.hrefs += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.words += data


def rendered(markdown):
    """As GitHub would: HTML in Markdown is passed on, tables and struck-out words are known."""
    elements = Elements()
    elements.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
    return elements


def test_every_digest_and_target_is_there_with_text_length_link_picture_and_warnings(settings):
    text = summary(samples.both(), settings)
    words = rendered(text).words
    assert "The Daily Digest: 2 posts would be sent · $0.205" in words
    for fact in (
        samples.TITLE,
        samples.PATH,
        samples.bluesky_draft().text,
        samples.x_draft().text,
        "190 of 300 characters",
        "201 of 280 weighted characters",
        "Picture: 1200×630 JPEG",
        "alt text: A glass globe on a desk, lit from within",
        "Cost: $0.205",
        "the hero could not be fetched: 404; a card was drawn",
        "the description was cut in mid-word",
    ):
        assert fact in words
    assert samples.LINK in rendered(text).hrefs


def test_nothing_that_a_digest_says_is_markup():
    for nasty in NASTY:
        elements = rendered(f"- {escaped(nasty)}")
        assert set(elements.tags) == {"ul", "li"}, nasty
        elements = rendered(f"### {escaped(nasty)}\n")
        assert set(elements.tags) == {"h3"}, nasty


def test_escaped_words_read_as_they_were():
    for words in (
        "- no list",
        "C# & C++: 100 % _sure_, <b>",
        "Q&A: what's $5 @home #1?",
        "1. a) [b](c) `d` www.e.example \\n ~f~ |g|",
    ):
        assert rendered(f"- {escaped(words)}").words.strip() == words


def test_no_name_is_mentioned_and_no_issue_referred_to():
    """GitHub looks for these in the words that readers see; an empty comment parts the sign from the name."""
    text = escaped("@everyone closes #12, see me@example.com :tada:")
    assert not re.search(r"(@|&#64;)\w", text)
    assert not re.search(r"(?<!&)#\w|&#35;\w", text)
    assert not re.search(r"&#58;\w", text)


def test_a_text_cannot_leave_its_block():
    for nasty in (*NASTY, "```\n````\n`````", "~~~", "a\n```"):
        elements = rendered(fenced(nasty) + "\nafter")
        assert elements.tags == ["pre", "code", "p"], nasty
        assert rendered(code(nasty)).tags == ["p", "code"], nasty


def test_a_whole_summary_of_hostile_digests_holds_only_our_own_markup(settings):
    elements = rendered(summary(samples.hostile(), settings))
    assert set(elements.tags) <= {"h2", "h3", "p", "strong", "code", "pre", "ul", "li", "br", "a"}
    assert elements.hrefs == []


def test_only_a_plain_address_of_the_web_is_a_link(settings):
    for link in ("javascript:alert(1)", "https://a.example/) [x](y", "https://a.example/<b>", "https://a.example/`x`"):
        result = samples.result("x", draft=replace(samples.x_draft(), link=link))
        assert rendered(summary([result], settings)).hrefs == []


def test_a_summary_that_is_too_long_is_cut_after_a_whole_digest_and_says_so(settings):
    many = [replace(samples.result("x"), key=f"k{number}") for number in range(3000)]
    text = summary(many, settings)
    assert len(text.encode()) <= 1024 * 1024
    shown = text.count("### ")
    assert 100 < shown < 3000
    assert f"{3000 - shown} more digests are not shown" in text
    assert text.count("```") == 2 * shown


def test_a_comment_is_found_again_by_its_first_line_and_fits(settings):
    many = [replace(samples.result("x"), key=f"k{number}", title=MARKER) for number in range(300)]
    text = comment(many, settings)
    assert text.startswith(f"{MARKER}\n")
    assert text.count(MARKER) == 1
    assert len(text) <= len(text.encode()) <= COMMENT_BYTES + 100 < 65_536


def test_nothing_to_post_is_said(settings):
    assert "0 posts would be sent" in summary([], settings)


# ── annotations ──────────────────────────────────────────────────────────────────────────────────


def test_failures_and_doubts_are_errors_with_their_file_and_the_remedy():
    doubt, failure, later = annotations(
        [
            Result("a", "content/a.md", "x", InDoubt("no answer came"), platform=PLATFORMS["x"]),
            Result(
                "b", "content/b.md", "bluesky", Failed("content/b.md: no title; add one"), platform=PLATFORMS["bluesky"]
            ),
            Result("c", "content/c, d.md", "x", Failed("rate limited", samples.NOW), platform=PLATFORMS["x"]),
        ]
    )
    remedy = "Look at the account, then: bot resolve content/a.md x --posted URL | --not-posted"
    assert doubt == f"::error file=content/a.md,title=X%3A in doubt::no answer came%0A{remedy}"
    remedy = "The next run tries once more."
    assert (
        failure == f"::error file=content/b.md,title=Bluesky%3A not posted::content/b.md: no title; add one%0A{remedy}"
    )
    title = "X%3A put off until 2025-11-28 06%3A46 UTC"
    remedy = "A later run posts it; there is nothing to do."
    assert later == f"::warning file=content/c%2C d.md,title={title}::rate limited%0A{remedy}"


def test_warnings_of_what_goes_out_are_warnings():
    [first, second] = annotations(samples.both())
    assert first == f"::warning file={samples.PATH},title=Bluesky::the hero could not be fetched: 404; a card was drawn"
    assert second.startswith(f"::warning file={samples.PATH},title=X::")


def test_a_digest_cannot_give_the_runner_a_command():
    for nasty in NASTY:
        for result in (
            Result(nasty, nasty, nasty, Failed(nasty), title=nasty),
            Result(nasty, nasty, nasty, InDoubt(nasty)),
            Result(nasty, nasty, "x", WouldPost(), draft=Draft("", 0, 280), warnings=(nasty,)),
        ):
            [row] = annotations([result])
            assert row.splitlines() == [row]
            _, properties, message = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", row).groups()
            assert re.fullmatch(r"file=[^,:]*,title=[^,:]*", properties)
            assert "##[" not in row
            assert re.search(r"%(?!25|0A|0D|3A|2C)", properties + message) is None


def test_at_most_ten_of_a_kind_and_the_last_sums_up_the_rest():
    """GitHub shows ten of a kind and drops the others without a word."""
    rows = annotations([Result(f"k{n}", f"content/{n}.md", "x", Failed("no")) for n in range(25)])
    assert len(rows) == 10
    assert rows[-1] == "::error title=and 16 more::16 more are in the step summary and in the log"
    assert len(annotations([Result(f"k{n}", "p", "x", Failed("no")) for n in range(10)])) == 10
    both = [Result(f"k{n}", "p", "x", Failed("no", samples.NOW if n % 2 else None)) for n in range(40)]
    assert [row.split(" ")[0] for row in annotations(both)] == ["::error"] * 10 + ["::warning"] * 10


def test_what_went_well_or_was_left_out_is_no_annotation():
    assert annotations([result for result in samples.every_outcome() if result.title == "An old one"]) == []

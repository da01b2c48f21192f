"""What GitHub shows beside a digest's file: what went wrong, with what to do."""

from __future__ import annotations

import re

from bot.model import Draft, Failed, InDoubt, Result, WouldPost
from bot.preview.summary import annotate
from tests.preview import samples
from tests.preview.samples import NASTY
from tests.reading import PLATFORMS


def test_failures_and_doubts_are_errors_with_their_file_and_the_remedy():
    """The remedy of a doubt is part of its reason, for whoever found the doubt knows how it is ended."""
    remedy = "Look at the account, then: bot resolve content/a.md x --posted URL | --not-posted"
    doubt, failure, later = annotate(
        [
            Result("a", "content/a.md", "x", InDoubt(f"no answer came. {remedy}"), platform=PLATFORMS["x"]),
            Result(
                "b", "content/b.md", "bluesky", Failed("content/b.md: no title; add one"), platform=PLATFORMS["bluesky"]
            ),
            Result("c", "content/c, d.md", "x", Failed("rate limited", samples.NOW), platform=PLATFORMS["x"]),
        ]
    )
    assert doubt == f"::error file=content/a.md,title=X%3A in doubt::no answer came. {remedy}"
    remedy = "The next run tries once more."
    assert (
        failure == f"::error file=content/b.md,title=Bluesky%3A not posted::content/b.md: no title; add one%0A{remedy}"
    )
    title = "X%3A put off until 2025-11-28 06%3A46 UTC"
    remedy = "A later run posts it; there is nothing to do."
    assert later == f"::warning file=content/c%2C d.md,title={title}::rate limited%0A{remedy}"


def test_warnings_of_what_goes_out_are_warnings():
    [first, second] = annotate(samples.both())
    assert first == f"::warning file={samples.PATH},title=Bluesky::the hero could not be fetched: 404; a card was drawn"
    assert second.startswith(f"::warning file={samples.PATH},title=X::")


def test_a_digest_cannot_give_the_runner_a_command():
    for nasty in NASTY:
        for result in (
            Result(nasty, nasty, nasty, Failed(nasty), title=nasty),
            Result(nasty, nasty, nasty, InDoubt(nasty)),
            Result(nasty, nasty, "x", WouldPost(), draft=Draft("", 0, 280), warnings=(nasty,)),
        ):
            [row] = annotate([result])
            assert row.splitlines() == [row]
            _, properties, message = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", row).groups()
            assert re.fullmatch(r"file=[^,:]*,title=[^,:]*", properties)
            assert "##[" not in row
            assert re.search(r"%(?!25|0A|0D|3A|2C)", properties + message) is None


def test_at_most_ten_of_a_kind_and_the_last_sums_up_the_rest():
    """GitHub shows ten of a kind and drops the others without a word."""
    rows = annotate([Result(f"k{n}", f"content/{n}.md", "x", Failed("no")) for n in range(25)])
    assert len(rows) == 10
    assert rows[-1] == "::error title=and 16 more::16 more are in the step summary and in the log"
    assert len(annotate([Result(f"k{n}", "p", "x", Failed("no")) for n in range(10)])) == 10
    both = [Result(f"k{n}", "p", "x", Failed("no", samples.NOW if n % 2 else None)) for n in range(40)]
    assert [row.split(" ")[0] for row in annotate(both)] == ["::error"] * 10 + ["::warning"] * 10


def test_what_went_well_or_was_left_out_is_no_annotation():
    assert annotate([result for result in samples.every_outcome() if result.title == "An old one"]) == []

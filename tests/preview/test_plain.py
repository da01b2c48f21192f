"""What a pipe or a log shows."""

from __future__ import annotations

import re

from bot.preview.plain import format_results
from tests.preview import samples


def test_a_would_be_post_is_told_whole():
    assert format_results(samples.both()) == (
        f"● {samples.TITLE}\n"
        f"  in {samples.PATH}\n"
        "\n"
        "  Bluesky: would post\n"
        f"    │ {samples.TITLE}\n"
        "    │\n"
        f"    │ {samples.LEDE}\n"
        "    │\n"
        "    │ #WorldModels #AI\n"
        f"    length    {samples.bluesky_draft().length} of 300 characters\n"
        f"    card      {samples.TITLE}\n"
        f"    about     {samples.LEDE}\n"
        f"    address   {samples.LINK}\n"
        f"    image     1200×630 JPEG, {len(samples.picture().content) / 1000:.0f} kB, on the card\n"
        "    alt text  A glass globe on a desk, lit from within\n"
        "    tags      jepa, meta\n"
        "    language  en\n"
        "    warning   the hero could not be fetched: 404; a card was drawn\n"
        "\n"
        "  X: would post\n"
        f"    │ {samples.TITLE}\n"
        "    │\n"
        f"    │ {samples.LEDE}\n"
        "    │\n"
        f"    │ {samples.LINK} #AI\n"
        f"    length    {samples.x_draft().length} of 280 weighted characters\n"
        f"    image     1200×630 JPEG, {len(samples.picture().content) / 1000:.0f} kB\n"
        "    alt text  A glass globe on a desk, lit from within\n"
        f"    link      {samples.LINK}\n"
        "    language  en\n"
        "    cost      $0.205\n"
        "    warning   the description was cut in mid-word, so the lede stands in for it"
    )


def test_each_outcome_is_one_line_with_its_address_or_its_reason():
    text = format_results(samples.every_outcome())
    assert [row.strip() for row in text.splitlines() if re.match(r"  [^ ].*: ", row)] == [
        "Bluesky: posted: https://bsky.app/profile/a.example/post/3m6",
        "X: already posted: https://x.com/i/status/1994",
        "bluesky-fr (Bluesky): already posted",
        "Outbox: would post",
        "X: skipped: draft: true",
        "Bluesky: failed: content/bad.md: no title",
        "X: put off until 2025-11-28 06:46 UTC: rate limited",
        "X: in doubt: no answer came. Look, then: bot resolve",
    ]


def test_a_digest_cannot_steer_the_terminal():
    text = format_results(samples.hostile())
    text.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert r"\x1b[2J" in text
    assert r"\u202egpj.exe" in text


def test_a_digest_cannot_give_commands_to_a_runner_that_reads_the_log():
    """GitHub's runner obeys "::" at a line's start, blanks aside, and "##[" anywhere in a line."""
    rows = format_results(samples.hostile()).splitlines()
    assert not any(row.lstrip().startswith("::") for row in rows)
    assert not any("##[" in row for row in rows)


def test_nothing_to_say_says_nothing():
    assert format_results([]) == ""

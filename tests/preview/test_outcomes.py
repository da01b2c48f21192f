"""One table says what every form shows of an outcome, and a new outcome is one row of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import cast, get_args

import pytest
from rich.console import Console

from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Receipt, Result, Skipped, WouldPost
from bot.preview import outcomes
from bot.preview.json import results_json
from bot.preview.outcomes import (
    DONE,
    DOUBT,
    NOTHING,
    OUTCOMES,
    PARTLY,
    AnnotationLevel,
    Exit,
    Mood,
    OutcomeRow,
    exit_code,
    row_of,
)
from bot.preview.page import render_results
from bot.preview.plain import format_results, result_line
from bot.preview.summary import annotate, write_summary
from bot.preview.table import show_table
from bot.preview.terminal import show_results
from bot.runs.github_runner import format_outputs
from bot.runs.notify import is_trouble, summarize
from tests.preview import samples

POSTED = Posted(Receipt("1", "https://x.com/i/status/1", samples.NOW))
PUT_OFF = Failed("rate limited", samples.NOW)


def result(outcome: Outcome) -> Result:
    return Result("k", "content/k.md", "x", outcome, "A title")


def test_every_outcome_of_the_model_has_its_row():
    assert {row.kind for row in OUTCOMES} == set(get_args(Outcome))


def test_what_is_put_off_looks_like_no_failure_but_is_called_so_in_json():
    put_off, failed = row_of(PUT_OFF), row_of(Failed("no"))
    assert put_off.name == failed.name == "failed"
    assert put_off.sign != failed.sign
    assert put_off.mood is not failed.mood


@pytest.mark.parametrize(
    ("together", "code"),
    [
        ([], DONE),
        ([POSTED, AlreadyPosted(None), WouldPost(), Skipped("draft")], DONE),
        ([Failed("no")], NOTHING),
        ([PUT_OFF, Skipped("draft")], NOTHING),
        ([Failed("no"), POSTED], PARTLY),
        ([PUT_OFF, AlreadyPosted(None)], PARTLY),
        ([Failed("no"), WouldPost()], PARTLY),
        ([InDoubt("hm"), Failed("no"), POSTED], DOUBT),
    ],
)
def test_the_exit_code_is_the_worst_that_happened(together, code):
    """Told apart by whether anything went out."""
    assert exit_code([result(outcome) for outcome in together]) == code


def test_a_line_says_what_became_of_it_and_where():
    rows = [result_line(one) for one in samples.every_outcome()]
    assert rows == [
        f"posted: {samples.PATH} on bluesky: https://bsky.app/profile/a.example/post/3m6",
        f"already posted: {samples.PATH} on x: https://x.com/i/status/1994",
        f"already posted: {samples.PATH} on bluesky-fr",
        f"would post: {samples.PATH} on outbox",
        "skipped: content/old.md on x: draft: true",
        "failed: content/bad.md on bluesky: no title",
        "put off: content/late.md on x: rate limited (again from 2025-11-28 06:46 UTC)",
        "in doubt: content/lost.md on x: no answer came. Look, then: bot resolve",
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """An outcome that there is not."""

    reason: str


@pytest.fixture
def held(monkeypatch) -> OutcomeRow:
    """Its row, in the table."""
    row = OutcomeRow(
        Held, "held-back", "held back", "✋", Mood.WARN, Exit.FAILURE, cell="held",
        level=AnnotationLevel.ERROR, advice="Let it go.", total="held back", counted=True,
    )  # fmt: skip
    monkeypatch.setattr("bot.preview.outcomes.OUTCOMES", (*OUTCOMES, row))
    monkeypatch.setattr("bot.runs.notify.OUTCOMES", outcomes.OUTCOMES)
    return row


def test_a_new_outcome_is_one_row(settings, held):
    """Every form shows it, and the exit code, the Action's outputs and the notifications know it."""
    results = [result(cast("Outcome", Held("the moon is full"))), result(POSTED)]
    assert results_json(results)["results"][0]["outcome"] == "held-back"
    assert results_json(results)["results"][0]["reason"] == "the moon is full"
    assert result_line(results[0]) == "held back: content/k.md on x: the moon is full"
    assert "x: held back: the moon is full" in format_results(results)
    assert '<p class="verdict warn">held back</p>' in render_results(results, settings)
    assert "1 held back." in render_results(results, settings)
    assert "✋ **x** held back: the moon is full" in write_summary(results, settings)
    assert " · 1 held back" in write_summary(results, settings)
    assert annotate(results) == ["::error file=content/k.md,title=x%3A held back::the moon is full%0ALet it go."]
    assert exit_code(results) == PARTLY
    assert is_trouble(results[0])
    assert summarize(results, settings).startswith("The Daily Digest: 1 held back\n")
    assert "held-back=1\n" in format_outputs(results)
    out = io.StringIO()
    console = Console(file=out, width=100)
    show_results(results, settings, console)
    show_table(results[:1], out)
    panel, _, table = out.getvalue().rpartition("digest")
    assert "held back" in panel
    assert "held" in table

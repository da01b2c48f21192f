"""Every outcome in one table: what it is called, how it is shown, and what it means for the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from bot.clock import minute
from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Skipped, Status, TakenDown, WouldPost

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.model import Outcome, Receipt, Result


class Mood(StrEnum):
    """How an outcome is coloured; the value is a class of the page's style sheet."""

    GOOD = "good"
    AHEAD = "ahead"
    CALM = "calm"
    WARN = "warn"
    BAD = "bad"

    @property
    def terminal(self) -> str:
        """As rich writes styles."""
        return {"good": "green", "ahead": "cyan", "calm": "dim", "warn": "yellow", "bad": "bold red"}[self.value]


class Exit(Enum):
    """What an outcome means for the exit code of everything together."""

    OUT = "it is out, or would be: a failure beside it is no failure of all"
    NOTHING = "it changes nothing"
    FAILURE = "what was asked for is not out"
    DOUBT = "somebody has to look"


class AnnotationLevel(StrEnum):
    """How a runner of GitHub is told; whoever wants to hear of troubles hears of errors."""

    NONE = ""
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    kind: type[object]
    name: str
    """In the JSON document."""
    words: str
    """For people."""
    sign: str
    """In the step summary."""
    mood: Mood
    exit: Exit
    put_off: bool = False
    """The row is of those of its kind that have a time to come again."""
    cell: str = ""
    """In the table of ``bot status``, where it is not the words."""
    going: bool = False
    """This run sends it, or would."""
    sent: bool = False
    level: AnnotationLevel = AnnotationLevel.NONE
    title: str = ""
    """Of the annotation, where it is not the words."""
    advice: str = ""
    """What the annotation says behind the reason."""
    total: str = ""
    """Behind the number of them in a summary of all."""
    counted: bool = False
    """How many there are of its name is an output of the Action's step."""


OUTCOMES = (
    OutcomeRow(Posted, "posted", "posted", "✅", Mood.GOOD, Exit.OUT, going=True, sent=True, counted=True),
    OutcomeRow(AlreadyPosted, "already-posted", "already posted", "✅", Mood.GOOD, Exit.OUT, cell="posted"),
    OutcomeRow(WouldPost, "would-post", "would post", "📝", Mood.AHEAD, Exit.OUT, cell="due", going=True),
    OutcomeRow(Skipped, "skipped", "skipped", "⏭️", Mood.CALM, Exit.NOTHING, total="left out"),
    OutcomeRow(TakenDown, "skipped", "taken down", "🗑️", Mood.CALM, Exit.NOTHING, total="taken down"),
    OutcomeRow(
        Failed, "failed", "put off", "⏳", Mood.WARN, Exit.FAILURE, put_off=True, cell="put off to", level=AnnotationLevel.WARNING,
        advice="A later run posts it; there is nothing to do.", total="failed or put off", counted=True,
    ),
    OutcomeRow(
        Failed, "failed", "failed", "❌", Mood.BAD, Exit.FAILURE, level=AnnotationLevel.ERROR, title="not posted",
        advice="The next run tries once more.", total="failed or put off", counted=True,
    ),
    OutcomeRow(
        InDoubt, "in-doubt", "in doubt", "❓", Mood.BAD, Exit.DOUBT, level=AnnotationLevel.ERROR, total="in doubt", counted=True
    ),
)  # fmt: skip

DONE, NOTHING, PARTLY, DOUBT = 0, 1, 3, 4
"""Exit codes; 2 is wrong usage."""


def row_of(outcome: Outcome) -> OutcomeRow:
    put_off = retry_at_of(outcome) is not None
    return next(row for row in OUTCOMES if isinstance(outcome, row.kind) and row.put_off is put_off)


def exit_code(results: Sequence[Result], *, put_off_is_done: bool = False) -> int:
    """The worst that happened, told apart by whether anything went out.

    ``put_off_is_done``: what a later run posts by itself is no failure of this one.
    """
    rows = [row_of(result.outcome) for result in results]
    parts = {row.exit for row in rows if not (put_off_is_done and row.put_off)}
    if Exit.DOUBT in parts:
        return DOUBT
    if Exit.FAILURE not in parts:
        return DONE
    return PARTLY if Exit.OUT in parts else NOTHING


def stands_in_the_way(outcome: Outcome) -> bool:
    """It is named even where little is said: what was asked for is not done."""
    return row_of(outcome).exit in {Exit.FAILURE, Exit.DOUBT}


def count_totals(results: Sequence[Result], *, in_the_way: bool = False) -> Iterator[str]:
    """As in "2 failed or put off"; with ``in_the_way`` only of outcomes that stand in the way."""
    names: dict[str, int] = {}
    for row in OUTCOMES:
        if row.total and (not in_the_way or row.exit in {Exit.FAILURE, Exit.DOUBT}):
            number = sum(row_of(result.outcome) is row for result in results)
            names[row.total] = names.get(row.total, 0) + number
    return (f"{number} {name}" for name, number in names.items() if number)


STATUS_WORDS = {
    Status.POSTED: "posted",
    Status.CLAIMED: "being posted",
    Status.FAILED: "failed or put off",
    Status.IN_DOUBT: "in doubt",
    Status.DELETED: "taken down",
    Status.BASELINE: "handled without a post",
}
"""What the ledger's entries are called where they are counted."""


def count_entries(counts: Mapping[Status, int]) -> str:
    """As in "12 posted, 2 taken down, 40 handled without a post"."""
    return ", ".join(f"{counts[status]} {words}" for status, words in STATUS_WORDS.items() if counts.get(status))


# ── what an outcome holds ────────────────────────────────────────────────────────────────────────


def outcome_words(outcome: Outcome) -> str:
    """The outcome as a person says it; the platform's word on when to come again is part of it."""
    row, later = row_of(outcome), retry_at_of(outcome)
    return f"{row.words} until {minute(later)}" if later else row.words


def retry_at_of(outcome: Outcome) -> datetime | None:
    return getattr(outcome, "retry_at", None)


def reason_of(outcome: Outcome) -> str | None:
    return getattr(outcome, "reason", None)


def receipt_of(outcome: Outcome) -> Receipt | None:
    return getattr(outcome, "receipt", None)


def url_of(outcome: Outcome) -> str | None:
    receipt = receipt_of(outcome)
    return receipt.url if receipt else None

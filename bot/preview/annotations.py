"""What went wrong, as annotations that a runner of GitHub puts beside the digest's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.preview.outcomes import AnnotationLevel, outcome_words, reason_of, row_of
from bot.preview.results import heading_of, warnings_of
from bot.text.safe import line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Result

ANNOTATIONS = 10
"""Of a level in one step; GitHub drops the others without a word."""
MESSAGE_LENGTH = 1000


def annotate(results: Sequence[Result]) -> list[str]:
    """``::error`` and ``::warning`` commands for the runner, each with its file and what to do, ten of a level at most."""
    commands: dict[AnnotationLevel, list[str]] = {AnnotationLevel.ERROR: [], AnnotationLevel.WARNING: []}
    for result in results:
        row = row_of(result.outcome)
        heading = heading_of(result)
        if row.level is not AnnotationLevel.NONE:
            title = f"{heading}: {row.title or outcome_words(result.outcome)}"
            message = "\n".join(filter(None, (reason_of(result.outcome), row.advice)))
            commands[row.level].append(annotation(row.level, result.path, title, message))
        elif row.going:
            for warning in warnings_of(result):
                commands[AnnotationLevel.WARNING].append(
                    annotation(AnnotationLevel.WARNING, result.path, heading, warning)
                )
    return [shown for level, all_of_it in commands.items() for shown in at_most(level, all_of_it)]


def annotation(level: AnnotationLevel, path: str, title: str, message: str) -> str:
    shown = visible(message)
    shown = shown if len(shown) <= MESSAGE_LENGTH else shown[: MESSAGE_LENGTH - 1] + "…"
    return f"::{level} file={in_property(line(path))},title={in_property(line(title))}::{in_message(shown)}"


def at_most(level: AnnotationLevel, commands: list[str]) -> list[str]:
    """So many as GitHub shows, the last of which says how many more there are."""
    if len(commands) <= ANNOTATIONS:
        return commands
    rest = len(commands) - ANNOTATIONS + 1
    last = f"::{level} title=and {rest} more::{rest} more are in the step summary and in the log"
    return [*commands[: ANNOTATIONS - 1], last]


def in_message(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(value: str) -> str:
    return in_message(value).replace(":", "%3A").replace(",", "%2C")

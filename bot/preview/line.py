"""What came of each digest in a line; what is the same for many is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.clock import minute
from bot.preview.outcomes import reason_of, retry_at_of, row_of, url_of
from bot.preview.results import warnings_of
from bot.view.figures import enumerate_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Outcome, Result
    from bot.preview.outcomes import OutcomeRow

NAMED = 3
"""Digests that are named where the same came of many."""


class Line(NamedTuple):
    """One line."""

    row: OutcomeRow
    text: str
    """It begins with the row's words."""
    warnings: Sequence[str] = ()


def result_line(result: Result) -> str:
    """As in "posted: content/a.md on x: https://x.com/me/status/1"."""
    return line_of(result.outcome, [result.path], [result.target])


def result_lines(results: Iterable[Result]) -> list[Line]:
    """A line each; results of which the same reason is told are one line, as "failed: a.md and b.md on bluesky and x: ..."."""
    alike: dict[object, list[Result]] = {}
    for number, result in enumerate(results):
        outcome, reason = result.outcome, reason_of(result.outcome)
        together = (row_of(outcome).words, reason, retry_at_of(outcome), warnings_of(result))
        alike.setdefault(number if reason is None else together, []).append(result)
    return [line for group in alike.values() for line in lines_of(group)]


def lines_of(alike: Sequence[Result]) -> list[Line]:
    """Results with the same outcome: a line for all files that have the same targets."""
    targets: dict[str, list[str]] = {}
    for result in alike:
        targets.setdefault(result.path, []).append(result.target)
    paths: dict[tuple[str, ...], list[str]] = {}
    for path, names in targets.items():
        paths.setdefault(tuple(dict.fromkeys(names)), []).append(path)
    outcome, warnings = alike[0].outcome, warnings_of(alike[0])
    return [Line(row_of(outcome), line_of(outcome, files, names), warnings) for names, files in paths.items()]


def line_of(outcome: Outcome, paths: Sequence[str], targets: Sequence[str]) -> str:
    detail, later = url_of(outcome) or reason_of(outcome), retry_at_of(outcome)
    again = f" (again from {minute(later)})" if later else ""
    named = [*paths[:NAMED], f"{len(paths) - NAMED} more"] if len(paths) > NAMED + 1 else paths
    where = f"{enumerate_words(named)} on {enumerate_words(targets)}"
    for said in (*paths, *targets):  # an error names its file or its target, wherever it is told
        detail = detail.removeprefix(f"{said}: ") if detail else detail
    words = row_of(outcome).words
    return f"{words}: {where}" + (f": {detail}{again}" if detail and detail != words else "")

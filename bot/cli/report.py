"""What came of a command, told: in lines or as JSON, to a runner of GitHub, and to whoever wants to hear of troubles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.preview.outcomes import exit_code, reason_of, retry_at_of, row_of, stands_in_the_way, url_of
from bot.text.safe import line as one_line
from bot.view.figures import format_moment

__all__ = ["exit_code", "line", "on_github", "print_json", "report"]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Result
    from bot.runs.parts import Parts
    from bot.settings.model import Settings


def line(result: Result) -> str:
    """One result in one line."""
    outcome = result.outcome
    detail, later = url_of(outcome) or reason_of(outcome), retry_at_of(outcome)
    again = f" (again from {format_moment(later)} UTC)" if later else ""
    return f"{row_of(outcome).words}: {result.path} on {result.target}" + (f": {detail}{again}" if detail else "")


def report(parts: Parts, results: Sequence[Result], *, as_json: bool = False) -> None:
    """Tell what came of everything: on stdout, to a runner of GitHub, and to whoever wants to hear of troubles."""
    if as_json:
        print_json(results)
    else:
        for result in results:
            if parts.options.verbosity >= 0 or stands_in_the_way(result.outcome):
                click.echo(one_line(line(result)))
                for warning in result.warnings:
                    click.echo(f"  warning: {one_line(warning)}")
    on_github(results, parts.settings, parts.environ)
    from bot.runs.notify import notify

    for problem in notify(results, parts.settings, parts.environ):
        parts.story.warn(problem)


def print_json(results: Sequence[Result]) -> None:
    from bot.preview.json import dump_results

    click.echo(dump_results(results))


def on_github(results: Sequence[Result], settings: Settings, environ: Mapping[str, str]) -> None:
    """Annotations for the log, the step summary and the step's outputs."""
    from bot.github import tell_results

    tell_results(results, settings, environ)

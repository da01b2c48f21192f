"""Results as lines, as JSON, as a GitHub step summary, and as an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Result, Skipped, WouldPost
from bot.preview.safe import line as one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config import Settings

DONE, NOTHING, PARTLY, DOUBT = 0, 1, 3, 4


def exit_code(results: Sequence[Result]) -> int:
    """DESIGN's exit codes: the worst that happened, told apart by whether anything went out."""
    kinds = {type(result.outcome) for result in results}
    if InDoubt in kinds:
        return DOUBT
    if Failed not in kinds:
        return DONE
    return PARTLY if kinds & {Posted, AlreadyPosted, WouldPost} else NOTHING


def line(result: Result) -> str:
    """One result in one line."""
    where = f"{result.path} on {result.target}"
    match result.outcome:
        case Posted(receipt):
            return f"posted: {where}: {receipt.url}"
        case AlreadyPosted(receipt):
            return f"already posted: {where}" + (f": {receipt.url}" if receipt else "")
        case WouldPost():
            return f"would post: {where}"
        case Skipped(reason):
            return f"skipped: {where}: {reason}"
        case Failed(reason, None):
            return f"failed: {where}: {reason}"
        case Failed(reason, retry_at):
            return f"put off: {where}: {reason} (again from {retry_at:%Y-%m-%d %H:%M} UTC)"
        case InDoubt(reason):
            return f"in doubt: {where}: {reason}"


def report(
    results: Sequence[Result], *, as_json: bool, verbosity: int, settings: Settings, environ: Mapping[str, str]
) -> None:
    """Print what came of everything: the document or the lines on stdout, and what a runner of GitHub shows."""
    if as_json:
        from bot.preview.as_json import dumps

        click.echo(dumps(results))
    else:
        for result in results:
            if verbosity >= 0 or isinstance(result.outcome, Failed | InDoubt):
                click.echo(one_line(line(result)))
                for warning in result.warnings:
                    click.echo(f"  warning: {one_line(warning)}")
    if environ.get("GITHUB_ACTIONS") == "true":
        on_github(results, settings, environ)


def on_github(results: Sequence[Result], settings: Settings, environ: Mapping[str, str]) -> None:
    """Annotations for the log, the step summary and the step's outputs."""
    from bot.github import tell

    tell(results, settings, environ)

"""Results as lines, as JSON, as a GitHub step summary, and as an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Result, Skipped, WouldPost
from bot.text.safe import line as one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.runs.parts import Parts
    from bot.settings.model import Settings

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


def report(parts: Parts, results: Sequence[Result], *, as_json: bool = False) -> None:
    """Tell what came of everything: on stdout, to a runner of GitHub, and to whoever wants to hear of troubles."""
    if as_json:
        print_json(results)
    else:
        for result in results:
            if parts.options.verbosity >= 0 or isinstance(result.outcome, Failed | InDoubt):
                click.echo(one_line(line(result)))
                for warning in result.warnings:
                    click.echo(f"  warning: {one_line(warning)}")
    on_github(results, parts.settings, parts.environ)
    from bot.runs.notify import notify

    for problem in notify(results, parts.settings, parts.environ):
        parts.story.warn(problem)


def print_json(results: Sequence[Result]) -> None:
    from bot.preview.json import dumps

    click.echo(dumps(results))


def on_github(results: Sequence[Result], settings: Settings, environ: Mapping[str, str]) -> None:
    """Annotations for the log, the step summary and the step's outputs."""
    from bot.github import tell

    tell(results, settings, environ)

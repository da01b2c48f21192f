"""What came of a command, or would come of it, told: in lines, panels or JSON, to a runner of GitHub, and to whoever wants to hear of troubles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.say import say
from bot.errors import describe
from bot.preview.outcomes import stands_in_the_way
from bot.preview.plain import result_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.cli.wiring import Wiring
    from bot.model import Result
    from bot.settings.model import Settings


def report(results: Sequence[Result], wiring: Wiring, *, as_json: bool = False, nothing: str = "") -> None:
    """Tell what came of everything: on stdout, to a runner of GitHub, and to whoever wants to hear of troubles.

    ``nothing``: what is told where nothing came of it.
    """
    from bot.runs.github_runner import tell_results
    from bot.runs.notify import notify

    messages = wiring.messages
    try:
        if as_json:
            print_json(results)
        else:
            print_lines(result for result in results if messages.verbosity >= 0 or stands_in_the_way(result.outcome))
    except BrokenPipeError:
        pass  # nobody wants to read it any more
    except OSError as error:
        messages.warn(f"bot: the result cannot be written: {error.strerror or error}; see: bot status")
    # One who cannot be told, because a disk is full or a pipe is closed, keeps nobody else from being told.
    try:
        tell_results(results, wiring.settings, wiring.environ)
    except Exception as error:  # noqa: BLE001 -- as above
        messages.warn(f"bot: the runner was not told: {describe(error)}")
    if nothing and not results and not as_json:
        messages.tell(nothing)
    for problem in notify(results, wiring.settings, wiring.environ):
        messages.warn(problem)


def print_lines(results: Iterable[Result]) -> None:
    for row, text, warnings in result_lines(results):
        say(text, head=row.words, style=row.mood.terminal)
        for warning in warnings:
            say(f"warning: {warning}", head="warning", style="yellow", indent="  ")


def print_json(results: Sequence[Result]) -> None:
    from bot.preview.json import dump_results

    click.echo(dump_results(results))


def show_drafts(results: Sequence[Result], wiring: Wiring, *, as_json: bool) -> None:
    from bot.runs.github_runner import tell_results

    if as_json:
        print_json(results)
    elif sys.stdout.isatty():
        from bot.preview.terminal import show_results

        show_results(results, wiring.settings)
    elif results:
        from bot.preview.plain import format_results

        click.echo(format_results(results))
    tell_results(results, wiring.settings, wiring.environ)


def write_page(results: Sequence[Result], settings: Settings, path: Path | None) -> Path:
    """Write the drafts as a page that a browser opens; without a path into a folder of its own."""
    import tempfile

    from bot.preview.page import render_results

    page = path or Path(tempfile.mkdtemp(prefix="bot-preview-")) / "preview.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render_results(results, settings), encoding="utf-8")
    return page

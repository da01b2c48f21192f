"""Drafts shown: panels on a terminal, plain lines in a pipe, JSON, or a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.report import on_github, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Result
    from bot.settings.model import Settings


def show_drafts(results: Sequence[Result], settings: Settings, environ: Mapping[str, str], *, as_json: bool) -> None:
    """The drafts themselves, on stdout."""
    if as_json:
        print_json(results)
    elif sys.stdout.isatty():
        from bot.preview.terminal import show_results

        show_results(results, settings)
    else:
        from bot.preview.plain import format_results

        click.echo(format_results(results))
    on_github(results, settings, environ)


def write_page(results: Sequence[Result], settings: Settings, path: Path | None) -> Path:
    """Write the drafts as a page that a browser opens; without a path into a folder of its own."""
    import tempfile

    from bot.preview.page import render_results

    page = path or Path(tempfile.mkdtemp(prefix="bot-preview-")) / "preview.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render_results(results, settings), encoding="utf-8")
    return page

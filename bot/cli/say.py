"""A line on stdout or stderr that nothing in it can steer: no terminal, no log, no runner's command."""

from __future__ import annotations

import click

from bot.text.safe import log_line


def say(text: str, *, err: bool = False) -> None:
    """Print it as one line."""
    click.echo(log_line(text), err=err)

"""Lines on stdout or stderr that nothing in them can steer: no terminal, no log, no runner's command."""

from __future__ import annotations

import sys
from contextlib import suppress

import click


def say(text: str, *, err: bool = False, head: str = "", style: str = "", indent: str = "") -> None:
    """Print it: as one line, on a terminal broken between words; its ``head`` in ``style``, all of it behind ``indent``."""
    from bot.preview.screen import layout  # not before there is something to say

    stream = sys.stderr if err else sys.stdout
    # A log that cannot be written stops nothing, and changes no exit code; a result is what was asked for.
    with suppress(*([OSError] if err else [])):
        click.echo(layout(text, stream, head=head, style=style, indent=indent), err=err, color=True)

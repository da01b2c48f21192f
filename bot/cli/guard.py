"""Every error of ours as one line on stderr and an exit code; never a traceback for what a user can mend."""

from __future__ import annotations

import io
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

import click

from bot.cli.say import say
from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED, USAGE = 1, 2


def guarded(command: click.Command, args: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    for name in ("stdout", "stderr"):
        # It was closed before the call: a file that is opened later must not take its place.
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 -- it stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name that the terminal's encoding lacks is spelt out; it ends no run.
            stream.reconfigure(errors="backslashreplace")
    try:
        os.getcwd()  # noqa: PTH109 -- whether there is one
    except OSError:
        say("bot: the folder that it was called in is gone; call it in the blog's folder", err=True)
        return USAGE
    try:
        return exit_code_of(command, args)
    finally:
        for stream in (sys.stdout, sys.stderr):
            give_up_unwritten(stream)


def exit_code_of(command: click.Command, args: Sequence[str] | None) -> int:
    try:
        code = command.main(args=list(args) if args is not None else None, prog_name="bot", standalone_mode=False)
    except click.exceptions.Abort:
        say("bot: stopped; what was posted is in the ledger", err=True)
        return 130
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(file=shown)
        for line in shown.getvalue().splitlines():
            say(line, err=True)
        return USAGE
    except BotError as error:
        say(f"bot: {error}", err=True)
        return USAGE
    except SystemExit:
        return 0  # click's, to a reader of our output who has gone
    except OSError as error:
        if error.filename is None:
            say(f"bot: what it has to tell cannot be written: {error.strerror or error}", err=True)
            return FAILED
        name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else error.filename
        say(f"bot: {name}: {error.strerror}; choose another path, or change its permissions", err=True)
        return USAGE
    return code if isinstance(code, int) else 0


def give_up_unwritten(stream: TextIO) -> None:
    """What cannot be written (its reader is gone, its disk full) is let go of: Python would complain of it once more at its end."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def leave_threads(code: int) -> None:
    """End the process here if a thread of it still waits for an answer; a run that was stopped does not, nor does its end."""
    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)

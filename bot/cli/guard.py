"""Every error of ours as one line on stderr and an exit code; never a traceback for what a user can mend."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED, USAGE = 1, 2


def guarded(command: click.Command, args: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    try:
        code = command.main(args=list(args) if args is not None else None, prog_name="bot", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("bot: stopped; what was posted is in the ledger", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return USAGE
    except BotError as error:
        from bot.runs.messages import printable

        click.echo(f"bot: {printable(str(error))}", err=True)
        return USAGE
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"bot: {error.filename}: {error.strerror}; choose another path, or change its permissions", err=True)
        return USAGE
    return code if isinstance(code, int) else 0

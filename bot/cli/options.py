"""The arguments and options of the commands; those that every command has may stand before or after its name."""

from __future__ import annotations

import functools
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot import __version__
from bot.cli.complete import complete_digests, complete_targets

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

F = TypeVar("F", bound="Callable[..., Any]")


class LazyPath(click.Path):
    """A path; pathlib is imported only when one is given, for it takes a tenth of the time that the help does."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, param, ctx)))


PATH = LazyPath(readable=False)
"""One that may not be read is the command's to tell: of several files the others are still done."""


def everywhere(command: F) -> F:
    """Add --content, --state, --config, --state-branch, --env-file, -q and -v; the command gets them as ``options``."""

    @click.option("--content", type=PATH, metavar="DIR", help="Where the digests are.")
    @click.option("--state", type=PATH, metavar="DIR", help="Where the ledger is.")
    @click.option(
        "--config",
        type=PATH,
        metavar="FILE",
        help="Settings, instead of bot.toml or pyproject.toml.",
    )
    @click.option("--state-branch", metavar="NAME", help="Share the ledger on this git branch.")
    @click.option("--env-file", type=PATH, metavar="FILE", help="Take accounts from this file too.")
    @click.option("-q", "--quiet", count=True, help="Only what went wrong.")
    @click.option("-v", "--verbose", count=True, help="Also why something was left alone.")
    @click.pass_context
    @functools.wraps(command)
    def wrapped(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        from bot.settings.options import Options

        options = ctx.obj or Options()
        given = {name: kwargs.pop(name) for name in ("content", "state", "config", "state_branch")}
        more = kwargs.pop("verbose") - kwargs.pop("quiet")
        if (env_file := kwargs.pop("env_file")) is not None:
            from bot.cli.env_file import take_from_file

            take_from_file(env_file, os.environ)
        changes = {name: value for name, value in given.items() if value is not None}
        # What was said before the command's name also holds behind it.
        ctx.obj = replace(options, verbosity=options.verbosity + more, **changes)
        return command(ctx.obj, *args, **kwargs)

    return wrapped  # type: ignore[return-value]  # click's decorators keep the callable's shape


def command(name: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of the bot: its help ends in an example, -h works, and it takes what every command takes."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        return click.command(
            name,
            epilog="\b\nExample:\n" + "\n".join(f"  {line}" for line in example.strip().splitlines()),
            context_settings={"help_option_names": ["-h", "--help"]},
        )(click.version_option(__version__, "--version", prog_name="bot")(everywhere(function)))

    return decorate


FILES = click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...", shell_complete=complete_digests)
MAYBE_FILES = click.argument("files", nargs=-1, type=PATH, metavar="[FILE...]", shell_complete=complete_digests)
FILE = click.argument("file", type=PATH, shell_complete=complete_digests)
MAYBE_FILE = click.argument("file", required=False, type=PATH, shell_complete=complete_digests)
TARGET = click.argument("target", shell_complete=complete_targets)
TO = click.option(
    "--to",
    "to",
    multiple=True,
    metavar="TARGET",
    help="Only to this target; may be repeated.",
    shell_complete=complete_targets,
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
YES = click.option("-y", "--yes", is_flag=True, help="Ask nothing.")


def as_moment(text: str, now: datetime) -> datetime:
    """A time as a person says it: a date, or how long ago."""
    from datetime import datetime

    from bot.clock import aware
    from bot.settings.table import duration

    try:
        return now - duration(text)
    except ValueError:
        pass
    try:
        return aware(datetime.fromisoformat(text))
    except ValueError:
        raise click.UsageError(f"{text!r} is neither a date like 2026-11-01 nor a time like 7d") from None

"""The command line: parse, call, print, exit code."""

from __future__ import annotations

import gc
import importlib
from typing import TYPE_CHECKING, NoReturn

import click

from bot import __version__
from bot.cli.options import everywhere

if TYPE_CHECKING:
    from bot.settings.options import Options

COMMANDS = {
    "post": ("bot.cli.post", "Post these digests now."),
    "run": ("bot.cli.run", "Post all that is new."),
    "watch": ("bot.cli.run", "Run, then again on every new file, until stopped."),
    "preview": ("bot.cli.post", "Show what would be posted; needs no account."),
    "status": ("bot.cli.status", "What was posted, failed, is in doubt."),
    "explain": ("bot.cli.status", "Why this file would or would not be posted."),
    "url": ("bot.cli.url", "The addresses that a digest's posts have or will have."),
    "documents": ("bot.cli.documents", "Make documents of the archive, without posts."),
    "card": ("bot.cli.post", "Draw the digest's card as a picture."),
    "resolve": ("bot.cli.ledger", "Say what became of a post that is in doubt."),
    "reconcile": ("bot.cli.ledger", "Ask the platforms about posts in doubt; rebuild a lost ledger."),
    "baseline": ("bot.cli.ledger", "Mark every digest there is as handled."),
    "delete": ("bot.cli.ledger", "Take a post down again."),
    "init": ("bot.cli.init", "Set up this blog."),
    "doctor": ("bot.cli.doctor", "Check settings and credentials, each finding with its fix."),
}
"""Command to its module and its line in the help, so that showing the help imports no command."""


class LazyGroup(click.Group):
    """Imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in COMMANDS:
            from bot.settings.paths import suggest

            hint = suggest(args[0], list(COMMANDS)) or "; bot -h lists them"
            raise click.UsageError(f"there is no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


EPILOG = """\b
Example:
  bot init                          mark what is there, once
  bot preview content/my-post.md    see what would be sent
  bot run                           post all that is new

\b
Exit codes:
  0  done, or nothing to do
  1  nothing that was asked for could be posted
  2  wrong usage or settings; nothing was sent
  3  partly: some posted, some failed or put off
  4  something is in doubt and needs a look: bot status
"""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="bot")
@everywhere
def cli(options: Options) -> None:
    """Announce every new post of a blog on Bluesky, X and Mastodon: exactly once, whatever dies."""


def main() -> NoReturn:
    """Run the command line; every error of ours becomes one line and an exit code."""
    from bot.cli.guard import guarded, leave_threads

    code = guarded(cli)
    leave_threads(code)
    # All memory goes back at the end anyhow; looking for circles in an SDK's thousand classes takes a quarter of a second.
    gc.freeze()
    raise SystemExit(code)

"""Writes docs/commands.md from the commands' own help: ``python -m scripts.generate_commands_docs``; ``--check`` compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from bot.cli import COMMANDS, cli
from scripts.generated import write_or_check

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
COLUMNS = 96
GROUPS = {
    "Begin": ("init", "doctor", "preview"),
    "Post": ("run", "post", "watch", "documents"),
    "Look": ("status", "explain", "url", "card"),
    "Put right": ("resolve", "reconcile", "baseline", "delete"),
}
START = """\
<!-- Written by scripts/generate_commands_docs.py from the commands' help; a test sees to it that both agree. -->
# The commands

Made from the commands' own help (`bot COMMAND -h`). What every command takes, and what its exit codes mean, is said once, at the
end.
"""
EVERYWHERE = ("--content", "--state ", "--config", "--state-branch", "--env-file", "-q,", "-v,", "--version", "-h,")
"""Options that every command has, by how their lines begin."""


def page() -> str:
    """The whole page."""
    grouped = [name for names in GROUPS.values() for name in names]
    groups = {
        **{title: [name for name in names if name in COMMANDS] for title, names in GROUPS.items()},
        "More": [name for name in COMMANDS if name not in grouped],
    }
    blocks = [START, table(groups)]
    for title, names in groups.items():
        if names:
            blocks.append(f"## {title}\n")
            blocks += [section(name) for name in names]
    blocks.append(f"## Everywhere\n\n```text\n{whole_help()}\n```\n")
    return "\n".join(blocks)


def table(groups: dict[str, list[str]]) -> str:
    rows = [f"| [{name}](#bot-{name}) | {COMMANDS[name][1]} |" for names in groups.values() for name in names]
    return "\n".join(["| command | |", "|---|---|", *rows, ""])


def section(name: str) -> str:
    command = cli.get_command(click.Context(cli), name)
    if command is None:
        raise SystemExit(f"{name}: there is no such command")
    return f"### bot {name}\n\n```text\n{own_help(command, name)}\n```\n"


def own_help(command: click.Command, name: str) -> str:
    """Its help without what every command has."""
    lines = help_of(command, f"bot {name}").splitlines()
    kept, skipping = [], False
    for line in lines:
        if re.match(r"  -", line):
            skipping = line.strip().startswith(EVERYWHERE)
        elif not line.startswith("    "):
            skipping = False
        if not skipping:
            kept.append(line)
    text = "\n".join(kept)
    return re.sub(r"Options:\n(?=\n|\Z)\n?", "", text).strip()


def whole_help() -> str:
    """What stands before and behind the list of commands."""
    text = help_of(cli, "bot")
    return re.sub(r"Commands:\n(?:  .*\n)+\n", "", text).strip()


def help_of(command: click.Command, path: str) -> str:
    context = click.Context(
        command, info_name=path, terminal_width=COLUMNS, max_content_width=COLUMNS, **command.context_settings
    )
    return command.get_help(context)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, __doc__))

"""``python -m bot.github``: the step of the action that runs the bot."""

from __future__ import annotations

import io
import os
import secrets
from contextlib import contextmanager, nullcontext, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BotError, SettingsError, UsageError
from bot.github.arguments import FILES, arguments
from bot.preview.markdown import code_block
from bot.publishers.registry import PLATFORMS
from bot.runs.github_runner import STOPPED, append, tell_refusal, tell_results
from bot.runs.messages import Messages
from bot.settings.options import Options
from bot.settings.paths import shown
from bot.settings.read import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.settings.model import Settings

INPUTS = (
    "command", "files", "url", "content", "config", "targets", "dry-run", "max-posts", "since", "limit", "again",
    "update", "state-branch",
)  # fmt: skip
BRANCH = "bot-state"
"""Where the ledger is kept if nobody says: a runner's own disk is gone tomorrow."""


TALKS = frozenset({"init", "status", "explain", "url", "resolve", "baseline", "doctor"})
"""Their answer is what they print; the others report results."""


def main() -> int:
    from bot.cli import cli
    from bot.cli.guard import guarded, leave_threads

    # One pipe for both, so that the runner sees everything in the order in which it was said.
    os.dup2(1, 2)
    # Nothing in a digest, a file's name or a platform's answer is a workflow command from here on.
    os.environ[STOPPED] = word = secrets.token_hex(16)
    click.echo(f"::stop-commands::{word}")
    code = guarded(call(os.environ, cli))
    leave_threads(code)
    return code


def call(environ: Mapping[str, str], cli: click.Group) -> click.Command:
    """A command that does what the inputs say, so that its errors are shown as every command's are."""
    return click.Command("action", callback=partial(act_or_tell, environ, cli))


def act_or_tell(environ: Mapping[str, str], cli: click.Group) -> int:
    """Do what the inputs say; what goes wrong is told to the runner, and then to whoever called."""
    try:
        return act(environ, cli)
    except BotError as error:
        tell_refusal(str(error), environ)
        raise
    except click.ClickException as error:
        tell_refusal(error.format_message(), environ)
        raise


def act(environ: Mapping[str, str], cli: click.Group) -> int:
    inputs = {name: environ.get(f"BOT_{name.upper().replace('-', '_')}", "") for name in INPUTS}
    check_checkout(Path.cwd())
    words = arguments(inputs, on_pull_request=environ.get("GITHUB_EVENT_NAME") == "pull_request")
    settings = settings_of(inputs)
    if not inputs["state-branch"] and settings is not None and settings.branch is None:
        words.insert(1, f"--state-branch={BRANCH}")
    if environ.get("RUNNER_DEBUG") == "1":
        words.insert(1, "--verbose")
    if words[0] == "preview" and not inputs[FILES].strip():
        from bot.github.changed import changed_digests

        settings = settings or load_settings(inputs)
        files = changed_digests(settings, environ, Messages(0).warn)
        if not files:
            click.echo("no digest is added or changed, so there is nothing to preview", err=True)
            tell_results([], settings, environ)
            return 0
        words += ["--", *(shown(path) for path in files)]
    with summarized(words[0], environ) if words[0] in TALKS else nullcontext():
        code = cli.main(args=words, prog_name="bot", standalone_mode=False, obj=Options(put_off_is_done=True))
    return code if isinstance(code, int) else 0


def check_checkout(here: Path) -> None:
    """Raise UsageError where no step has brought the blog: nothing that is missing afterwards would say so."""
    if not any(here.iterdir()) and not any((folder / ".git").exists() for folder in here.parents):
        raise UsageError(
            "this job has not checked out the blog: its folder is empty",
            "put `uses: actions/checkout` before the bot's step",
        )


@contextmanager
def summarized(command: str, environ: Mapping[str, str]) -> Iterator[None]:
    """What the command prints meanwhile also stands in the step summary: whoever filled in a form looks there."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            yield
    finally:
        text = printed.getvalue()
        click.echo(text, nl=False)
        if text.strip():
            append(environ, "GITHUB_STEP_SUMMARY", f"## bot {command}\n\n{code_block(text.strip())}\n")


def settings_of(inputs: Mapping[str, str]) -> Settings | None:
    """The settings; None where they cannot be read, which the command itself will say best."""
    try:
        return load_settings(inputs)
    except SettingsError:
        return None


def load_settings(inputs: Mapping[str, str]) -> Settings:
    content, config = (Path(inputs[name]) if inputs[name] else None for name in ("content", "config"))
    return load(Options(content, config=config), platforms=PLATFORMS)


if __name__ == "__main__":
    raise SystemExit(main())

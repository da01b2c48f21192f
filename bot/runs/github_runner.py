"""What a runner of GitHub Actions is told: annotations, the step summary, outputs, the pull request's comment."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.git import on_github
from bot.runs.messages import Messages
from bot.text.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.model import Result
    from bot.settings.model import Settings

JSON_CHARACTERS = 900_000
"""A job's outputs may have 1 MiB (docs.github.com, limits of workflows)."""
STOPPED = "BOT_COMMANDS_STOPPED"
"""Environment: the word that makes the runner listen to workflow commands again."""


def tell_results(results: Sequence[Result], settings: Settings, environ: Mapping[str, str]) -> None:
    """Tell the runner what came of everything; where it is no runner, nothing happens."""
    from bot.preview.summary import annotate, write_comment, write_summary

    if not on_github(environ):
        return
    with commands_heard(environ):
        for annotation in annotate(results):
            click.echo(annotation, err=True)
    if results:
        append(environ, "GITHUB_STEP_SUMMARY", write_summary(results, settings))
    append(environ, "GITHUB_OUTPUT", format_outputs(results))
    write(environ, "BOT_COMMENT_FILE", "w", write_comment(results, settings) if results else "")


def tell_refusal(message: str, environ: Mapping[str, str]) -> None:
    from bot.preview.markdown import code_block
    from bot.preview.summary import in_message

    if not on_github(environ):
        return
    with commands_heard(environ):
        click.echo(f"::error title=bot: not done::{in_message(visible(message))}", err=True)
    append(environ, "GITHUB_STEP_SUMMARY", f"## Not done\n\n{code_block(message)}\n")


def format_outputs(results: Sequence[Result]) -> str:
    """The step's outputs, one a line; JSON breaks no line, so no value can pass for another output."""
    from bot.preview.json import results_json
    from bot.preview.outcomes import OUTCOMES, row_of

    document = results_json(results)
    text = compact(document)
    if len(text) > JSON_CHARACTERS:
        text = compact({"results": [{**result, "draft": None} for result in document["results"]]})
    names = [row_of(result.outcome).name for result in results]
    counted = dict.fromkeys(row.name for row in OUTCOMES if row.counted)
    return "".join(f"{name}={names.count(name)}\n" for name in counted) + f"json={text}\n"


def compact(document: Mapping[str, object]) -> str:
    return json.dumps(document, separators=(",", ":"))


def append(environ: Mapping[str, str], name: str, text: str) -> None:
    write(environ, name, "a", text)


def write(environ: Mapping[str, str], name: str, mode: str, text: str) -> None:
    """Write to the file that this variable names, where it names one; what cannot be written is told and fails nothing."""
    if not (path := environ.get(name)):
        return
    try:
        with Path(path).open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        Messages(0).warn(f"warning: the runner was not told all: {name} cannot be written: {error.strerror or error}")


@contextmanager
def commands_heard(environ: Mapping[str, str]) -> Iterator[None]:
    """What is printed meanwhile is heard as workflow commands, although the rest of the log is not."""
    word = environ.get(STOPPED)
    if word:
        click.echo(f"::{word}::", err=True)
    yield
    if word:
        click.echo(f"::stop-commands::{word}", err=True)

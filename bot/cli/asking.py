"""Asking the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.errors import SettingsError
from bot.text.safe import log_line

if TYPE_CHECKING:
    from bot.runs.init import Question


def interactive() -> bool:
    """A person is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agree(question: str, *, default: bool = False) -> None:
    """Return if the person agrees; else this is the end of the command."""
    click.confirm(log_line(question), default=default, abort=True, err=True)


class Terminal:
    """The blog's owner, at a terminal."""

    def answer(self, question: Question) -> str | None:
        """An answer that can be used, None for "-"; one that cannot be used is asked for once more."""
        prompt: str | None = click.prompt(
            log_line(question.text),
            default=question.default,
            value_proc=lambda answer: read_answer(answer, question),
            err=True,
        )
        return prompt

    def confirm(self, question: str, *, default: bool = True) -> bool:
        return click.confirm(log_line(question), default=default, err=True)

    def agree(self, question: str) -> None:
        agree(question, default=True)


LEFT_OUT = "-"


def read_answer(answer: str, question: Question) -> str | None:
    """The answer as it is to be kept. Raises BadParameter, after which click asks again."""
    if answer.strip() == LEFT_OUT:
        if question.needed is not None:
            raise click.BadParameter(question.needed)
        return None
    try:
        return question.read(answer)
    except (ValueError, TypeError, SettingsError):
        raise click.BadParameter(f"{answer!r} is not {question.form}") from None

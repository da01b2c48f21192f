"""Asking the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.errors import SettingsError

if TYPE_CHECKING:
    from bot.runs.init import Question


def interactive() -> bool:
    """A person is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agree(question: str, *, default: bool = False) -> None:
    """Return if the person agrees; else this is the end of the command."""
    click.confirm(question, default=default, abort=True, err=True)


class Terminal:
    """The blog's owner, at a terminal."""

    def answer(self, question: Question) -> str:
        """An answer that can be used; one that cannot is asked for once more."""
        prompt: str = click.prompt(
            question.text, default=question.default, value_proc=lambda answer: read_answer(answer, question), err=True
        )
        return prompt

    def confirm(self, question: str, *, default: bool = True) -> bool:
        return click.confirm(question, default=default, err=True)

    def agree(self, question: str) -> None:
        agree(question, default=True)


def read_answer(answer: str, question: Question) -> str:
    try:
        return question.read(answer)
    except (ValueError, TypeError, SettingsError):
        raise click.BadParameter(f"{answer!r} is not {question.form}") from None

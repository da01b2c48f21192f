"""Asking the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.errors import SettingsError
from bot.preview.screen import layout
from bot.text.safe import visible

if TYPE_CHECKING:
    from bot.setup.interview import Question


def interactive() -> bool:
    """A person is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agree(question: str, *, default: bool = False) -> None:
    """Return if the person agrees; else this is the end of the command."""
    if not confirmed(question, default=default):
        raise click.Abort


def confirmed(question: str, *, default: bool) -> bool:
    asked = layout(f"{question} [{'Y/n' if default else 'y/N'}]", sys.stderr)
    return click.confirm(asked, default=default, show_default=False, err=True)


class Terminal:
    """The blog's owner, at a terminal."""

    def answer(self, question: Question) -> str | None:
        """An answer that can be used, None for "-"; one that cannot be used is asked for once more."""
        click.echo(err=True)
        if question.about:
            click.echo(layout(question.about, sys.stderr), err=True)
        text = question.text if question.default is None else f"{question.text} [{question.default}]"
        prompt: str | None = click.prompt(
            layout(text, sys.stderr),
            default=question.default,
            show_default=False,
            value_proc=lambda answer: read_answer(answer, question),
            err=True,
        )
        return prompt

    def confirm(self, question: str, *, default: bool = True) -> bool:
        click.echo(err=True)
        return confirmed(question, default=default)

    def agree(self, question: str, whole: str = "") -> None:
        """``whole`` is shown to whoever asks for it, who is then asked once more."""
        if not whole:
            return agree(question, default=True)
        asked = layout(f"{question} Enter: yes, n: no, s: show the text", sys.stderr)
        while (answer := click.prompt(asked, default="y", show_default=False, err=True).strip().casefold()) not in YES:
            if answer in NO:
                raise click.Abort
            if answer in SHOW:
                for line in whole.splitlines():
                    click.echo(visible(line), err=True)
        return None


YES, NO, SHOW = {"y", "yes"}, {"n", "no"}, {"s", "show"}
LEFT_OUT = "-"


def read_answer(answer: str, question: Question) -> str | None:
    """The answer as it is to be kept. Raises BadParameter, after which click asks again."""
    if answer.strip() == LEFT_OUT:
        if question.needed is not None:
            raise bad_answer(question.needed)
        return None
    try:
        return question.read(answer)
    except (ValueError, TypeError, SettingsError):
        raise bad_answer(f"{answer!r} is not {question.form}") from None


def bad_answer(why: str) -> click.BadParameter:
    """After which click says why, behind "Error: ", and asks again."""
    return click.BadParameter(layout(f"Error: {why}", sys.stderr).removeprefix("Error: "))

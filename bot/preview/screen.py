"""Sentences as a terminal shows them: broken between words, coloured by what they mean; in a pipe a line each."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from bot.text.safe import log_line
from bot.text.wrap import cells, wrap

USUAL_COLUMNS = 80
STYLES = {
    "": "", "green": "32", "cyan": "36", "dim": "2", "yellow": "33", "red": "31", "blue": "34", "bold": "1", "bold red": "1;31",
}  # fmt: skip
"""As rich writes a style; how a terminal is told (ECMA-48, SGR)."""


def columns_of(stream: TextIO) -> int | None:
    """How wide the terminal is; None: it is none."""
    try:
        if not stream.isatty():
            return None
        said = os.environ.get("COLUMNS", "")
        return (
            int(said)
            if said.isdecimal() and int(said)
            else os.get_terminal_size(stream.fileno()).columns or USUAL_COLUMNS
        )
    except (OSError, ValueError):  # closed, or no file of the system's
        return None


def colourful(stream: TextIO) -> bool:
    """Colours are wanted there (no-color.org)."""
    return steerable(stream) and not os.environ.get("NO_COLOR")


def steerable(stream: TextIO) -> bool:
    """It is a terminal that understands more than text."""
    return columns_of(stream) is not None and os.environ.get("TERM") != "dumb"


def layout(text: str, stream: TextIO | None = None, *, head: str = "", style: str = "", indent: str = "") -> str:
    """The text as it is to be printed on the stream (stdout): one harmless line, or the lines that its terminal has room for.

    ``head``: how the text begins, which is shown in ``style``. ``indent`` stands before every line.
    """
    stream = stream or sys.stdout
    text, head = log_line(text), log_line(head)
    columns = columns_of(stream)
    if columns is None:
        return f"{indent}{text}"
    first, *others = wrap(text, columns - len(indent))
    if head and first.startswith(head):
        first = f"{styled(head, style, stream)}{first[len(head) :]}"
    return "\n".join(f"{indent}{line}" for line in (first, *others))


def beside(label: str, text: str, *, width: int, style: str = "") -> str:
    """The text in a column of its own, with the label to the left of its first line, in a column of ``width``."""
    stream = sys.stdout
    columns = columns_of(stream)
    text = log_line(text)
    lines = [text] if columns is None else wrap(text, columns - width, "")
    left = styled(label, style, stream) + " " * (width - cells(label))
    return "\n".join([f"{left}{lines[0]}", *(f"{' ' * width}{line}" for line in lines[1:])])


def styled(text: str, style: str, stream: TextIO) -> str:
    code = STYLES[style]
    return f"\x1b[{code}m{text}\x1b[0m" if code and text and colourful(stream) else text


def linked(text: str, address: str | None, stream: TextIO) -> str:
    """The text as a link, on a terminal; one that knows no links shows the text alone."""
    from bot.view.markup import link_target  # nothing else that is laid out needs it

    target = link_target(address)
    return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\" if target and steerable(stream) else text

"""A file's name, fit for one line of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import shown

if TYPE_CHECKING:
    from pathlib import Path


def named(path: Path) -> str:
    """The path as a person here would write it, with line breaks and undecodable bytes escaped."""
    text = shown(path)
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode("ascii") for mark in text)

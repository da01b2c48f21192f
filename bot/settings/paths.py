"""A file's name, fit for one line of a message."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from bot.settings.read import shown

if TYPE_CHECKING:
    from pathlib import Path


def named(path: Path) -> str:
    """The path as a person here would write it, with line breaks and undecodable bytes escaped."""
    text = shown(path)
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode("ascii") for mark in text)


def near(path: Path) -> str:
    """A hint at a file beside this one that is called almost the same: ", did you mean ...?", or nothing."""
    try:
        found = difflib.get_close_matches(path.name, [one.name for one in path.parent.iterdir()], n=1, cutoff=0.8)
    except OSError:
        return ""
    return f", did you mean {named(path.with_name(found[0]))}?" if found else ""

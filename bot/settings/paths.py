"""A file's name, fit for one line of a message, and what was probably meant by a name that is not there."""

from __future__ import annotations

import difflib
import os
from pathlib import Path


def shown(path: Path) -> str:
    """The path as a person at this working directory would write it."""
    try:
        return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else str(path)
    except (OSError, ValueError):
        return str(path)


def below(path: Path, folder: Path) -> str | None:
    """The path as it continues behind the folder's, with "/" between its parts; None: it leads elsewhere."""
    place = Path(os.path.normpath(path.absolute()))
    return place.relative_to(folder.absolute()).as_posix() if place.is_relative_to(folder.absolute()) else None


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


def suggest(word: str, known: list[str]) -> str:
    """A hint: ", did you mean 'x'?", whatever the case of its letters, or nothing."""
    spelled = {name.casefold(): name for name in reversed(known)}
    near = difflib.get_close_matches(word.casefold(), spelled, n=1)
    return f", did you mean {spelled[near[0]]!r}?" if near else ""

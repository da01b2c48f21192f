"""Submodules of the blog's repository that are not checked out: folders without the files that belong there."""

from __future__ import annotations

import os
import re

REMEDY = "check it out: git submodule update --init; in a workflow give actions/checkout: submodules: true"
LIST = ".gitmodules"
LIST_BYTES = 128 * 1024
PATH = re.compile(r"^\s*path\s*=\s*\"?([^\"\n]+?)\"?\s*$", re.MULTILINE)


def absent_submodule(folder: str | os.PathLike[str]) -> str | None:
    """The folder of the absent submodule that this folder is or lies in; None: its files are not missing for that reason."""
    place = os.path.abspath(folder)  # noqa: PTH100 -- texts
    return next((one for one in absent_submodules(place) if place == one or place.startswith(one + os.sep)), None)


def absent_below(folder: str | os.PathLike[str]) -> list[str]:
    """The folders of the absent submodules that lie below this folder, relative to it, with "/" between their parts."""
    place = os.path.abspath(folder) + os.sep  # noqa: PTH100 -- the same
    inside = [one for one in absent_submodules(place) if one.startswith(place)]
    return [one[len(place) :].replace(os.sep, "/") for one in inside]


def absent_submodules(folder: str) -> list[str]:
    """The folders of all submodules that are not checked out in the repository around this folder."""
    top = repository_around(folder)
    if top is None:
        return []
    try:
        with open(os.path.join(top, LIST), "rb") as file:  # noqa: PTH123, PTH118 -- asked in every run: no Path is made
            text = file.read(LIST_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    folders = (os.path.normpath(os.path.join(top, path)) for path in PATH.findall(text))  # noqa: PTH118
    return [one for one in folders if one.startswith(top) and is_empty(one)]


def repository_around(folder: str) -> str | None:
    """The top of the repository that this folder lies in, whether the folder is there or not."""
    place = os.path.abspath(folder)  # noqa: PTH100
    while not os.path.lexists(os.path.join(place, ".git")):  # noqa: PTH118
        above = os.path.dirname(place)  # noqa: PTH120
        if above == place:
            return None
        place = above
    return place


def is_empty(folder: str) -> bool:
    try:
        return not os.listdir(folder)  # noqa: PTH208
    except FileNotFoundError:
        return True
    except OSError:
        return False

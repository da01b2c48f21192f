"""Which paths below content/ are digests, by their names alone."""

from __future__ import annotations

import os
from functools import lru_cache

TYPE_CHECKING = False  # the module is part of the quickest answer of bot run, see bot.watcher.idle
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from bot.settings.model import Settings

LEFT_OUT_FOLDERS = frozenset({"node_modules", "_drafts"})
MARKDOWN = ["**/*.md", "**/*.mdx", "**/*.markdown"]
"""The settings' own default, which needs no pattern."""


def is_digest(include: Sequence[str], exclude: Sequence[str]) -> Callable[[str], bool]:
    """A test for paths relative to content/, with "/" between their parts."""
    if list(include) == MARKDOWN and not exclude:
        return lambda path: path.endswith((".md", ".mdx", ".markdown")) and has_ordinary_name(path)
    wanted, unwanted = any_of(include).fullmatch, any_of(exclude).fullmatch
    return lambda path: wanted(path) is not None and unwanted(path) is None and has_ordinary_name(path)


def looks_at(settings: Settings, path: str | os.PathLike[str]) -> bool:
    """A run takes the file for a digest."""
    below = os.path.relpath(os.path.realpath(path), os.path.realpath(settings.content)).replace(os.sep, "/")
    return not below.startswith("../") and is_digest(settings.include, settings.exclude)(below)


def has_ordinary_name(path: str) -> bool:
    """Not hidden, and no name that begins with "_": these are partials, drafts and Hugo's list pages."""
    folders, _, name = path.rpartition("/")
    return not name.startswith((".", "_")) and (not folders or enters_all(folders))


@lru_cache
def enters_all(folders: str) -> bool:
    """A path of folders that are all looked into; most files share one."""
    return all(enters_folder(folder) for folder in folders.split("/"))


def enters_folder(folder: str) -> bool:
    return not folder.startswith(".") and folder not in LEFT_OUT_FOLDERS


def any_of(globs: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all of these; no glob, no match."""
    import re

    return re.compile("|".join(f"(?:{glob_pattern(glob)})" for glob in globs) or r"(?!)", re.DOTALL)


def glob_pattern(glob: str) -> str:
    """A glob as a pattern: ``**`` for any folders, ``*`` and ``?`` within a name, ``[...]``, ``{a,b}``.

    One without any of these signs stands for a file, or for a folder with all that is in it.
    """
    import re

    glob = glob.removeprefix("./").strip("/")
    parts: list[str] = []
    at = depth = 0
    while at < len(glob):
        mark = glob[at]
        end = glob.find("]", at + 2) if mark == "[" else -1
        if glob.startswith("**/", at):
            parts.append("(?:[^/]+/)*")
            at += 2
        elif glob.startswith("**", at):
            parts.append(".*")
            at += 1
        elif end > 0:
            inside = re.sub(r"([\\\[&~|])", r"\\\1", glob[at + 1 : end])
            parts.append(f"[^/{inside[1:]}]" if inside.startswith(("!", "^")) else f"[{inside}]")
            at = end
        elif mark == "{" and "}" in glob[at:]:
            depth += 1
            parts.append("(?:")
        elif mark == "}" and depth:
            depth -= 1
            parts.append(")")
        elif mark == "," and depth:
            parts.append("|")
        else:
            parts.append({"*": "[^/]*", "?": "[^/]"}.get(mark) or re.escape(mark))
        at += 1
    folder = "" if re.search(r"[*?\[{]", glob) else "(?:/.*)?"
    return "".join(parts) + folder

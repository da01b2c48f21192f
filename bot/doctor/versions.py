"""What is installed here, as it belongs into a report of a problem."""

from __future__ import annotations

import platform
import sqlite3
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.git import Git
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGES = ("atproto", "tweepy", "pillow", "sqlite-utils")


def check_versions(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Of the bot, Python, SQLite, git and the packages that the bot stands on."""
    versions = [f"bot {__version__}", f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for name in PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            yield Finding(
                Level.FAILURE, "versions", f"{name} is not installed", "what needs it will fail",
                "install the bot anew, with all that it needs",
            )  # fmt: skip
    versions.append(git_version(environ))
    yield Finding(Level.OK, "versions", ", ".join(versions))


def git_version(environ: Mapping[str, str]) -> str:
    """A line as git says it, or that there is no git."""
    return Git(Path.cwd(), environ).run("--version").text.strip().replace("git version", "git") or "no git"

"""What is installed here, as it belongs into a report of a problem."""

from __future__ import annotations

import platform
import sqlite3
import subprocess
from importlib import metadata
from typing import TYPE_CHECKING

from bot import __version__
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("atproto", "tweepy", "pillow", "sqlite-utils")


def versions() -> Iterator[Finding]:
    told = [f"bot {__version__}", f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for name in PARTS:
        try:
            told.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            yield Finding(
                Level.FAILURE, "versions", f"{name} is not installed", "what needs it will fail",
                "install the bot anew, with all that it needs",
            )  # fmt: skip
    told.append(git())
    yield Finding(Level.OK, "versions", ", ".join(told))


def git() -> str:
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return "no git"
    return done.stdout.strip().replace("git version", "git") or "no git"

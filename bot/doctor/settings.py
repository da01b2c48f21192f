"""What is installed here, and are the settings ones that posts can be made with?"""

from __future__ import annotations

import platform
import sqlite3
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot import __version__
from bot.git import Git, on_github
from bot.model import Finding, Level
from bot.settings.paths import shown
from bot.settings.submodules import REMEDY, absent_below, absent_submodule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.settings.model import Settings


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
    versions.append(Git(Path.cwd(), environ).run("--version").text.strip().replace("git version", "git") or "no git")
    yield Finding(Level.OK, "versions", ", ".join(versions))


NOBODYS = ("example.com", "example.org", "example.net", "localhost")
"""Hosts of no blog, with all below them."""


def check_settings(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Site, content, and a ledger that outlives the machine."""
    where = shown(settings.source) if settings.source else "no settings file"
    if settings.site is None:
        yield Finding(
            Level.SETTINGS, "settings", f"{where}: no site is set", "a post would have no link",
            'add: site = "https://your.blog", or: bot init --site https://your.blog',
        )  # fmt: skip
    else:
        yield from check_site(settings.site, where)
    submodule = absent_submodule(settings.content)
    if submodule is not None:
        yield Finding(
            Level.SETTINGS, "settings", f"{shown(Path(submodule))}: is a submodule that is not checked out",
            "no digest is ever found", REMEDY,
        )  # fmt: skip
    elif not settings.content.is_dir():
        yield Finding(
            Level.SETTINGS, "settings", f"{shown(settings.content)}: there is no such folder", "no digest is ever found",
            f'write into {where if settings.source else "bot.toml"} where the digests are: content = "src/content/posts"',
        )  # fmt: skip
    for name in absent_below(settings.content):
        yield Finding(
            Level.FAILURE, "settings", f"{shown(settings.content / name)}: is a submodule that is not checked out",
            "no digest in it is found", REMEDY,
        )  # fmt: skip
    if settings.branch is None and on_github(environ):
        yield Finding(
            Level.FAILURE, "settings", "no branch is set for the ledger",
            "a runner's files die with it, and with them the memory of what was posted",
            'add: branch = "bot-state", and run: bot init',
        )  # fmt: skip
    if settings.site is not None and settings.content.is_dir():
        link = f"{settings.site}{settings.permalink or f', with addresses as {settings.generator} makes them'}"
        yield Finding(Level.OK, "settings", f"{where}: a digest's page is {link}")


def check_site(address: str, where: str) -> Iterator[Finding]:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if any(host == name or host.endswith(f".{name}") for name in NOBODYS):
        yield Finding(
            Level.WARNING, "settings", f"{where}: site is {address}, which is nobody's blog", "every post would link there",
            "write your blog's own address",
        )  # fmt: skip
    elif parts.scheme == "http":
        yield Finding(
            Level.WARNING, "settings", f"{where}: site is {address}, without encryption",
            "platforms make no card of such a page, and browsers warn of it",
            f"write {address.replace('http:', 'https:', 1)} if the blog answers there",
        )  # fmt: skip

"""Where this bot and this blog come from: the action's repository, the blog's checkout."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.git import Git

if TYPE_CHECKING:
    from collections.abc import Mapping

DISTRIBUTION = "postonce"
SETTINGS_PAGE = "docs/settings.md"
SECONDS = 30.0
"""None of these questions leaves the machine."""
GITHUB = re.compile(r"(?:git\+)?(?:https://|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


UNOWNED = "OWNER/REPO"
"""Stands in the metadata until scripts/own has put the repository's name there."""
COMMIT = re.compile(r"[0-9a-f]{40}")
RELEASED = re.compile(r"v\d+(?:\.\d+)*")


def find_action(environ: Mapping[str, str]) -> str | None:
    """OWNER/REPO@REF of the repository that this bot was installed from; None where that is not known.

    Where the commit is known, it is the ref, with the version behind it: an action that is handed secrets is named so.
    """
    repository, ref = environ.get("GITHUB_ACTION_REPOSITORY"), environ.get("GITHUB_ACTION_REF")
    if repository and ref:
        return f"{repository}@{ref}"
    try:
        installed = metadata.distribution(DISTRIBUTION)
        source = json.loads(installed.read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError, OSError):
        return None
    address = str(source.get("url", ""))
    if "vcs_info" in source:
        return from_git(address, source["vcs_info"], installed.version)
    if address.startswith("file:"):
        return from_clone(Path(unquote(urlsplit(address).path)), environ)
    return from_index(installed, built_from())


def from_git(address: str, installed: Mapping[str, str], version: str) -> str | None:
    """Of a package that was installed from a repository's address."""
    repository = GITHUB.fullmatch(address)
    revision, commit = installed.get("requested_revision") or "", installed.get("commit_id") or ""
    if repository is None:
        return None
    if not COMMIT.fullmatch(commit):
        return f"{repository[1]}@{revision or 'v1'}"
    return f"{repository[1]}@{commit}" + (f" # v{version}" if RELEASED.fullmatch(revision) else "")


def from_clone(folder: Path, environ: Mapping[str, str]) -> str | None:
    """Of a clone in which somebody works on the bot; what was not pushed is no runner's to fetch."""
    git = Git(folder, environ)
    repository = GITHUB.fullmatch(git.run("remote", "get-url", "origin", seconds=SECONDS).text)
    if repository is None:
        return None
    pushed = git.run("branch", "--remotes", "--contains", "HEAD", seconds=SECONDS).text.strip()
    commit = git.run("rev-parse", "HEAD", seconds=SECONDS).text
    return f"{repository[1]}@{commit if pushed and COMMIT.fullmatch(commit) else 'v1'}"


def from_index(installed: metadata.Distribution, commit: str | None) -> str | None:
    """Of a package from an index, whose metadata name its repository, and which knows the commit it was built from."""
    repository = GITHUB.fullmatch(repository_of(installed.metadata))
    if repository is None or repository[1] == UNOWNED:
        return None
    return f"{repository[1]}@{commit} # v{installed.version}" if commit else f"{repository[1]}@v{installed.version}"


def repository_of(package: metadata.PackageMetadata) -> str:
    """The address of a package's repository; empty where its metadata do not say."""
    addresses = dict(line.split(", ", 1) for line in package.get_all("Project-URL") or () if ", " in line)
    return str(addresses.get("Repository", ""))


def built_from() -> str | None:
    """The commit that the release was built from, which its workflow has written into the package."""
    try:
        commit = (files("bot.setup") / "commit").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return commit if COMMIT.fullmatch(commit) else None


def settings_page() -> str:
    """Where all settings are explained: an address, as the installed package names its repository."""
    with suppress(metadata.PackageNotFoundError):
        address = repository_of(metadata.metadata(DISTRIBUTION))
        if GITHUB.fullmatch(address):
            return f"{address.removesuffix('/').removesuffix('.git')}/blob/main/{SETTINGS_PAGE}"
    return f"{SETTINGS_PAGE}, in the bot's repository"


@dataclass(frozen=True, slots=True)
class Checkout:
    """The git repository that the blog is in."""

    top: Path
    branch: str
    """The default branch of its remote, else the one that is checked out."""
    remote: bool
    pages: str | None = None
    """Where GitHub Pages would show it; None: the remote is not at GitHub."""


def find_checkout(folder: Path, remote: str, environ: Mapping[str, str]) -> Checkout | None:
    """None where there is no git or no repository."""
    git = Git(folder, environ)

    def line(*words: str) -> str | None:
        answer = git.run(*words, seconds=SECONDS)
        return answer.text or None if answer.code == 0 else None

    top = line("rev-parse", "--show-toplevel")
    if top is None:
        return None
    has_remote = line("remote", "get-url", remote) is not None
    head = line("symbolic-ref", "--short", f"refs/remotes/{remote}/HEAD") if has_remote else None
    branch = head.removeprefix(f"{remote}/") if head else line("symbolic-ref", "--short", "HEAD")
    return Checkout(Path(top), branch or "main", has_remote, pages_of(line("remote", "get-url", remote) or ""))


def pages_of(address: str) -> str | None:
    """The address that GitHub Pages gives a repository (docs.github.com/pages)."""
    repository = GITHUB.fullmatch(address)
    if repository is None:
        return None
    owner, _, name = repository[1].lower().partition("/")
    host = f"{owner}.github.io"
    return f"https://{host}" if name == host else f"https://{host}/{name}"

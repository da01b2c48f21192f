"""Where this bot and this blog come from: the action's repository, the blog's checkout."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bot.git import Git

if TYPE_CHECKING:
    from collections.abc import Mapping

DISTRIBUTIONS = ("postonce", "bot")
"""What this program may be installed as."""
SETTINGS_PAGE = "docs/settings.md"
SECONDS = 30.0
"""None of these questions leaves the machine."""
GITHUB = re.compile(r"(?:git\+)?(?:https://|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def find_action(environ: Mapping[str, str]) -> str | None:
    """OWNER/REPO@REF of the repository that this bot was installed from; None where that is not known."""
    repository, ref = environ.get("GITHUB_ACTION_REPOSITORY"), environ.get("GITHUB_ACTION_REF")
    if repository and ref:
        return f"{repository}@{ref}"
    try:
        source = json.loads(metadata.distribution("bot").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError, OSError):
        return None
    address = GITHUB.fullmatch(str(source.get("url", "")))
    if address is None:
        return None
    return f"{address[1]}@{source.get('vcs_info', {}).get('requested_revision') or 'v1'}"


def settings_page() -> str:
    """Where all settings are explained: an address, as the installed package names its repository."""
    for name in DISTRIBUTIONS:
        with suppress(metadata.PackageNotFoundError):
            for entry in metadata.metadata(name).get_all("Project-URL") or ():
                label, _, address = entry.partition(", ")
                if label.casefold() in {"repository", "source"} and GITHUB.fullmatch(address):
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

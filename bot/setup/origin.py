"""Where this bot and this blog come from: the action's repository, the blog's checkout."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bot.git import Git

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True)
class Checkout:
    """The git repository that the blog is in."""

    top: Path
    branch: str
    """The default branch of its remote, else the one that is checked out."""
    remote: bool


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
    return Checkout(Path(top), branch or "main", has_remote)

"""Where this bot and this blog come from: the action's repository, the blog's checkout."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GITHUB = re.compile(r"(?:git\+)?(?:https://|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def action(environ: Mapping[str, str]) -> str | None:
    """OWNER/REPO@REF of the repository that this bot was installed from; None where that is not known."""
    repository, ref = environ.get("GITHUB_ACTION_REPOSITORY"), environ.get("GITHUB_ACTION_REF")
    if repository and ref:
        return f"{repository}@{ref}"
    try:
        told = metadata.distribution("bot").read_text("direct_url.json")
        source = json.loads(told or "{}")
    except (metadata.PackageNotFoundError, ValueError, OSError):
        return None
    found = GITHUB.fullmatch(str(source.get("url", "")))
    if found is None:
        return None
    return f"{found[1]}@{source.get('vcs_info', {}).get('requested_revision') or 'v1'}"


@dataclass(frozen=True, slots=True)
class Checkout:
    """The git repository that the blog is in."""

    top: Path
    branch: str
    """The default branch of its remote, else the one that is checked out."""
    remote: bool


def checkout(folder: Path, remote: str) -> Checkout | None:
    """None where there is no git or no repository."""
    top = git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    there = git(folder, "remote", "get-url", remote) is not None
    head = git(folder, "symbolic-ref", "--short", f"refs/remotes/{remote}/HEAD") if there else None
    branch = head.removeprefix(f"{remote}/") if head else git(folder, "symbolic-ref", "--short", "HEAD")
    return Checkout(Path(top), branch or "main", there)


def git(folder: Path, *words: str) -> str | None:
    """What git says; None where it says no, or is not there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    return done.stdout.strip() if done.returncode == 0 and done.stdout.strip() else None

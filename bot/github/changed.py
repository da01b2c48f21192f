"""The digests that a pull request changes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.watcher.names import is_digest

if TYPE_CHECKING:
    from bot.settings.model import Settings


def changed(settings: Settings) -> list[Path]:
    """The digests that the merge commit at HEAD adds or changes, seen from the branch that it goes into."""
    content = settings.content.absolute()
    if not succeeds("rev-parse", "--verify", "--quiet", "HEAD^2"):
        raise UsageError(
            "HEAD is no merge commit with its parents, so nobody knows what the pull request changes; "
            "give actions/checkout `fetch-depth: 2` and no `ref`, or name the files"
        )
    top = Path(git("rev-parse", "--show-toplevel").rstrip("\n"))
    listed = git("diff", "--name-only", "-z", "--no-renames", "--diff-filter=AMT", "HEAD^1", "HEAD", "--", str(content))
    wanted = is_digest(settings.include, settings.exclude)
    paths = [top / name for name in listed.split("\0") if name]
    return [path for path in paths if wanted(path.relative_to(content.resolve()).as_posix())]


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, encoding="utf-8", errors="surrogateescape", check=False)
    if done.returncode:
        raise UsageError(f"git {words[0]}: {done.stderr.strip() or f'exit {done.returncode}'}")
    return done.stdout


def succeeds(*words: str) -> bool:
    return subprocess.run(["git", *words], capture_output=True, check=False).returncode == 0

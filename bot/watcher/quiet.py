"""Leaving a file alone until it has been quiet for a while, so that a typo mended a minute later is in the post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.git import Git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from pathlib import Path


def quiet_until(path: Path, settle: timedelta, now: datetime, environ: Mapping[str, str]) -> datetime | None:
    """When the file may be taken, if it must be left alone still; None: it has been quiet for long enough.

    ``settle``: how long a file is left alone after its last change.
    """
    return quiet_at(changed_at(path, environ), settle, now) if settle else None


def quiet_at(changed: datetime, settle: timedelta, now: datetime) -> datetime | None:
    """When a file that was changed then may be taken; None: now. A time in the future tells nothing, and counts as old."""
    if changed > now or now - changed >= settle:
        return None
    return changed + settle


def changed_at(path: Path, environ: Mapping[str, str]) -> datetime:
    """When the file's content was last changed: its commit's time where git has it as it is, else the file's own."""
    status = path.stat()
    on_disk = datetime.fromtimestamp(status.st_mtime, UTC)
    committed = commit_time(path, environ)
    if committed is not None:
        # In a fresh checkout every file is new; in one that was worked in, the change came before its commit.
        return min(on_disk, committed)
    # A copy may keep its original's mtime.
    return max(on_disk, datetime.fromtimestamp(status.st_ctime, UTC))


def commit_time(path: Path, environ: Mapping[str, str]) -> datetime | None:
    """When the last commit that touched the file was made; None where git has the file otherwise, or not at all."""
    git = Git(path.parent, environ)
    status = git.run("status", "--porcelain", "--untracked-files=all", "--ignored", "--", path.name)
    commit = git.run("log", "-1", "--format=%ct", "--", path.name)
    if status.code or status.out or not commit.text.isdigit():
        return None
    return datetime.fromtimestamp(int(commit.text), UTC)

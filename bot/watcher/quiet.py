"""Leaving a file alone for a while after its last change, so that a typo mended a minute later is in the post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.watcher.tree import git

if TYPE_CHECKING:
    from pathlib import Path

    from bot.watcher.find import Candidate, Scan


def settles_at(changed: datetime, settle: timedelta, now: datetime) -> datetime | None:
    """When a file that was changed then may be taken; None: now. A time in the future tells nothing, and counts as old."""
    if not settle or changed > now:
        return None
    return changed + settle if now - changed < settle else None


def changed_at(scan: Scan, candidate: Candidate) -> datetime:
    """When the candidate's content was last changed: the commit's time where git has it as it is, else the file's."""
    status = candidate.path.stat()
    on_disk = datetime.fromtimestamp(status.st_mtime, UTC)
    if scan.tree is not None and candidate.name not in scan.tree.differs:
        committed = commit_time(candidate.path)
        if committed is not None:
            # In a fresh checkout every file is new; in one that was worked in, the change came before its commit.
            return min(on_disk, committed)
    # A copy may keep its original's mtime.
    return max(on_disk, datetime.fromtimestamp(status.st_ctime, UTC))


def commit_time(path: Path) -> datetime | None:
    """When the last commit that touched the file was made; None where git does not tell."""
    try:
        with git(str(path.parent), "log", "-1", "--format=%ct", "--", path.name) as output:
            said = b"".join(output).strip()
    except OSError:
        return None
    return datetime.fromtimestamp(int(said), UTC) if said.isdigit() else None

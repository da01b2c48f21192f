"""A file that was changed a moment ago is left alone for a while."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.watcher.quiet import changed_at, quiet_at, quiet_until

if TYPE_CHECKING:
    from tests.watcher.conftest import Blog

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("age", "settle", "until"),
    [
        (timedelta(0), timedelta(0), None),
        (timedelta(0), MINUTE, NOW + MINUTE),
        (MINUTE / 2, MINUTE, NOW + MINUTE / 2),
        (MINUTE, MINUTE, None),
        (-timedelta(days=1), MINUTE, None),
    ],
)
def test_a_file_is_quiet_in_time(age: timedelta, settle: timedelta, until: datetime | None) -> None:
    """A time in the future is a wrong clock, and would never be over."""
    assert quiet_at(NOW - age, settle, NOW) == until


def test_without_settle_nobody_asks_when_a_file_was_changed(blog: Blog) -> None:
    assert quiet_until(blog.content / "gone.md", timedelta(0), NOW, blog.environ) is None
    path = blog.write("a.md")
    now = datetime.now(UTC)
    until = quiet_until(path, MINUTE, now, blog.environ)
    assert until is not None
    assert now < until <= now + MINUTE


def test_in_a_fresh_checkout_the_commit_s_time_counts(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """There every file is new; one that differs from its commit, staged or not, counts by its own time."""
    path = blog.write("a.md")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    blog.init_git()
    now = datetime.now(UTC).timestamp()
    os.utime(path, (now, now))
    assert changed_at(path, blog.environ) == datetime(2020, 1, 1, tzinfo=UTC)
    path.write_text("---\ntitle: changed\n---\n")
    assert datetime.now(UTC) - changed_at(path, blog.environ) < MINUTE
    blog.git("add", str(path))
    assert datetime.now(UTC) - changed_at(path, blog.environ) < MINUTE


def test_what_git_ignores_or_does_not_know_counts_by_its_own_time(blog: Blog) -> None:
    """Whatever the settings of git say about untracked files."""
    blog.init_git()
    blog.git("config", "status.showUntrackedFiles", "no")
    (blog.root / ".gitignore").write_text("state/\nignored*\n")
    for name in ("ignored.md", "untracked.md", "folder/untracked.md"):
        path = blog.write(name)
        assert datetime.now(UTC) - changed_at(path, blog.environ) < MINUTE


def test_a_name_with_stars_has_its_own_commit(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not that of all the files that it would stand for as a pattern."""
    path = blog.write("*.md")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    blog.init_git()
    blog.write("b.md")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2021-01-01T00:00:00Z")
    blog.commit()
    assert changed_at(path, blog.environ).year == 2020


def test_a_copy_with_an_old_time_was_changed_now(blog: Blog) -> None:
    """cp -p keeps the original's mtime."""
    path = blog.write("a.md")
    assert datetime.now(UTC) - changed_at(path, blog.environ) < MINUTE

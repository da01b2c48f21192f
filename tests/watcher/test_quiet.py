"""A file that was changed a moment ago is left alone for a while."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.watcher.quiet import changed_at, settles_at

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
def test_a_change_settles_in_time(age: timedelta, settle: timedelta, until: datetime | None) -> None:
    """A time in the future is a wrong clock, and would never settle."""
    assert settles_at(NOW - age, settle, NOW) == until


def test_in_a_fresh_checkout_the_commit_s_time_counts(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """There every file is new; one that differs from its commit counts by its own time."""
    path = blog.write("a.md")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    blog.init_git()
    now = datetime.now(UTC).timestamp()
    os.utime(path, (now, now))
    (candidate,) = blog.scan().candidates
    assert changed_at(blog.scan(), candidate) == datetime(2020, 1, 1, tzinfo=UTC)
    path.write_text("---\ntitle: changed\n---\n")
    (candidate,) = blog.scan().candidates
    assert datetime.now(UTC) - changed_at(blog.scan(), candidate) < MINUTE


def test_a_name_with_stars_has_its_own_commit(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not that of all the files that it would stand for as a pattern."""
    blog.write("*.md")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
    blog.init_git()
    blog.write("b.md")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2021-01-01T00:00:00Z")
    blog.commit()
    found = blog.scan()
    assert [changed_at(found, one).year for one in found.candidates if one.name == "*.md"] == [2020]


def test_a_copy_with_an_old_time_was_changed_now(blog: Blog) -> None:
    """cp -p keeps the original's mtime."""
    blog.write("a.md")
    (candidate,) = blog.scan().candidates
    assert datetime.now(UTC) - changed_at(blog.scan(), candidate) < MINUTE

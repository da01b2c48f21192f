"""The watcher that runs all the time: one look for each change, none for what is nobody's digest, and a clean end."""

from __future__ import annotations

import os
import queue
import shutil
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.clock import SystemClock
from bot.errors import BotError, UsageError
from bot.watcher.changes import FileChange, worth_a_look
from bot.watcher.watch import LEAST, SWEEP, Plan, only_watcher, watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.watcher.conftest import Blog

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PATIENCE = 20.0


class Watcher:
    """A watcher in a thread of its own; ``runs`` gets an item for each run."""

    def __init__(self, blog: Blog) -> None:
        self.runs: queue.Queue[list[str]] = queue.Queue()
        self.told: list[str] = []
        self.stop = threading.Event()
        self.hurry = threading.Event()
        self.answer: Callable[[], datetime | None] = lambda: None
        self.blog = blog
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def watch(self) -> None:
        def run_once() -> datetime | None:
            self.runs.put(sorted(path.name for path in self.blog.content.rglob("*.md")))
            return self.answer()

        watch(self.blog.settings, run_once, SystemClock(), self.stop, self.told.append, self.hurry)

    def next(self) -> list[str]:
        """What lay there at the next run."""
        return self.runs.get(timeout=PATIENCE)

    def quiet(self, seconds: float = 1.6) -> bool:
        """No run happens for a while."""
        try:
            self.runs.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def watching(blog: Blog) -> Callable[[], object]:
    @contextmanager
    def begin() -> Iterator[Watcher]:
        watcher = Watcher(blog)
        watcher.thread.start()
        try:
            watcher.next()  # the run at the beginning
            yield watcher
        finally:
            watcher.stop.set()
            watcher.thread.join(PATIENCE)
            assert not watcher.thread.is_alive()

    return begin


def test_a_new_file_is_one_event_and_one_run(blog: Blog, watching: Callable) -> None:
    with watching() as watcher:
        blog.write("a.md")
        assert watcher.next() == ["a.md"]
        assert watcher.quiet()
    assert [line for line in watcher.told if "a.md" in line] == [
        line for line in watcher.told if line.endswith("a.md: added")
    ]
    assert watcher.told[0].startswith("watching ")
    assert watcher.told[-1] == "stopped watching"


def test_an_editor_s_many_writes_make_one_run(blog: Blog, watching: Callable) -> None:
    """A swap file, a backup, a temporary file that takes the old one's place, and a few writes more."""
    path = blog.write("a.md")
    with watching() as watcher:
        (blog.content / ".a.md.swp").write_text("x")
        shutil.copy(path, blog.content / "a.md~")
        temporary = blog.content / "4913"
        temporary.write_text("new")
        temporary.replace(path)
        for number in range(5):
            path.write_text(f"---\ntitle: {number}\n---\n")
        (blog.content / ".a.md.swp").unlink()
        watcher.next()
        assert watcher.quiet()


def test_what_is_nobody_s_digest_makes_no_run(blog: Blog, watching: Callable) -> None:
    path = blog.write("gone.md")
    with watching() as watcher:
        (blog.content / "picture.png").write_bytes(b"x")
        (blog.content / ".hidden.md").write_text("x")
        (blog.content / "_partial.md").write_text("x")
        path.unlink()
        assert watcher.quiet()


def test_a_new_folder_full_of_digests_is_seen(blog: Blog, watching: Callable, tmp_path: object) -> None:
    """Moved in, or made with its files at once, and written to later."""
    with watching() as watcher:
        made = blog.root / "made"
        made.mkdir()
        (made / "x.md").write_text("x")
        made.rename(blog.content / "made")
        assert watcher.next() == ["x.md"]
        assert watcher.quiet()
        blog.write("made/deeper/y.md")
        assert watcher.next() == ["x.md", "y.md"]


def test_a_checkout_that_replaces_content_is_understood(blog: Blog, watching: Callable) -> None:
    """The watch was on the folder that is gone."""
    blog.write("a.md")
    with watching() as watcher:
        shutil.rmtree(blog.content)
        while not watcher.quiet(2.5):
            pass
        blog.write("b.md")
        assert watcher.next() == ["b.md"]
        while not watcher.quiet(2.5):
            pass
        blog.write("c.md")
        assert watcher.next() == ["b.md", "c.md"]


def test_a_run_that_fails_is_told_and_does_not_end_the_watch(blog: Blog, watching: Callable) -> None:
    with watching() as watcher:

        def fail() -> None:
            raise BotError("the ledger is locked")

        watcher.answer = fail
        blog.write("a.md")
        watcher.next()
        watcher.answer = lambda: None
        blog.write("b.md")
        assert watcher.next() == ["a.md", "b.md"]
    assert "the ledger is locked" in watcher.told


def test_without_content_there_is_nothing_to_watch(blog: Blog) -> None:
    blog.content.rmdir()
    with pytest.raises(UsageError, match="no such folder; set content"):
        watch(blog.settings, lambda: None, SystemClock(), threading.Event(), lambda _line: None, threading.Event())


def test_the_second_watcher_is_told_who_the_first_is(blog: Blog) -> None:
    """One for each state folder; when the first has ended, the next may begin."""
    state = blog.settings.state
    with (
        only_watcher(state),
        pytest.raises(UsageError, match=rf"another bot watch is running here \(process {os.getpid()}\)"),
        only_watcher(state),
    ):
        pass
    with only_watcher(state), only_watcher(blog.root / "other state"):
        pass


# ── when to look ─────────────────────────────────────────────────────────────────────────────────


def test_without_anything_due_a_sweep_comes_now_and_then() -> None:
    plan = Plan(NOW, 0.0)
    plan.ran(None, NOW, 0.0)
    assert plan.next == NOW + SWEEP


def test_what_is_due_is_looked_at_in_time() -> None:
    plan = Plan(NOW, 0.0)
    plan.ran(NOW + timedelta(minutes=5), NOW, 0.0)
    assert plan.next == NOW + timedelta(minutes=5)
    plan.ran(NOW + timedelta(days=5), NOW, 0.0)
    assert plan.next == NOW + SWEEP


def test_a_target_that_is_down_for_hours_is_not_hammered() -> None:
    """What is due at once, over and over, is tried at growing distances; a change of a file begins anew."""
    plan = Plan(NOW, 0.0)
    now, tries = NOW, 0
    while now < NOW + timedelta(hours=6):
        plan.ran(now, now, 0.0)
        now, tries = plan.next, tries + 1
    assert tries < 32
    plan.changed()
    plan.ran(now, now, 0.0)
    assert plan.next == now + LEAST


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (FileChange("added", "a.md"), True), (FileChange("modified", "x/a.mdx"), True), (FileChange("deleted", "a.md"), False),
        (FileChange("added", "a.png"), False), (FileChange("added", "folder"), True), (FileChange("added", ".git"), False),
        (FileChange("added", "a.md~"), False), (FileChange("modified", "_x.md"), False), (FileChange("modified", "."), True),
    ],
)  # fmt: skip
def test_only_digests_and_folders_are_worth_a_look(blog: Blog, change: FileChange, seen: bool) -> None:
    for name in ("folder", ".git"):
        (blog.content / name).mkdir()
    told = FileChange(change.what, str(blog.content / change.path))
    assert list(worth_a_look([told], blog.settings)) == ([told] if seen else [])

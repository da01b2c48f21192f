"""``bot watch`` for months: its memory, its files, the clock, and a system that tells of no changes."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import watchfiles

from bot.cli import run as commands
from bot.cli.wiring import Wiring
from bot.clock import SystemClock
from bot.publishers.sdk import import_sdk
from bot.settings.options import Options
from bot.watcher import changes
from bot.watcher.changes import batches, remote_file_system
from bot.watcher.watch import LEAST, SWEEP, Plan
from tests import reading

if TYPE_CHECKING:
    from tests.conftest import Blog

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


# ── memory and files ─────────────────────────────────────────────────────────────────────────────


class Cycle:
    """What only the garbage collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("name", ["tweepy", "atproto_client"])
def test_an_sdk_that_is_there_already_keeps_nothing_alive(name: str) -> None:
    """Every post of a watcher froze the run before it: 6 MiB each, for ever."""
    pytest.importorskip(name)
    import_sdk(name)
    garbage = Cycle()
    kept = weakref.ref(garbage)
    del garbage
    frozen = gc.get_freeze_count()
    for _ in range(3):
        import_sdk(name)
    assert gc.get_freeze_count() == frozen
    gc.collect()
    assert kept() is None


def test_runs_leave_nothing_behind(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """After fifty runs with a post each there are as many objects and open files as after ten."""
    blog.settings(
        'site = "https://blog.example"\nsettle = "0s"\n[images]\ndraw_card = false\n[targets.outbox]\nmode = "text"\n'
    )
    assert blog.bot("init").code == 0
    monkeypatch.chdir(blog.root)
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    clock = SystemClock()
    alive: list[weakref.ref[Wiring]] = []
    begin = Wiring.__init__

    def count(self: Wiring, *args: Any, **how: Any) -> None:
        begin(self, *args, **how)
        alive.append(weakref.ref(self))

    monkeypatch.setattr(Wiring, "__init__", count)
    measured = []
    for number in range(50):
        blog.digest(f"d{number}.md", title=f"Digest {number}")
        commands.run_anew(Options(verbosity=-1, state=blog.root / "state"), (), clock)
        if number in {9, 49}:
            gc.collect()
            measured.append(
                (len(gc.get_objects()), len(list(Path("/proc/self/fd").iterdir())), threading.active_count())
            )
    assert len(list((blog.root / "state" / "outbox").glob("*.json"))) == 50
    assert sum(one() is not None for one in alive) <= 1
    (objects, files, threads), (more_objects, more_files, more_threads) = measured
    assert more_objects - objects < 2000
    assert more_files <= files
    assert more_threads <= threads


MANY = """
import os, sys
from pathlib import Path
from bot.cli import run
from bot.clock import SystemClock
from bot.settings.options import Options
clock, page = SystemClock(), os.sysconf("SC_PAGE_SIZE")
for number in range(200):
    Path(f"content/d{number}.md").write_text(f"---\\ntitle: Digest {number}\\npubDatetime: 2026-01-01\\n---\\nSentence {number}.\\n")
    run.run_anew(Options(verbosity=-1, state=Path("state")), (), clock)
    if number in {59, 199}:
        print(int(Path("/proc/self/statm").read_text().split()[1]) * page, len(os.listdir("/proc/self/fd")))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell")
def test_two_hundred_posts_leave_memory_and_files_flat(blog: Blog) -> None:
    """In a process of its own, as the system counts them; once it was 6 MiB a post."""
    blog.settings('site = "https://blog.example"\nsettle = "0s"\n[images]\ndraw_card = false\n[targets.outbox]\n')
    assert blog.bot("init").code == 0
    (blog.root / "content").mkdir(exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-c", MANY], cwd=blog.root, env=blog.env, capture_output=True, text=True, check=True
    )
    (before, files), (after, more_files) = (map(int, line.split()) for line in ran.stdout.splitlines())
    assert len(list((blog.root / "state" / "outbox").glob("*.json"))) == 200
    assert after - before < 8 * 1024 * 1024, f"{(after - before) / 140 / 1024:.0f} KiB a post"
    assert more_files <= files


# ── a file that somebody is writing ──────────────────────────────────────────────────────────────


def outcome(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> datetime | None:
    monkeypatch.chdir(blog.root)
    return commands.run_anew(Options(verbosity=-1, state=blog.root / "state"), (), SystemClock())


def test_a_half_typed_file_is_not_posted_by_watch(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that saves by itself had half a title posted; a run that was asked for takes it at once."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\nmode = "text"\n')
    assert blog.bot("init").code == 0
    blog.digest("a.md", title="Half a ti")
    due = outcome(blog, monkeypatch)
    assert not (blog.root / "state" / "outbox").exists()
    assert due is not None
    assert timedelta(seconds=20) < due - datetime.now(UTC) <= timedelta(seconds=30)
    blog.digest("b.md", title="Asked for")
    assert set(blog.bot("run", "--json").outcomes().values()) == {"posted"}


def test_the_settings_say_how_long_a_file_is_left_alone(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    blog.settings('site = "https://blog.example"\nsettle = "0s"\n[targets.outbox]\nmode = "text"\n')
    assert blog.bot("init").code == 0
    blog.digest("a.md")
    outcome(blog, monkeypatch)
    assert len(list((blog.root / "state" / "outbox").glob("*.json"))) == 1


# ── a system that tells nothing ──────────────────────────────────────────────────────────────────


def settings_of(blog: Blog) -> Any:
    blog.settings('site = "https://blog.example"\n[targets.outbox]\n')
    return reading.load(blog.root / "bot.toml")


def test_without_inotify_watches_the_files_are_looked_at(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "OS file watch limit reached" ended the watch, or left it deaf without a word."""
    real, stop = watchfiles.watch, threading.Event()
    told: list[str] = []

    def limited(*paths: Any, force_polling: bool | None = None, **how: Any) -> Any:
        if not force_polling:
            raise OSError("OS file watch limit reached. (Error { kind: MaxFilesWatch, paths: [] })")
        return real(*paths, force_polling=True, **{**how, "poll_delay_ms": 50})

    monkeypatch.setattr(watchfiles, "watch", limited)
    seen: list[str] = []
    for number, batch in enumerate(batches(settings_of(blog), stop, told.append)):
        seen += [Path(change.path).name for change in batch]
        if number == 0:
            blog.digest("a.md")
        if "a.md" in seen or number > 20:
            stop.set()
    assert "a.md" in seen
    assert len(told) == 1
    assert "file watch limit" in told[0]
    assert "max_user_watches" in told[0]


def test_where_nothing_can_be_watched_content_is_walked_now_and_then(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no watcher")

    monkeypatch.setattr(watchfiles, "watch", broken)
    monkeypatch.setattr(changes, "UNWATCHED_SECONDS", 0.05)
    stop = threading.Event()
    told: list[str] = []
    looks = 0
    for batch in batches(settings_of(blog), stop, told.append):
        looks += bool(batch)
        if looks == 3:
            stop.set()
    assert looks == 3
    assert len(told) == 1


@pytest.mark.parametrize(
    ("kind", "remote"),
    [("nfs4", True), ("cifs", True), ("9p", True), ("fuse.sshfs", True), ("virtiofs", True), ("ext4", False), ("overlay", False), ("fuseblk", False)],
)  # fmt: skip
def test_a_file_system_of_the_network_is_known(tmp_path: Path, kind: str, remote: bool) -> None:
    """Inotify hears nothing of what other machines write there."""
    blog = tmp_path / "my blog" / "content"
    blog.mkdir(parents=True)
    place = str(tmp_path / "my blog").replace(" ", "\\040")
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda / ext4 rw 0 0\nserver:/x {place} {kind} rw 0 0\nproc /proc proc rw 0 0\nx {place}er nfs rw 0 0\n"
    )
    assert remote_file_system(blog, mounts) == (kind if remote else None)
    assert remote_file_system(tmp_path, mounts) is None
    assert remote_file_system(tmp_path, tmp_path / "no mounts") is None


def test_on_a_file_system_of_the_network_watch_polls_and_says_so(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    polled: list[object] = []
    stop = threading.Event()
    told: list[str] = []

    def watched(*_: Any, force_polling: bool | None = None, **__: Any) -> Any:
        polled.append(force_polling)
        stop.set()
        yield set()

    monkeypatch.setattr(watchfiles, "watch", watched)
    monkeypatch.setattr(changes, "remote_file_system", lambda _: "nfs4")
    list(batches(settings_of(blog), stop, told.append))
    assert polled == [True]
    assert "nfs4" in told[0]


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("jump", [timedelta(hours=-10), timedelta(days=-4000), timedelta(hours=10)])
def test_a_clock_that_jumps_does_not_stop_the_sweep(jump: timedelta) -> None:
    """A clock that was put back by ten hours left the watch asleep for ten hours."""
    plan = Plan(NOW, 100.0)
    plan.ran(None, NOW, 100.0)
    after = NOW + jump + timedelta(seconds=1)
    assert plan.is_due(after, 101.0) == (jump > timedelta(0))
    assert plan.is_due(after, 100.0 + SWEEP.total_seconds())


def test_a_machine_that_slept_looks_when_it_wakes() -> None:
    """The clock that nobody sets stood still meanwhile."""
    plan = Plan(NOW, 100.0)
    plan.ran(NOW + timedelta(minutes=5), NOW, 100.0)
    assert not plan.is_due(NOW + timedelta(minutes=4), 340.0)
    assert plan.is_due(NOW + timedelta(hours=8), 101.0)


def test_what_is_due_is_due_by_both_clocks() -> None:
    plan = Plan(NOW, 100.0)
    plan.ran(NOW + LEAST, NOW, 100.0)
    assert plan.is_due(NOW + LEAST, 100.0)
    assert plan.is_due(NOW - timedelta(days=1), 100.0 + LEAST.total_seconds())

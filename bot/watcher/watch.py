"""Running again on every change of content/, at the times that were waited for, and now and then for what was missed."""

from __future__ import annotations

import os
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import UsageError, describe
from bot.settings.paths import named, shown
from bot.watcher.names import enters_folder, is_digest
from bot.watcher.only_one import only_watcher
from bot.watcher.remote_disk import remote_file_system

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.clock import Clock
    from bot.settings.model import Settings

SWEEP = timedelta(minutes=15)
"""The longest time without a look, for events that the system lost."""
LEAST = timedelta(seconds=20)
"""Between two runs that no change of a file called for; doubled each time up to SWEEP while nothing else happens."""
POLL_MS = 2_000
QUIET_MS, LONGEST_MS, TICK_MS = 400, 5_000, 1_000
"""An editor's or git's many writes end with QUIET_MS of silence; after LONGEST_MS they are looked at all the same."""


class FileChange(NamedTuple):
    """What happened to one path: "added", "modified" or "deleted"."""

    what: str
    path: str


def watch(
    settings: Settings,
    run_once: Callable[[], datetime | None],
    clock: Clock,
    stop: threading.Event,
    tell: Callable[[str], None],
    hurry: threading.Event,
) -> None:
    """Call ``run_once`` now and whenever there may be something to do, until ``stop`` is set.

    ``hurry``: set by whoever wants a run now. ``run_once`` returns when something that was put off is due (an embargo, a retry, a file that has to settle), or None.
    Whatever it raises is told, and it is called again later, at growing distances. Raises UsageError where there is
    nothing to watch, or somebody watches already.
    """
    if not settings.content.is_dir():
        raise UsageError(f"{shown(settings.content)}: no such folder", "set content, or name it with --content")
    with only_watcher(settings.state):
        tell(f"watching {shown(settings.content)}; stop with Ctrl-C")
        plan = Plan(clock.now(), monotonic())
        try:
            for changes in batches(settings, stop, tell):
                news = list(worth_a_look(changes, settings))
                for line in change_lines(news, settings):
                    tell(line)
                if news:
                    plan.changed()
                called = hurry.is_set()
                hurry.clear()
                if not stop.is_set() and (news or called or plan.is_due(clock.now(), monotonic())):
                    plan.ran(run_or_tell(run_once, tell), clock.now(), monotonic())
        except KeyboardInterrupt:
            stop.set()
        tell("stopped watching")


def run_or_tell(run_once: Callable[[], datetime | None], tell: Callable[[str], None]) -> datetime | None:
    try:
        return run_once()
    except Exception as error:  # noqa: BLE001 -- whatever went wrong in one run, the next may go well
        tell(describe(error))
        return None


class Plan:
    """When to look again without being asked."""

    def __init__(self, now: datetime, seconds: float) -> None:
        """``seconds``: on a clock that nobody sets; the machine's own may be put back by hours, or jump ahead."""
        self.next = now + SWEEP
        self.next_seconds = seconds + SWEEP.total_seconds()
        self.pause = LEAST

    def is_due(self, now: datetime, seconds: float) -> bool:
        """A look is due by one of the two clocks: the machine may have slept, which only one of them knows."""
        return now >= self.next or seconds >= self.next_seconds

    def changed(self) -> None:
        """Somebody works on the files: nothing is held back."""
        self.pause = LEAST

    def ran(self, due: datetime | None, now: datetime, seconds: float) -> None:
        """A run has ended; ``due`` is when it wants the next one."""
        sweep = now + SWEEP
        self.next = sweep if due is None else min(sweep, max(due, now + self.pause))
        self.next_seconds = seconds + (self.next - now).total_seconds()
        if due is None:
            self.pause = LEAST
            return
        # Only a time that has come already, over and over, is a sign of going in circles.
        self.pause = min(self.pause * 2, SWEEP) if due <= now + self.pause else LEAST


# ── events ───────────────────────────────────────────────────────────────────────────────────────


def batches(settings: Settings, stop: threading.Event, tell: Callable[[str], None]) -> Iterator[list[FileChange]]:
    """The changes below content/, many writes at once; an empty list at every tick. Ends when ``stop`` is set.

    Where the system tells of no changes (a network's file system, no inotify watches left), the files are looked at every
    POLL_MS instead, and where that fails too, content/ counts as changed every LEAST. Whenever watching has begun, at first
    and after content/ was replaced, the folder itself counts as changed.
    """
    import watchfiles

    content = settings.content
    polling = (kind := remote_file_system(content)) is not None
    if polling:
        tell(
            f"{shown(content)} is on {kind}, which tells of no changes: every file is looked at each {POLL_MS // 1000} s"
        )
    while not stop.is_set():
        identity = folder_id(content)
        began = [FileChange("modified", str(content))]
        try:
            for found in watchfiles.watch(
                content,
                watch_filter=None,
                debounce=LONGEST_MS,
                step=QUIET_MS,
                stop_event=stop,
                rust_timeout=TICK_MS,
                yield_on_timeout=True,
                ignore_permission_denied=True,
                force_polling=polling or None,
                poll_delay_ms=POLL_MS,
            ):
                yield began + [FileChange(change.name, path) for change, path in sorted(found, key=lambda one: one[1])]
                began = []
                if folder_id(content) != identity:
                    break  # another folder has taken its place, and the watch is on the old one
        except (OSError, RuntimeError) as error:
            if not content.is_dir():
                # Taken away, perhaps by a checkout that brings it back.
                yield []
                stop.wait(TICK_MS / 1000)
            elif not polling:
                polling = True
                reason = " ".join(str(error).split())[:200]
                tell(
                    f"{shown(content)} cannot be watched ({reason}): every file is looked at each {POLL_MS // 1000} s; "
                    "on Linux, fs.inotify.max_user_watches sets how many may be"
                )
            else:
                yield began
                stop.wait(LEAST.total_seconds())


def folder_id(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def worth_a_look(changes: Iterable[FileChange], settings: Settings) -> Iterator[FileChange]:
    """Without editors' temporary files, pictures, and what was only taken away."""
    wanted = is_digest(settings.include, settings.exclude)
    root = os.path.realpath(settings.content)
    for change in changes:
        below = os.path.relpath(os.path.realpath(change.path), root).replace(os.sep, "/")
        if below == "." or (change.what != "deleted" and (wanted(below) or is_folder(change.path))):
            yield change


def is_folder(path: str) -> bool:
    """A folder that appeared or was renamed may be full of digests of which no event told."""
    return os.path.isdir(path) and enters_folder(os.path.basename(path))  # noqa: PTH112, PTH119 -- paths come as texts


def change_lines(changes: list[FileChange], settings: Settings) -> Iterator[str]:
    """One line for each event; many together are counted."""
    if len(changes) > 10:
        yield f"{len(changes)} files changed in {shown(settings.content)}"
        return
    root = os.path.realpath(settings.content)
    for change in changes:
        below = os.path.relpath(os.path.realpath(change.path), root)
        if below != ".":
            yield f"{named(settings.content / below)}: {change.what}"

"""Running again on every change of content/, at the times that were waited for, and now and then for what was missed."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from bot.errors import UsageError, describe
from bot.locking import lock_file
from bot.settings.paths import shown
from bot.watcher.changes import batches, change_lines, worth_a_look

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.clock import Clock
    from bot.settings.model import Settings

SWEEP = timedelta(minutes=15)
"""The longest time without a look, for events that the system lost."""
LEAST = timedelta(seconds=20)
"""Between two runs that no change of a file called for; doubled each time up to SWEEP while nothing else happens."""


def watch(
    settings: Settings,
    run_once: Callable[[], datetime | None],
    clock: Clock,
    stop: threading.Event,
    tell: Callable[[str], None],
    hurry: threading.Event,
) -> None:
    """Call ``run_once`` now and whenever there may be something to do, until ``stop`` is set.

    ``hurry``: set by whoever wants a run now. ``run_once`` returns when something that was put off is due (an embargo, a
    retry, a file that has to be quiet), or None. Whatever it raises is told, and it is called again later, at growing
    distances. Raises UsageError where there is nothing to watch, or somebody watches already.
    """
    settings.require_content()
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


# ── one watcher for each state folder ────────────────────────────────────────────────────────────


LOCK, HOLDER = "watch.lock", "watch.pid"


@contextmanager
def only_watcher(state: Path) -> Iterator[None]:
    """Hold the state folder's watch lock. Raises UsageError with the holder's process id where somebody has it."""
    with ExitStack() as held:
        try:
            state.mkdir(parents=True, exist_ok=True)
            is_only = held.enter_context(lock_file(state / LOCK))
            if is_only:
                (state / HOLDER).write_text(f"{os.getpid()}\n", encoding="ascii")
        except OSError as error:
            raise UsageError(
                f"{shown(state)}: cannot be used ({error.strerror})", "it must be a folder to write in"
            ) from None
        if not is_only:
            raise UsageError(
                f"{shown(state)}: another bot watch is running here{holder(state)}",
                "stop it first, or give this one a state folder of its own with --state",
            )
        try:
            yield
        finally:
            (state / HOLDER).unlink(missing_ok=True)


def holder(state: Path) -> str:
    try:
        return f" (process {int((state / HOLDER).read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""

"""One watcher for each state folder; the operating system lets go of the lock when its holder dies."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK, HOLDER = "watch.lock", "watch.pid"


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """Hold the state folder's watch lock. Raises UsageError with the holder's process id where somebody has it."""
    from filelock import FileLock, Timeout

    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(
            f"{shown(state)}: another bot watch is running here{holder(state)}; stop it first, or give this one a state "
            "folder of its own with --state"
        ) from None
    except OSError as error:
        raise UsageError(
            f"{shown(state)}: cannot be used ({error.strerror}); it must be a folder to write in"
        ) from None
    try:
        (state / HOLDER).write_text(f"{os.getpid()}\n", encoding="ascii")
        yield
    finally:
        (state / HOLDER).unlink(missing_ok=True)
        lock.release()


def holder(state: Path) -> str:
    try:
        return f" (process {int((state / HOLDER).read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""

"""One watcher for each state folder."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.locking import lock_file
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

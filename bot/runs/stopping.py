"""Ending a run in good order when it is asked to stop."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.runs.messages import Messages


@contextmanager
def stopping(stop: threading.Event, messages: Messages) -> Iterator[None]:
    """On SIGINT and SIGTERM ``stop`` is set: no new claim is made, and the receipt that is under way is still written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(number: int, _frame: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()
        messages.warn("stopping: nothing new is begun, what is under way is written down")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""A clock whose hands a test moves; sleeping moves them too, and takes no time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class ManualClock:
    def __init__(self, now: datetime = datetime(2025, 11, 28, 12, 0, tzinfo=UTC)) -> None:
        self.time = now
        self.elapsed = 1000.0
        """What no jump of the hands changes."""
        self.sleeps: list[float] = []
        self.while_asleep: list[Callable[[], object]] = []
        """What happens meanwhile; each is called in one sleep, in order."""
        self.stopped = False
        self.lock = threading.Lock()

    def now(self) -> datetime:
        with self.lock:
            return self.time

    def monotonic(self) -> float:
        with self.lock:
            return self.elapsed

    def sleep(self, seconds: float) -> bool:
        with self.lock:
            self.elapsed += seconds
            self.sleeps.append(seconds)
            self.time += timedelta(seconds=seconds)
        if self.while_asleep:
            self.while_asleep.pop(0)()
        return not self.stopped

    def forward(self, **span: float) -> None:
        with self.lock:
            self.time += timedelta(**span)
            self.elapsed += timedelta(**span).total_seconds()

    def jump(self, **span: float) -> None:
        """Somebody sets the clock; no time passes."""
        with self.lock:
            self.time += timedelta(**span)

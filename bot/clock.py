"""The time, as something that can be handed in."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that nobody sets and that no sleep of the machine stops, for measuring how long something took."""
        ...

    def sleep(self, seconds: float) -> bool:
        """Wait; True if the whole time passed, False if the run was asked to stop meanwhile."""
        ...


class SystemClock:
    """The machine's clock; ``stop`` ends every wait at once."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        # Linux's own monotonic clock stands still while the machine sleeps; elsewhere there is only that one.
        return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()

    def sleep(self, seconds: float) -> bool:
        return not self.stop.wait(max(0.0, seconds))

"""The time, as something that can be handed in."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
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

    def sleep(self, seconds: float) -> bool:
        return not self.stop.wait(max(0.0, seconds))

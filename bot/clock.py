"""The time, as something that can be handed in, as people read it and as records write it."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import tzinfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that nobody sets and that no sleep of the machine stops, for measuring how long something took."""
        ...

    def sleep(self, seconds: float) -> bool:
        """Wait; True if the whole time passed, False if the run was asked to stop meanwhile."""
        ...


class Stop(threading.Event):
    """That the process has been asked to stop, and since when."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = None

    def set(self) -> None:
        """Ask; who asks again asks no later."""
        if self.at is None:
            self.at = time.monotonic()
        super().set()

    def seconds_left(self, grace: float) -> float | None:
        """Of so many seconds after it was asked; None: it was not."""
        return None if self.at is None else self.at + grace - time.monotonic()


class SystemClock:
    """The machine's clock; ``stop`` ends every wait at once."""

    def __init__(self) -> None:
        self.stop = Stop()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        # Linux's own monotonic clock stands still while the machine sleeps; elsewhere there is only that one.
        return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()

    def sleep(self, seconds: float) -> bool:
        return not self.stop.wait(max(0.0, seconds))


def aware(moment: datetime) -> datetime:
    """The time; one that names no zone is in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def minute(moment: datetime, zone: str = " UTC") -> str:
    """In UTC, as people read a time; whatever zone a platform spoke in."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}{zone}"


def iso_milliseconds(moment: datetime) -> str:
    """In UTC with milliseconds, as Bluesky's app writes a time, and the outbox with it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def zone(name: str | None) -> tzinfo:
    """The time zone of that name; UTC for none and for one that is not known here."""
    if not name:
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC

"""Trying again: how often, how long, and what it says in the end."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import Rejected, TryLater, Unknown
from bot.publishers.retry import Retry
from bot.web.retry_after import retry_at
from tests.servers.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2025, 11, 28, 12, 0, tzinfo=UTC)


def failing(*errors: Exception) -> Callable[[], str]:
    """Raises one after the other, then works."""
    left = list(errors)

    def call() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return call


def test_waits_double_up_to_a_bound_and_are_jittered() -> None:
    """Full jitter: anything between nothing and the bound of that attempt."""
    for draw, waits in ((1.0, [1, 2, 4, 5, 5]), (0.5, [0.5, 1, 2, 2.5, 2.5]), (0.0, [0, 0, 0, 0, 0])):
        clock = ManualClock()
        retry = Retry(
            clock, 6, first_seconds=1, most_seconds=5, total_seconds=60, random=itertools.repeat(draw).__next__
        )
        with pytest.raises(TryLater):
            retry(failing(*[TryLater("no")] * 6))
        assert clock.sleeps == waits


def test_a_reset_is_waited_for_to_the_second() -> None:
    """Not earlier than the platform asks for."""
    clock = ManualClock()
    assert Retry(clock, random=lambda: 0.25)(failing(TryLater("no", clock.now() + timedelta(seconds=20)))) == "done"
    assert clock.sleeps == [20.25]


def test_all_waits_together_are_bounded() -> None:
    """Two waits of 20 s are more than one call may take; the second is left to a later run."""
    clock = ManualClock()
    until = [clock.now() + timedelta(seconds=20), clock.now() + timedelta(seconds=40)]
    with pytest.raises(TryLater) as caught:
        Retry(clock, random=lambda: 0.0)(failing(*[TryLater("no", moment) for moment in until]))
    assert clock.sleeps == [20]
    assert caught.value.retry_at == until[1]


def test_a_rejection_is_not_repeated() -> None:
    """The same again would be refused again."""
    clock = ManualClock()
    with pytest.raises(Rejected):
        Retry(clock)(failing(Rejected("no")))
    assert clock.sleeps == []


def test_a_doubt_is_repeated_only_where_that_is_harmless() -> None:
    """And whatever comes after a lost answer cannot prove that nothing was posted."""
    clock = ManualClock()
    with pytest.raises(Unknown):
        Retry(clock)(failing(Unknown("lost")))
    assert clock.sleeps == []
    assert Retry(clock)(failing(Unknown("lost")), idempotent=True) == "done"
    for last in (Rejected("no"), TryLater("later", NOW + timedelta(days=1))):
        with pytest.raises(Unknown, match=r"an answer was lost, and then: (no|later)"):
            Retry(clock)(failing(Unknown("lost"), last), idempotent=True)


def test_a_stop_ends_the_waiting() -> None:
    """The last error is the answer then."""
    clock = ManualClock()
    clock.stopped = True
    with pytest.raises(TryLater, match="busy"):
        Retry(clock)(failing(TryLater("busy")))
    assert len(clock.sleeps) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "Fri, 28 Nov 2025 12:01:00 GMT"}, 60),
        ({"retry-after": "Fri, 28 Nov 2025 11:00:00 GMT"}, 0),
        ({"ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"RateLimit-Reset": "90"}, 90),
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 900)}, 900),
        ({"retry-after": "5", "ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 5),
        (
            {
                "x-rate-limit-reset": str(int(NOW.timestamp()) + 900),
                "x-user-limit-24hour-remaining": "0",
                "x-user-limit-24hour-reset": str(int(NOW.timestamp()) + 40_000),
            },
            40_000,
        ),
        (
            {
                "x-rate-limit-reset": str(int(NOW.timestamp()) + 900),
                "x-user-limit-24hour-remaining": "3",
                "x-user-limit-24hour-reset": str(int(NOW.timestamp()) + 40_000),
            },
            900,
        ),
        ({}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-4"}, None),
        ({"retry-after": "٣"}, None),
        ({"x-rate-limit-reset": "9" * 40}, None),
    ],
)
def test_what_the_headers_say(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, seconds since 1970 or a date; nonsense says nothing."""
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert retry_at(headers, NOW) == expected

"""Trying again what may be tried again: a bounded number of times, after bounded waits."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

from bot.clock import aware
from bot.errors import PublishError, TryLater, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.clock import Clock

T = TypeVar("T")

# Longer than any window of rate limits of Bluesky, X and Mastodon (a day); what is larger is a date, not a delay.
LONGEST_DELAY_SECONDS = 366 * 86400
LONGEST_WAIT = timedelta(hours=25)
"""Whoever asks for more is asked again all the same: no post is put off for years by a header."""
NOTABLE_SKEW_SECONDS = 60.0
"""Dates are whole seconds, and answers take some: less is no difference between two clocks."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, and how long in all, one call is tried."""

    attempts: int = 4
    first_seconds: float = 1.0
    """The longest first wait; it doubles with every attempt."""
    most_seconds: float = 10.0
    """The longest single wait that the platform did not ask for."""
    total_seconds: float = 30.0
    """All waits of one call together; what would need more is put off to a later run."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Calls again after TryLater, sleeping in between: exponential backoff with full jitter."""

    clock: Clock
    patience: Patience = Patience()
    random: Callable[[], float] = field(default=random.SystemRandom().random)

    def __call__(self, call: Callable[[], T], *, idempotent: bool = False) -> T:
        """The call's result; its last error where the bounds are reached.

        ``idempotent``: also after Unknown. Once an answer was lost, no later refusal proves that nothing was posted,
        so that whatever error ends the attempts is Unknown then.
        """
        waited, doubt = 0.0, False
        last: PublishError
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return call()
            except Unknown as error:
                doubt, last = True, error
                if not idempotent or attempt == self.patience.attempts:
                    raise
                wait = self.backoff(attempt)
                if waited + wait > self.patience.total_seconds:
                    raise
            except TryLater as error:
                last = error
                wait = self.seconds_until(error.retry_at) if error.retry_at else self.backoff(attempt)
                if attempt == self.patience.attempts or waited + wait > self.patience.total_seconds:
                    raise self.ending(error, doubt=doubt) from None
            except PublishError as error:
                if not doubt:
                    raise
                raise self.ending(error, doubt=doubt) from None
            waited += wait
            if not self.clock.sleep(wait):
                raise self.ending(last, doubt=doubt) from None
        raise AssertionError("patience without an attempt")

    def repeat(self, call: Callable[[], T]) -> T:
        """The same of a call that makes no post: a lost answer is only a reason to ask again. Raises Rejected or TryLater."""

        def once() -> T:
            try:
                return call()
            except Unknown as error:
                raise TryLater(error.what, remedy=error.remedy) from None

        return self(once)

    def ending(self, error: PublishError, *, doubt: bool) -> PublishError:
        """What ends the attempts; ``doubt``: an answer was lost before."""
        return Unknown(f"an answer was lost, and then: {error}") if doubt else error

    def backoff(self, attempt: int) -> float:
        """Seconds: anything up to a bound that doubles with every attempt."""
        longest: float = min(self.patience.most_seconds, self.patience.first_seconds * 2 ** (attempt - 1))
        return self.random() * longest

    def seconds_until(self, retry_at: datetime) -> float:
        """Until then, and a little more, so that not everybody comes back in the same moment."""
        return max(0.0, (retry_at - self.clock.now()).total_seconds()) + self.random() * self.patience.first_seconds


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """What time it is for whoever answered, by its Date, which has no fractions of a second; None: it does not say."""
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        return aware(parsedate_to_datetime(lower.get("date", "")))
    except (ValueError, TypeError):
        return None


def seconds_ahead(now: datetime, headers: Mapping[str, str]) -> float:
    """How far our clock is ahead of the one of whoever answered; 0 where it does not say."""
    return (now - (server_time(headers) or now)).total_seconds()


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When the platform wants to be asked again, from ``retry-after`` or a rate limit's reset; None where it does not say.

    By our clock: what the platform says by its own is moved by as much as the two differ.
    """
    seconds = seconds_ahead(now, headers)
    ahead = timedelta(seconds=seconds if abs(seconds) > NOTABLE_SKEW_SECONDS else 0)
    try:
        time = asked_back_at(headers, now - ahead)
        return None if time is None else min(time + ahead, now + LONGEST_WAIT)
    except OverflowError:  # the platform's clock, or what it asks for, is at the end of all calendars
        return now + LONGEST_WAIT


def asked_back_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The same by the platform's clock, by which it is ``now``."""
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    if time := parse_time(lower.get("retry-after"), now):
        return time
    # The daily cap, where it is the one that is used up, ends long after the window of 15 minutes.
    for daily in ("x-user-limit-24hour", "x-app-limit-24hour"):
        if lower.get(f"{daily}-remaining") == "0" and (time := parse_time(lower.get(f"{daily}-reset"), now)):
            return time
    named = (lower.get(name) for name in ("x-rate-limit-reset", "ratelimit-reset", "x-ratelimit-reset"))
    return parse_time(next(filter(None, named), None), now)


def parse_time(value: str | None, now: datetime) -> datetime | None:
    """A number of seconds, seconds since 1970, an HTTP date or an ISO one, as a time that is not in the past."""
    if not value:
        return None
    try:
        if value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdigit():
            seconds = float(value)
            then = (
                now + timedelta(seconds=seconds)
                if seconds < LONGEST_DELAY_SECONDS
                else datetime.fromtimestamp(seconds, UTC)
            )
        else:
            then = aware(datetime.fromisoformat(value) if value[:1].isdigit() else parsedate_to_datetime(value))
        return max(then.astimezone(UTC), now)
    except (ValueError, OverflowError, OSError):
        return None

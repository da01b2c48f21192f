"""Trying again what may be tried again: a bounded number of times, after bounded waits."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bot.errors import PublishError, TryLater, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.clock import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retry:
    """Calls again after TryLater, sleeping in between: exponential backoff with full jitter."""

    clock: Clock
    attempts: int = 4
    first_seconds: float = 1.0
    """The longest first wait; it doubles with every attempt."""
    most_seconds: float = 10.0
    """The longest single wait that the platform did not ask for."""
    total_seconds: float = 30.0
    """All waits of one call together; what would need more is put off to a later run."""
    random: Callable[[], float] = field(default=random.SystemRandom().random)

    def __call__(self, call: Callable[[], T], *, idempotent: bool = False) -> T:
        """The call's result; its last error where the bounds are reached.

        ``idempotent``: also after Unknown. Once an answer was lost, no later refusal proves that nothing was posted,
        so that whatever error ends the attempts is Unknown then.
        """
        waited, doubt = 0.0, False
        last: PublishError
        for attempt in range(1, self.attempts + 1):
            try:
                return call()
            except Unknown as error:
                doubt, last = True, error
                if not idempotent or attempt == self.attempts:
                    raise
                wait = self.backoff(attempt)
                if waited + wait > self.total_seconds:
                    raise
            except TryLater as error:
                last = error
                wait = self.seconds_until(error.retry_at) if error.retry_at else self.backoff(attempt)
                if attempt == self.attempts or waited + wait > self.total_seconds:
                    raise self.ending(error, doubt=doubt) from None
            except PublishError as error:
                if not doubt:
                    raise
                raise self.ending(error, doubt=doubt) from None
            waited += wait
            if not self.clock.sleep(wait):
                raise self.ending(last, doubt=doubt) from None
        raise AssertionError(self.attempts)

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
        longest: float = min(self.most_seconds, self.first_seconds * 2 ** (attempt - 1))
        return self.random() * longest

    def seconds_until(self, retry_at: datetime) -> float:
        """Until then, and a little more, so that not everybody comes back in the same moment."""
        return max(0.0, (retry_at - self.clock.now()).total_seconds()) + self.random() * self.first_seconds

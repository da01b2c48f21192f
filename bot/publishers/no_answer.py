"""What it means for a post that its request got no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import PublishError, TryLater, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.publishers.exchange import Exchange
    from bot.settings.model import Target


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Of one account's requests."""

    target: Target
    redact: Callable[[object], str]
    """Takes the account's secrets out of a foreign message."""
    timeout_seconds: float
    """For one request."""

    def of_connection(self, error: BaseException, exchange: Exchange) -> PublishError:
        """What it means that no answer came: nothing where the body never left, whatever the library makes of it."""
        import requests

        what = self.redact(innermost(error))
        if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return TryLater(f"{self.target.name} cannot be trusted ({what})")
        if exchange.never_sent:
            return TryLater(f"{self.target.name} cannot be reached ({what})")
        if isinstance(error, requests.Timeout):
            return self.no_answer(exchange)
        return Unknown(f"{self.target.name}: the connection broke ({what})")

    def no_answer(self, exchange: Exchange) -> PublishError:
        """What it means that the time for the whole answer is over."""
        what = f"{self.target.name}: no answer within {self.timeout_seconds:g} s"
        return TryLater(f"{what}, and nothing was sent") if exchange.never_sent else Unknown(what)

    def too_late(self) -> PublishError:
        """The claim's lease was over before the post left."""
        return TryLater(f"{self.target.name}: it took longer than the claim's lease, so nothing was sent")


def innermost(error: BaseException) -> BaseException:
    """What happened on the wire; requests and urllib3 wrap it into tuples and objects of their own."""
    inner = getattr(error, "reason", None) or next(
        (one for one in reversed(error.args) if isinstance(one, BaseException)), None
    )
    return innermost(inner) if isinstance(inner, BaseException) else error

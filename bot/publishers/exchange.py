"""One request of an SDK and its answer: the body leaves in time or never, the answer has an end, and that none came means something."""

from __future__ import annotations

import socket
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import PublishError, Rejected, TryLater, Unknown
from bot.web.deadline import Deadline, in_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from bot.clock import Clock
    from bot.settings.model import Target


T = TypeVar("T")

UPLOADS = 4
"""A picture may take so many times as long as any other call."""


class Call(Enum):
    """What a call does, which decides what a refusal or a lost answer means."""

    CREATE = "the post"
    UPLOAD = "the picture's upload"
    PROCESSING = "the picture's processing"
    DELETE = "the post's removal"
    READ = "one post"
    OTHER = "the call"


class MayBeThere(PublishError):
    """The platform says that the same was there before: its text, its picture or its record."""


class Gone(Rejected):
    """What is asked for, or should be taken away, is not there."""


class TooLate(Exception):
    """The body was not let out, for its time was over: surely nothing was sent."""


class Exchange:
    """What is known of one request while it is under way.

    An HTTP library asks for the body only when it has connected and sent the head, and no server carries out a request
    whose body never came. So a request whose body did not leave was never sent, whatever the library calls its error.
    """

    def __init__(self, may_leave: Callable[[], bool] = lambda: True) -> None:
        self.may_leave = may_leave
        """Asked when the connection stands, right before the first byte of the body."""
        self.has_body = False
        self.left = False
        """Some of the body may be on its way."""
        self.given_up = False
        self.response: Any = None
        """The whole answer as the HTTP library has it, whatever the SDK makes of it; None: none has come."""
        self.lock = threading.Lock()
        self.sockets: list[socket.socket] = []

    @property
    def never_sent(self) -> bool:
        return self.has_body and not self.left

    def body(self, content: bytes) -> RequestBody:
        self.has_body = True
        return RequestBody(content, self)

    def answer(self, ask: Callable[[], T], seconds: float) -> T:
        """The whole answer. Raises TimeoutError when it has not come by then, and hangs up; whatever else ``ask`` raises."""
        try:
            return in_time(ask, Deadline(time.monotonic() + seconds, time.monotonic))
        except TimeoutError:
            self.give_up()
            raise

    def give_up(self) -> None:
        """From now on no body leaves; whoever still reads the answer finds its connection closed."""
        with self.lock:
            self.given_up = True
            hang_up(self.sockets)

    def uses(self, sock: Any) -> None:
        with self.lock:
            self.sockets.append(sock)
            if self.given_up:
                hang_up([sock])


class RequestBody:
    """A body as the HTTP library asks for it."""

    def __init__(self, content: bytes, exchange: Exchange) -> None:
        self.content, self.exchange = content, exchange

    def __iter__(self) -> Iterator[bytes]:
        exchange = self.exchange
        with exchange.lock:
            if exchange.given_up or not exchange.may_leave():
                raise TooLate
            exchange.left = True
        yield self.content


def hang_up(sockets: list[socket.socket]) -> None:
    """End these connections, whoever waits on them."""
    for sock in sockets:
        with suppress(OSError, AttributeError, TypeError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class Errors(ABC):
    """What the answers to one account's calls mean, and that none came."""

    target: Target
    redact: Callable[[object], str]
    """Takes the account's secrets out of a foreign message."""
    timeout_seconds: float
    """For one request."""
    clock: Clock

    @abstractmethod
    def of_answer(self, response: requests.Response, call: Call) -> PublishError:
        """What an answer that is no success means."""

    def of_connection(self, error: BaseException, exchange: Exchange) -> PublishError:
        """What it means that no answer came: nothing where the body never left, whatever the library makes of it."""
        import requests

        if not isinstance(error, TooLate | requests.RequestException):
            error = error.__context__ or error  # the SDK's own, for what has happened
        if isinstance(error, TooLate):
            return self.too_late()
        what = self.redact(innermost(error))
        if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return TryLater(f"{self.target.name} cannot be trusted ({what})")
        if exchange.never_sent:
            return TryLater(f"{self.target.name} cannot be reached ({what})")
        if isinstance(error, requests.Timeout):
            return self.no_answer(exchange)
        return Unknown(f"{self.target.name}: the connection broke ({what})")

    def too_late(self) -> TryLater:
        """The claim's lease was over before the post left."""
        return TryLater(f"{self.target.name}: it took longer than the claim's lease, so nothing was sent")

    def no_answer(self, exchange: Exchange) -> PublishError:
        """What it means that the time for the whole answer is over."""
        what = f"{self.target.name}: no answer within {self.timeout_seconds:g} s"
        return TryLater(f"{what}, and nothing was sent") if exchange.never_sent else Unknown(what)


def innermost(error: BaseException) -> BaseException:
    """What happened on the wire; requests and urllib3 wrap it into tuples and objects of their own."""
    # urllib3 begins a failed connection's words with the connection's class; what caused it is the system's own error.
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else None
    inner = getattr(error, "reason", None) or next(
        (one for one in reversed(error.args) if isinstance(one, BaseException)), cause
    )
    return innermost(inner) if isinstance(inner, BaseException) else error


# ── what stands in an answer, which may be of any kind ───────────────────────────────────────────


def table_in(source: Any, *names: str) -> dict[str, Any]:
    """The object under this name in the object under the one before it; an empty one where there is none."""
    for name in names:
        source = source.get(name) if isinstance(source, dict) else None
    return source if isinstance(source, dict) else {}


def objects_in(value: object) -> list[dict[str, Any]]:
    """The objects in a list; of anything else, none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

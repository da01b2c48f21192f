"""The platforms' SDKs: imported late and one at a time, and one client of them for an account."""

from __future__ import annotations

import contextlib
import gc
import importlib
import math
import sys
import threading
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.errors import Unknown
from bot.publishers.exchange import UPLOADS, Call, Exchange
from bot.settings.secrets import private_values, redact
from bot.web.retry_after import server_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    import requests

    from bot.model import Claim
    from bot.publishers.exchange import Errors
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

C = TypeVar("C")
T = TypeVar("T")

IDLE_SECONDS = 4.0
"""A connection idle for longer may have been closed by the other side, which only shows when it is used again."""

_one_at_a_time = threading.Lock()
"""Two threads that import one SDK at once, for two accounts or a log-in beside a post, can wait for each other."""


def import_sdk(name: str, within: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext) -> Any:
    """The module, imported while the garbage collector rests, and kept out of its later rounds.

    ``within``: what holds while it is imported.

    An SDK's classes never go away, and there are so many of them that each full round over them takes as long as a request.
    That happens once a process: whatever else is there at the time is kept for ever too, in a watcher a whole run each time.
    """
    with _one_at_a_time:
        if name in sys.modules:
            return sys.modules[name]
        collecting = gc.isenabled()
        gc.disable()
        try:
            with within():
                return importlib.import_module(name)
        finally:
            gc.freeze()
            if collecting:
                gc.enable()


class SdkAccount(Generic[C]):
    """The client of an SDK that uses requests, for one account."""

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target, self.environ, self.clock = target, surroundings.environ, surroundings.clock
        self.retry = surroundings.retrying()
        self.timeout_seconds = surroundings.timeout_seconds
        """For one request."""
        self.lock = threading.Lock()
        self.client: C | None = None
        self.used_at = self.clock.monotonic()
        self.server_told: tuple[datetime, float] | None = None
        """The time by the server's last answer, and when it came, on the clock that nobody sets."""

    def connect(self) -> C:
        raise NotImplementedError

    def connected(self) -> C:
        """The SDK's client, made once; nothing is sent by this."""
        with self.lock:
            if self.client is None:
                self.client = self.connect()
            return self.client

    def close(self) -> None:
        """End the connections; the next call opens new ones."""
        with self.lock:
            client: Any = self.client
            if client is not None:
                client.session.close()

    def freshen(self) -> None:
        """Drop connections that may be dead: a post sent into one of them would be in doubt for nothing."""
        if self.clock.monotonic() - self.used_at > IDLE_SECONDS:
            self.close()

    def redact(self, message: object) -> str:
        return redact(message, private_values(self.target, self.environ))

    @property
    def errors(self) -> Errors:
        raise NotImplementedError

    def send(self, ask: Callable[[C], object], call: Call, in_time: Callable[[], bool] = lambda: True) -> Any:
        """The JSON of the answer to one request. Raises what ``errors`` makes of it where it is no success.

        The SDK makes the request; what came of it is read from the answer itself: SDKs raise of good answers that they
        cannot read, and call failures of a connection alike.
        """
        client = self.connected()
        from bot.publishers.session import under_way

        exchange = Exchange(in_time)

        def request() -> None:
            under_way.exchange = exchange
            ask(client)

        try:
            exchange.answer(request, self.timeout_seconds * (UPLOADS if call is Call.UPLOAD else 1))
        except TimeoutError:
            # What the SDK makes of forty posts may take longer than the answer itself, which is there then.
            if exchange.response is None:
                raise self.errors.no_answer(exchange) from None
        except Exception as error:  # noqa: BLE001 -- the SDK stumbles over answers of another shape, which are read below
            if exchange.response is None:
                raise self.errors.of_connection(error, exchange) from None
        finally:
            self.used_at = self.clock.monotonic()
        return self.read_answer(exchange.response, call)

    def read_answer(self, response: requests.Response, call: Call) -> Any:
        self.note_time(response.headers)
        if not 200 <= response.status_code < 300:
            raise self.errors.of_answer(response, call)
        try:
            return response.json()
        except ValueError:
            raise Unknown(f"{self.target.name}: the answer cannot be read (it is no JSON)") from None

    def create_once(self, send: Callable[[], T], may_leave: Callable[[], bool]) -> T:
        """What ``send`` makes; tried again only while it surely is not there.

        ``may_leave`` is asked before: somebody else may have taken the claim for dead by then, and the platform would take
        both posts.
        """

        def once() -> T:
            if not may_leave():
                raise self.errors.too_late()
            self.freshen()
            return send()

        return self.retry(once)

    def note_time(self, headers: Mapping[str, str]) -> None:
        if (time := server_time(headers)) is not None:
            self.server_told = time, self.clock.monotonic()

    @property
    def skew_seconds(self) -> float:
        """How far this machine's clock is ahead of the server's; 0 where that has not said."""
        if self.server_told is None:
            return 0.0
        time, came_at = self.server_told
        return (self.clock.now() - time).total_seconds() - (self.clock.monotonic() - came_at)

    def clock_is_off(self) -> bool:
        """The time of this machine is so wrong that nothing can be concluded from how long ago something was."""
        service = self.target.platform.service
        return service is not None and abs(self.skew_seconds) > (service.skew_seconds or math.inf)

    def in_time(self, claim: Claim) -> bool:
        """The claim is still this process's alone, by the clock on the wall and by the one that nobody sets."""
        return self.clock.now() < claim.lease_until and self.clock.monotonic() < claim.lease_until_monotonic

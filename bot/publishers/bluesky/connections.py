"""The connections of one account's SDK, so that an answer that does not end can be hung up on."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

from bot.publishers.exchange import hang_up
from bot.web.deadline import Deadline, in_time

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping

    import httpx

T = TypeVar("T")

OPENED = ("connect_tcp.complete", "start_tls.complete")
"""httpcore's trace events of a connection that stands (its "Extensions" document)."""


class Connections:
    """Every open connection of one account."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []
        self.lock = threading.Lock()

    def watch(self, request: httpx.Request) -> None:
        """Hear of the connection that this request opens; httpx calls it before each."""
        request.extensions["trace"] = self.note

    def note(self, event: str, details: Mapping[str, object]) -> None:
        if not event.endswith(OPENED):
            return
        stream = details["return_value"]
        sock = stream.get_extra_info("socket")  # type: ignore[attr-defined]  # httpcore's NetworkStream
        with self.lock:
            self.sockets = [one for one in self.sockets if one.fileno() != -1]
            self.sockets.append(sock)

    def answer(self, ask: Callable[[], T], seconds: float) -> T:
        """The whole answer; raises TimeoutError when it has not come by then, and hangs up on whatever is still read."""
        try:
            return in_time(ask, Deadline(time.monotonic() + seconds, time.monotonic))
        except TimeoutError:
            with self.lock:
                hang_up(self.sockets)
            raise

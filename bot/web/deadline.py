"""One moment by which a request has to be over, whatever it waits for: a name's look-up, a connection, each byte."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    at: float
    """On the clock ``monotonic``, in seconds."""
    monotonic: Callable[[], float]

    def left(self) -> float:
        """Seconds until then; raises TimeoutError when there are none."""
        left = self.at - self.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class TimedSocket:
    """A socket for http.client whose every read ends by the deadline, however slowly the bytes drip."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock, self.deadline = sock, deadline

    def sendall(self, content: bytes) -> None:
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        del mode
        return io.BufferedReader(TimedReader(self), 65536)

    def close(self) -> None:
        """Nothing: http.client closes before the body is read; whoever connected closes."""


class TimedReader(io.RawIOBase):
    def __init__(self, timed: TimedSocket) -> None:
        self.timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is private
        self.timed.sock.settimeout(self.timed.deadline.left())
        return self.timed.sock.recv_into(buffer)


def in_time(work: Callable[[], T], deadline: Deadline) -> T:
    """What the work returns; TimeoutError if it is not there by the deadline, and nobody waits for it any longer.

    The work is done in a thread of its own: a system's resolver knows no time limit, and a server may drip.
    """
    done: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # noqa: BLE001  # carried over to the caller's thread, whatever it is
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True, name="in-time")
    thread.start()
    thread.join(deadline.left())
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]

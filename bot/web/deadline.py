"""One moment by which a request has to be over, whatever it waits for: a name's look-up, a connection, each byte."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Deadline:
    """When everything must be over."""

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
        return io.BufferedReader(TimedReader(self.sock, self.deadline), 65536)

    def close(self) -> None:
        """Nothing: http.client closes before the body is read; whoever connected closes."""


class TimedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock, self.deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's WriteableBuffer is private
        self.sock.settimeout(self.deadline.left())
        return self.sock.recv_into(buffer)


def in_time(look_up: Callable[[], tuple[str, ...]], deadline: Deadline) -> tuple[str, ...]:
    """The look-up's result; TimeoutError if it is not there by the deadline (the system's resolver knows no time limit)."""
    found: list[tuple[str, ...]] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            found.append(look_up())
        except Exception as error:  # noqa: BLE001  # carried over to the caller's thread, whatever it is
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True, name="resolve")
    thread.start()
    thread.join(deadline.left())
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]

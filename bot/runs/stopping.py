"""Ending a run in good order when it is asked to stop, and ending it in any case a few seconds later."""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.runs.messages import Messages

LAST_SECONDS = 4.5
"""After the signal; what is not written down by then is what a power cut would leave, which the next run mends."""
STOPPED = 130
"""Exit code, as shells have it of a program that was interrupted."""
ENDING = frozenset({signal.SIGINT, signal.SIGTERM})


@contextmanager
def stopping(stop: threading.Event, messages: Messages, *, hurry: threading.Event | None = None) -> Iterator[None]:
    """On SIGINT, SIGTERM and SIGHUP ``stop`` is set: no new claim is made, and the receipt that is under way is still written.

    ``hurry`` is set by SIGHUP instead, where it is given.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(number: int, _frame: object) -> None:
        if number == signal.SIGHUP and hurry is not None:
            hurry.set()
            return
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()
        messages.warn("stopping: nothing new is begun, what is under way is written down")

    numbers = set(ENDING)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means it
        numbers.add(signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in numbers}
    ending = numbers if hurry is None else set(ENDING)
    try:
        with in_any_case({int(number) for number in ending}):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def in_any_case(numbers: set[int]) -> Iterator[None]:
    """Meanwhile one of these signals ends the process after LAST_SECONDS, whatever its threads wait for.

    Python calls a handler when the main thread comes back from what it waits for, which may be a locked database or a
    name's look-up; the bytes that it writes for each signal are read by a thread of our own.
    """
    reader, writer = socket.socketpair()
    writer.settimeout(0)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    listener = threading.Thread(target=listen_for_signals, args=(reader, numbers, before), daemon=True, name="signals")
    try:
        try:
            listener.start()
        except RuntimeError as error:
            reader.close()
            raise UsageError(
                "the system lets the bot start no thread", "raise its limit of processes (ulimit -u)"
            ) from error
        yield
    finally:
        signal.set_wakeup_fd(before)
        writer.close()


def listen_for_signals(reader: socket.socket, numbers: set[int], outer: int) -> None:
    """Wait for one of the signals; every byte is handed on to whoever listened before."""
    counting = False
    with reader:
        while received := reader.recv(64):
            if outer >= 0:
                with suppress(OSError):
                    os.write(outer, received)
            if not counting and numbers.intersection(received):
                counting = True
                timer = threading.Timer(LAST_SECONDS, end_now)
                timer.daemon = True
                timer.start()


def end_now() -> None:
    with suppress(OSError):
        os.write(2, b"bot: stopped before all was written down; the next run looks what became of it\n")
    for pid in child_processes():
        with suppress(OSError):
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)
            else:
                os.kill(pid, signal.SIGKILL)
    os._exit(STOPPED)


def child_processes() -> list[int]:
    """The processes that this one has started and that still run, where the system tells."""
    found: list[int] = []
    for tasks in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError, ValueError):
            found += map(int, tasks.read_text(encoding="ascii").split())
    return found

"""A program run at a terminal, with somebody who answers."""

from __future__ import annotations

import os
import pty
import select
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests import nursery

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 60


@dataclass
class Said:
    """What stood on the screen (stderr and what was typed), what went to stdout, and the exit code."""

    code: int
    screen: str
    out: str


def at_terminal(*args: str, cwd: Path, env: dict[str, str], answers: str = "", tty_out: bool = False) -> Said:
    """Run ``bot ARGS`` with stdin and stderr on a terminal; stdout too, if ``tty_out``."""
    ours, theirs = pty.openpty()
    device = os.ttyname(theirs)
    streams = {0: device, 2: device} | ({1: device} if tty_out else {})
    child = nursery.running().spawn(
        args, cwd, {**env, "TERM": "xterm-256color", "COLUMNS": "200"}, streams, new_session=True
    )
    os.write(ours, answers.encode())
    screen = read_until_ended(child, ours, SECONDS)
    os.close(theirs)
    os.close(ours)
    assert child.code is not None
    return Said(child.code, screen, (child.folder / "out").read_text(encoding="utf-8"))


def read_until_ended(child: nursery.Child, terminal: int, seconds: float) -> str:
    """Everything that it writes to the terminal. It is killed, and the test fails, where it takes longer."""
    screen, end = b"", time.monotonic() + seconds
    while True:
        ended = child.ended.is_set()
        ready, _, _ = select.select([terminal], [], [], 0 if ended else 0.02)
        if ready:
            screen += os.read(terminal, 65536)
        elif ended:
            return screen.decode("utf-8", "replace").replace("\r\n", "\n")
        elif time.monotonic() > end:
            child.kill()
            raise AssertionError(f"still running after {seconds} s: {screen.decode('utf-8', 'replace')}")

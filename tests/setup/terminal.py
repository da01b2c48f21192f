"""A program run at a terminal, with somebody who answers."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """Run ``python -m bot`` with stdin and stderr on a terminal; stdout too, if ``tty_out``."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *args],
        cwd=cwd, env={**env, "TERM": "xterm-256color", "COLUMNS": "200"}, stdin=theirs, stderr=theirs,
        stdout=theirs if tty_out else subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answers.encode())
    screen, end = b"", time.monotonic() + SECONDS
    while time.monotonic() < end:
        ready, _, _ = select.select([ours], [], [], 0.1)
        if ready:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side is gone: Linux's way to say so
                break
            if not piece:
                break
            screen += piece
        elif process.poll() is not None:
            break
    out = process.stdout.read().decode() if process.stdout else ""
    if process.stdout:
        process.stdout.close()
    try:
        code = process.wait(5)
    finally:
        process.kill()
        os.close(ours)
    return Said(code, screen.decode("utf-8", "replace").replace("\r\n", "\n"), out)

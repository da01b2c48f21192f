"""A lock on a file, which the operating system lets go when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The filelock package does the same, and takes longer to import than a whole run with nothing to do.
POLL_SECONDS = 0.02


def try_lock(file: int, *, shared: bool = False) -> bool:
    """Lock the open file if nobody else has; False: somebody has."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def lock_file(path: Path, *, seconds: float = 0.0) -> Iterator[bool]:
    """Hold the lock file meanwhile; it stays on the disk. False where another process holds it all of these ``seconds``."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        until = time.monotonic() + seconds
        while not (held := try_lock(file)) and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        yield held
    finally:
        os.close(file)

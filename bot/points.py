"""Named points at which a test can kill the process, as docs/exactly-once.md proves what happens then.

Nothing happens at them unless BOT_CRASH_AT is set: ``BOT_CRASH_AT=send-after`` kills at the first time that this
point is reached, ``BOT_CRASH_AT=send-after:3`` at the third.
"""

from __future__ import annotations

import os
import signal
import threading
from enum import StrEnum


class Point(StrEnum):
    """Every gap into which a death can fall, in the order in which a post passes them."""

    CLAIM_BEFORE = "claim-before"
    PUSH_BEFORE = "push-before"
    PUSH_AFTER = "push-after"
    CLAIM_AFTER = "claim-after"
    UPLOAD_BEFORE = "upload-before"
    UPLOAD_AFTER = "upload-after"
    DOCUMENT_BEFORE = "document-before"
    DOCUMENT_AFTER = "document-after"
    SEND_BEFORE = "send-before"
    SEND_AFTER = "send-after"
    SETTLE_BEFORE = "settle-before"
    SETTLE_AFTER = "settle-after"


_lock = threading.Lock()
_reached: dict[Point, int] = {}


def reach(point: Point) -> None:
    """Kill this process here if BOT_CRASH_AT says so, as a power cut would: no handler and no clean-up runs."""
    wanted = os.environ.get("BOT_CRASH_AT")
    if wanted is None:
        return
    name, _, count = wanted.partition(":")
    if name != point:
        return
    with _lock:
        _reached[point] = _reached.get(point, 0) + 1
        if _reached[point] == int(count or 1):
            os.kill(os.getpid(), signal.SIGKILL)

"""How the platforms' SDKs are imported: late, and one at a time."""

from __future__ import annotations

import gc
import importlib
import threading
from typing import Any

_one_at_a_time = threading.Lock()
"""Two threads that import one SDK at once, for two accounts or a log-in beside a post, can wait for each other."""


def import_sdk(name: str) -> Any:
    """The module, imported while the garbage collector rests, and kept out of its later rounds.

    An SDK's classes never go away, and there are so many of them that each full round over them takes as long as a request.
    """
    with _one_at_a_time:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return importlib.import_module(name)
        finally:
            gc.freeze()
            if collecting:
                gc.enable()

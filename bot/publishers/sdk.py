"""The platforms' SDKs, imported when something is really sent."""

from __future__ import annotations

import gc
import importlib
from typing import Any


def load(name: str) -> Any:
    """The module; what it is made of is kept out of the garbage collector's rounds.

    An SDK's classes never go away, and there are so many of them that each full round over them takes as long as a request.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()

"""How much memory a process keeps that has posted: glibc keeps a pool for each thread, and gives back little of what is free."""

from __future__ import annotations

import sys
from typing import Any

M_ARENA_MAX = -8
"""mallopt(3), malloc.h."""


def use_one_pool() -> None:
    """From now on all threads take their memory from one pool; pictures of all sizes left gaps in each of many."""
    if (libc := glibc()) is not None:
        libc.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """What is free goes back to the system; takes milliseconds."""
    if (libc := glibc()) is not None:
        libc.malloc_trim(0)


def glibc() -> Any:
    """None: this system has another C library, which keeps its memory in its own way."""
    if sys.platform != "linux":
        return None
    import ctypes

    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "gnu_get_libc_version") else None

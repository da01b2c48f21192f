"""Values that are made once and shared between threads, within a bound of memory."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class SharedCache(Generic[T]):
    """Values by key, each made by the first who asks while the others wait; a PictureError is remembered like a value.

    ``max_bytes`` bounds what is kept: the values not asked for longest go first, and are made anew when they are asked for
    again.
    """

    def __init__(self, max_bytes: int, weigh: Callable[[T], int]) -> None:
        self.max_bytes, self.weigh = max_bytes, weigh
        self.lock = threading.Lock()
        self.making: dict[Hashable, threading.Lock] = {}
        self.made: dict[Hashable, T | PictureError] = {}
        self.kept_bytes = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self.lock:
            turn = self.making.setdefault(key, threading.Lock())
        with turn:
            if (value := self.made.get(key)) is None:
                try:
                    value = make()
                except PictureError as error:
                    value = error
            self.keep(key, value)
        if isinstance(value, PictureError):
            raise PictureError(str(value))  # a new one: a traceback is of one thread
        return value

    def keep(self, key: Hashable, value: T | PictureError) -> None:
        with self.lock:
            if key in self.made:
                self.kept_bytes -= self.weight(self.made.pop(key))
            self.made[key] = value
            self.kept_bytes += self.weight(value)
            for old in [made for made in self.made if made != key]:
                if self.kept_bytes <= self.max_bytes:
                    break
                self.kept_bytes -= self.weight(self.made.pop(old))

    def weight(self, value: T | PictureError) -> int:
        return 0 if isinstance(value, PictureError) else self.weigh(value)

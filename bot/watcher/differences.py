"""Which files are not as the ledger remembers them: the one comparison that every look at content/ rests on."""

from __future__ import annotations

TYPE_CHECKING = False  # the module is part of the quickest answer of bot run, see bot.watcher.idle
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from bot.watcher.walk import File

    Row = TypeVar("Row", bound=tuple[Any, ...])
    """What is remembered of a file; it begins as a File does: path, size, time of its last change."""


def differences(
    files: Iterable[File], remembered: Iterable[Row], done: Callable[[Row], bool]
) -> Iterator[tuple[File | None, Row | None]]:
    """Each file that is new, is not as it is remembered, or that is not ``done`` with; None for one that is gone.

    Both lists are in the order of their paths and are gone through once, side by side, so that nothing is kept in
    memory of the many files that are as they were.
    """
    rows = iter(remembered)
    row = next(rows, None)
    for file in files:
        while row is not None and row[0] < file[0]:
            yield None, row
            row = next(rows, None)
        if row is None or row[0] != file[0]:
            yield file, None
            continue
        if row[:3] != file or not done(row):
            yield file, row
        row = next(rows, None)
    while row is not None:
        yield None, row
        row = next(rows, None)

"""The last change of the ledger that this machine has seen: one without it has been set back, or is another one."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.folders import make_private
from bot.ledger.side_tables import NONE, Change

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Sight:
    place: str
    """Which one: a change of the settings is no change of the ledger."""
    sequence: int
    stamp: str
    """In hex."""
    tip: str | None = None
    """The commit that held it, on a branch."""
    inode: int | None = None
    """Of its file."""

    @property
    def change(self) -> Change:
        return Change(self.sequence, bytes.fromhex(self.stamp))


class LastSeen:
    """The note of it, beside the lock files."""

    def __init__(self, path: Path, place: str) -> None:
        self.path = path
        self.place = place

    def load(self) -> Sight | None:
        """What was seen last; to be called before the ledger is read, for others may change it meanwhile."""
        try:
            with open(self.path, encoding="utf-8") as file:  # noqa: PTH123 -- Path's takes twice as long, at every change of the ledger
                sight = Sight(**json.loads(file.read()))
        except (OSError, ValueError, TypeError):
            return None
        return sight if sight.place == self.place and sight.change != NONE else None

    def save(self, change: Change, *, tip: str | None = None, inode: int | None = None) -> Sight | None:
        """Remember it, unless something later is remembered, and return that; best effort, for a claim needs the folder anyway."""
        before = self.load()
        if change == NONE or (before is not None and before.sequence > change.sequence):
            return before
        sight = Sight(self.place, change.sequence, change.stamp.hex(), tip, inode)
        if sight == before:
            return sight
        with contextlib.suppress(OSError):
            try:
                self.write(sight)
            except FileNotFoundError:
                make_private(self.path.parent)
                self.write(sight)
        return sight

    def write(self, sight: Sight) -> None:
        fresh = f"{self.path}.{os.getpid()}"
        with open(fresh, "w", encoding="utf-8") as file:  # noqa: PTH123 -- Path's takes twice as long, at every change of the ledger
            file.write(json.dumps({name: getattr(sight, name) for name in Sight.__slots__}))
        os.replace(fresh, self.path)  # noqa: PTH105 -- ``fresh`` is a string

    def forget(self) -> None:
        """A new ledger is made in the place of the one that was seen, by somebody who knows that it is gone."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def check(self, sight: Sight | None, ledger: Ledger, where: str, way_back: str) -> None:
        """Raise LedgerError where the ledger has not gone through what was seen of it.

        ``way_back``: how a person puts the newer one back.
        """
        if sight is not None:
            check_has(ledger, sight.change, where, "this machine has seen", way_back, f"remove {self.path}")


def check_has(ledger: Ledger, change: Change, where: str, who: str, way_back: str, dismissal: str) -> None:
    """Raise LedgerError where the ledger has not gone through this change.

    ``who``: knows of it, with the verb; ``dismissal``: what a person does who wants the ledger as it is.
    """
    if ledger.changes.has(change):
        return
    missing = change.sequence - ledger.changes.last().sequence
    what = f"the last {missing} changes that {who} are" if missing > 1 else f"what {who} is"
    raise LedgerError(
        f"{where}: it has been set back or replaced: {what} not in it, and may have been posts",
        f"nothing was changed or sent. {way_back}. Or make it anew from the accounts' own posts: move it away, then: bot "
        f"reconcile. If this one is right as it is, {dismissal}",
    )

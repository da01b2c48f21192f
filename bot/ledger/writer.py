"""The one statement that changes an entry, and the entry as it is at this moment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.errors import LedgerError
from bot.ledger.identity import IDENTITY
from bot.ledger.reader import Reader
from bot.ledger.rows import micros, storable
from bot.settings.private import without_private

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ledger.identity import Identity
    from bot.model import Claim, Entry, Status


class Writer(Reader):
    """The part of the ledger that writes, whatever it may be."""

    def write(
        self,
        key: str,
        target: str,
        status: Status,
        now: datetime,
        *,
        born: bool = False,
        identity: Identity | None = None,
        **columns: Any,
    ) -> None:
        """The one statement that changes an entry; the schema's triggers watch over it."""
        columns |= {"status": status.value, "updated_at": micros(now)}
        if reason := columns.get("reason"):
            columns["reason"] = for_everybody(reason)
        if identity is not None:
            columns |= dict(zip(IDENTITY.split(", "), identity, strict=True))
        self.connection.execute(statement(tuple(columns), born=born), (*columns.values(), key, target))

    def current_entry(self, of: Claim | Entry) -> Entry:
        return self.known_entry(of.key, of.target)

    def known_entry(self, key: str, target: str) -> Entry:
        entry = self.get(key, target)
        if entry is None:
            raise LedgerError(
                f"the ledger does not know {key} on {target} any more: it was replaced while this run was at work",
                "look at the account before the next run, or rebuild the ledger with: bot reconcile",
            )
        return entry


@lru_cache(maxsize=64)
def statement(names: tuple[str, ...], *, born: bool) -> str:
    """SQL that sets these columns of the entry with a key and a target, or makes it."""
    if born:
        return f"INSERT INTO entries ({', '.join(names)}, key, target) VALUES ({'?, ' * len(names)}?, ?)"  # noqa: S608 -- names of ours
    return f"UPDATE entries SET {', '.join(f'{name} = ?' for name in names)} WHERE key = ? AND target = ?"  # noqa: S608


@lru_cache(maxsize=8)
def for_everybody(reason: str) -> str:
    """The reason as all who read the ledger may see it; remembered, for a baseline writes one into thousands of rows."""
    return without_private(storable(reason))

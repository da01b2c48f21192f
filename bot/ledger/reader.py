"""Every question to the ledger, each answered within the transaction that its store has opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.ledger.identity import Names
from bot.ledger.rows import ENTRIES, dollars, entry_of, micros, micros_or_none, status_of, storable
from bot.ledger.schema import OPEN
from bot.model import Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal
    from pathlib import Path

    from bot.model import Digest, Entry

EVERY = "*"
"""Stands for all targets, in a baseline's entry."""


class Reader:
    """The part of the ledger that only looks."""

    def __init__(self, connection: sqlite3.Connection, root: Path) -> None:
        self.connection = connection
        self.names = Names(connection, root)

    def entry(self, digest: Digest, target: str) -> Entry | None:
        """What is known of this digest on this target, under whatever name; else the baseline that holds for all."""
        key = self.key_of(digest)
        return self.get(key, target) or self.get(key, EVERY)

    def key_of(self, digest: Digest) -> str:
        """The key under which the ledger knows this digest; its own key where the ledger does not know it."""
        return self.names.key_of(digest)

    def get(self, key: str, target: str) -> Entry | None:
        row = self.connection.execute(f"{ENTRIES} WHERE key = ? AND target = ?", (storable(key), target)).fetchone()
        return None if row is None else entry_of(row, self.names.shown)

    def entries(
        self,
        *,
        target: str | None = None,
        status: Status | Iterable[Status] | None = None,
        key: str | None = None,
        since: datetime | None = None,
    ) -> Iterator[Entry]:
        """The entries that fit, newest first."""
        wanted = {status} if isinstance(status, Status) else set(Status if status is None else status)
        if not wanted:
            return
        clauses = [f"status IN ({', '.join('?' * len(wanted))})"]
        values: list[Any] = [one.value for one in sorted(wanted)]
        if wanted <= {Status.CLAIMED, Status.IN_DOUBT, Status.FAILED}:
            clauses.append(OPEN)
        for clause, value in (
            ("target = ?", target),
            ("key = ?", key if key is None else storable(key)),
            ("updated_at >= ?", micros_or_none(since)),
        ):
            if value is not None:
                clauses.append(clause)
                values.append(value)
        sql = f"{ENTRIES} WHERE {' AND '.join(clauses)} ORDER BY updated_at DESC, key, target"
        for row in self.connection.execute(sql, values):
            yield entry_of(row, self.names.shown)

    def counts(self, target: str | None = None) -> dict[Status, int]:
        """How many entries there are of each status."""
        rows = self.connection.execute(
            "SELECT status, count(*) FROM entries WHERE ?1 IS NULL OR target = ?1 GROUP BY status", (target,)
        )
        return {status_of(status): count for status, count in rows}

    def newest_id(self, target: str) -> str | None:
        """The newest post on the target that was ever written down, taken down again or not."""
        return self.names.first(
            "SELECT receipt_id FROM history WHERE target = ? AND receipt_id IS NOT NULL "
            "ORDER BY length(receipt_id) DESC, receipt_id DESC LIMIT 1",
            target,
        )

    def spent(self, target: str, since: datetime) -> Decimal:
        """US dollars: what was posted since then, and what may have been and is not known yet."""
        sums = (
            "SELECT total(cost) FROM history WHERE target = ? AND at >= ? AND cost IS NOT NULL AND status = 'posted'",
            f"SELECT total(cost) FROM entries WHERE target = ? AND claimed_at >= ? AND {OPEN} AND status <> 'failed'",  # noqa: S608
        )
        return dollars(sum(int(self.connection.execute(sql, (target, micros(since))).fetchone()[0]) for sql in sums))

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is sound."""
        return [row[0] for row in self.connection.execute("PRAGMA quick_check") if row[0] != "ok"]

    def claimers(self) -> set[str]:
        """The nonces of the claimers whose claims are open."""
        rows = self.connection.execute(f"SELECT DISTINCT nonce FROM entries WHERE {OPEN} AND status = 'claimed'")  # noqa: S608
        return {nonce for (nonce,) in rows}

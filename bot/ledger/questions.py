"""Every question to the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.ledger.identity import Identity
from bot.ledger.rows import ENTRIES, dollars, entry_of, event_of, micros, micros_or_none, plain
from bot.ledger.schema import OPEN
from bot.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal

    from bot.ledger.rows import Event
    from bot.model import Digest, Entry

EVERY = "*"
"""Stands for all targets, in a baseline's entry."""


class Questions(Identity):
    """The part of the ledger that only looks."""

    def entry(self, digest: Digest, target: str) -> Entry | None:
        """What is known of this digest on this target, under whatever name; else the baseline that holds for all."""
        key = self.name(digest)
        return self.get(key, target) or self.get(key, EVERY)

    def get(self, key: str, target: str) -> Entry | None:
        row = self.connection.execute(f"{ENTRIES} WHERE key = ? AND target = ?", (plain(key), target)).fetchone()
        return None if row is None else entry_of(row, self.shown)

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
        where = [f"status IN ({', '.join('?' * len(wanted))})"]
        values: list[Any] = [one.value for one in sorted(wanted)]
        if wanted <= {Status.CLAIMED, Status.IN_DOUBT, Status.FAILED}:
            where.append(OPEN)
        for clause, value in (
            ("target = ?", target),
            ("key = ?", key if key is None else plain(key)),
            ("updated_at >= ?", micros_or_none(since)),
        ):
            if value is not None:
                where.append(clause)
                values.append(value)
        sql = f"{ENTRIES} WHERE {' AND '.join(where)} ORDER BY updated_at DESC, key, target"
        for row in self.connection.execute(sql, values):
            yield entry_of(row, self.shown)

    def history(self, key: str, target: str) -> list[Event]:
        """Everything that happened to an entry, oldest first."""
        rows = self.connection.execute(
            "SELECT at, status, attempt, reason, nonce, receipt_id, receipt_url, cost FROM history "
            "WHERE key = ? AND target = ? ORDER BY id",
            (plain(key), target),
        )
        return [event_of(row) for row in rows]

    def known_keys(self) -> set[str]:
        """Every key that the ledger knows a digest by."""
        return {key for (key,) in self.connection.execute("SELECT key FROM entries UNION SELECT key FROM names")}

    def counts(self, target: str | None = None) -> dict[Status, int]:
        """How many entries there are of each status."""
        rows = self.connection.execute(
            "SELECT status, count(*) FROM entries WHERE ?1 IS NULL OR target = ?1 GROUP BY status", (target,)
        )
        return {Status(status): count for status, count in rows}

    def newest_id(self, target: str) -> str | None:
        """The newest post on the target that was ever written down, taken down again or not."""
        return self.one(
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
        spent = dollars(sum(int(self.connection.execute(sql, (target, micros(since))).fetchone()[0]) for sql in sums))
        if spent is None:
            raise AssertionError(target)
        return spent

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is sound."""
        return [row[0] for row in self.connection.execute("PRAGMA quick_check") if row[0] != "ok"]

    def claimers(self) -> set[str]:
        """The nonces of the runs that hold a claim."""
        rows = self.connection.execute(f"SELECT DISTINCT nonce FROM entries WHERE {OPEN} AND status = 'claimed'")  # noqa: S608
        return {nonce for (nonce,) in rows}

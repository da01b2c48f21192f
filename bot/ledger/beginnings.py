"""What a ledger begins with: digests that were out before it was made, and targets that it has not heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ledger.identity import IDENTITY
from bot.ledger.reader import EVERY
from bot.ledger.rows import micros
from bot.ledger.writer import Writer
from bot.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.model import Digest


class Beginnings(Writer):
    """The part of the ledger that marks as handled what is never posted."""

    def baseline(self, digests: Iterable[Digest], now: datetime, target: str = EVERY, reason: str = "") -> int:
        """Mark these digests as handled, also those that have failed; returns how many were not handled before."""
        marked = 0
        why = reason or None
        for digest in digests:
            key = self.key_of(digest)
            failed = [one for one in self.entries(key=key, status=Status.FAILED) if target in {EVERY, one.target}]
            for entry in failed:
                self.write(key, entry.target, Status.BASELINE, now, reason=why, retry_at=None)
            born = self.get(key, target) is None
            if born:
                identity = self.names.identity_of(digest)
                self.write(key, target, Status.BASELINE, now, born=True, identity=identity, reason=why)
            marked += born or bool(failed)
        return marked

    def baseline_newcomers(self, digests: Iterable[tuple[object, ...]], now: datetime, reason: str) -> int:
        """The same for digests that the ledger surely does not know, and that are not each other's: of thousands, none is asked for.

        ``digests``: of each its key and IDENTITY, as they are stored.
        """
        # One statement makes all entries: the schema's triggers would have SQLite keep a journal for each statement.
        columns = f"key, {IDENTITY}"
        self.connection.execute(f"CREATE TEMP TABLE newcomers ({columns})")
        self.connection.executemany("INSERT INTO newcomers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", digests)
        made = self.connection.execute(
            f"INSERT INTO entries ({columns}, target, status, updated_at, reason) SELECT {columns}, ?, ?, ?, ? FROM newcomers",  # noqa: S608 -- names of ours
            (EVERY, Status.BASELINE.value, micros(now), reason),
        )
        self.connection.execute("DROP TABLE newcomers")
        return made.rowcount

    def unregistered(self, targets: Iterable[str]) -> list[str]:
        """Those of these targets that the ledger has never heard of."""
        known = {name for (name,) in self.connection.execute("SELECT name FROM targets")}
        return [name for name in dict.fromkeys(targets) if name not in known]

    def register(self, targets: Iterable[str], now: datetime) -> list[str]:
        """Make these targets known; returns those that are new.

        What an older ledger knows already is marked as handled for a new target, so that it starts from now.
        """
        first = self.connection.execute("SELECT 1 FROM targets").fetchone() is None
        new = self.unregistered(targets)
        for name in new:
            self.connection.execute("INSERT INTO targets VALUES (?, ?)", (name, micros(now)))
            if not first:
                self.connection.execute(
                    f"INSERT INTO entries (key, target, status, updated_at, {IDENTITY}, reason) SELECT key, ?1, 'baseline', ?2, {IDENTITY}, "  # noqa: S608 -- names of ours
                    "'handled before ' || ?1 || ' was set up' FROM entries e "
                    "WHERE target = (SELECT min(target) FROM entries WHERE key = e.key) "
                    "AND NOT EXISTS (SELECT 1 FROM entries WHERE key = e.key AND target IN (?1, ?3))",
                    (name, micros(now), EVERY),
                )
        return new

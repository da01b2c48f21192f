"""Every question to the ledger, each answered within the transaction that its store has opened."""

from __future__ import annotations

import heapq
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.ledger.identity import Names
from bot.ledger.rows import ENTRIES, EVERY, dollars, entry_of, micros, micros_or_none, status_of, storable
from bot.ledger.schema import UNFINISHED
from bot.ledger.side_tables import Marks
from bot.ledger.targets import Targets
from bot.model import OPEN, Known, Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal
    from pathlib import Path

    from bot.model import Digest, Entry

KNOWN_POSTS, KNOWN_STANDING = 1000, 50
"""More than anybody posts in the time in which a post may be in doubt."""

HAS_IT = frozenset({*OPEN, Status.POSTED, Status.DELETED})
"""The account has, had or may have the post."""

ENTRIES_WITHOUT_PAYLOADS = ENTRIES.replace("payload", "NULL")


class Reader:
    """The part of the ledger that only looks."""

    def __init__(self, connection: sqlite3.Connection, root: Path) -> None:
        self.connection = connection
        self.names = Names(connection, root)
        self.marks = Marks(connection)
        self.targets = Targets(connection, self.marks)

    def entry(self, digest: Digest, target: str) -> Entry | None:
        """What is known of this digest on this target, under whatever name; else the baseline that holds for all."""
        return self.entry_of_key(self.key_of(digest), target)

    def entry_of_key(self, key: str, target: str) -> Entry | None:
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
        payloads: bool = True,
    ) -> Iterator[Entry]:
        """The entries that fit, newest first; without ``payloads``: none knows what was or will be sent."""
        wanted = {status} if isinstance(status, Status) else set(Status if status is None else status)
        filters: list[tuple[str, Any]] = [
            ("target = ?", target),
            ("key = ?", key if key is None else storable(key)),
            ("updated_at >= ?", micros_or_none(since)),
        ]
        given = [(clause, value) for clause, value in filters if value is not None]
        # One after the other out of an index, however many there are; what one status has is in order.
        by_status = [self.of_status(one, given, payloads=payloads) for one in sorted(wanted)]
        yield from heapq.merge(*by_status, key=newest_first)

    def of_status(self, status: Status, given: Iterable[tuple[str, Any]], *, payloads: bool) -> Iterator[Entry]:
        clauses, values = ["status = ?", *(clause for clause, _ in given)], [value for _, value in given]
        columns = ENTRIES if payloads else ENTRIES_WITHOUT_PAYLOADS
        sql = f"{columns} WHERE {' AND '.join(clauses)} ORDER BY updated_at DESC, key, target"
        for row in self.connection.execute(sql, (status.value, *values)):
            yield entry_of(row, self.names.shown)

    def keys_at(self, path: Path) -> set[str]:
        rows = self.connection.execute("SELECT key FROM entries WHERE path = ?", (storable(self.names.stored(path)),))
        return {key for (key,) in rows}

    def counts(self) -> dict[Status, int]:
        rows = self.connection.execute("SELECT status, count(*) FROM entries GROUP BY status")
        return {status_of(status): count for status, count in rows}

    def newest_id(self, target: str) -> str | None:
        """The newest post on the target that was ever written down, taken down again or not."""
        return self.names.first(
            "SELECT receipt_id FROM history WHERE target = ? AND receipt_id IS NOT NULL "
            "ORDER BY length(receipt_id) DESC, receipt_id DESC LIMIT 1",
            target,
        )

    def known(self, of: Entry) -> Known:
        """What is known of the posts on this entry's account, besides its own."""
        current = self.get(of.key, of.target) or of
        posts = {target: self.newest_posts(target) for target in self.targets.names() | {of.target}}
        standing = (
            post
            for post, key in posts[of.target]
            if key != of.key
            and (entry := self.get(key, of.target))
            and entry.status is Status.POSTED
            and entry.receipt
            and entry.receipt.id == post
        )
        said = (self.marks.get(mark_name(current.key, current.target)) or "").split()
        return Known(
            taken=frozenset(post for newest in posts.values() for post, _ in newest),
            standing=tuple(islice(standing, KNOWN_STANDING)),
            said_to_be_there=bool(said) and said[0] == str(current.attempt),
            looked_once_more=len(said) > 1 and said[0] == str(current.attempt),
        )

    def newest_posts(self, target: str) -> list[tuple[str, str]]:
        """The id and the key of every post that was ever written down of this target, the newest first, up to a bound."""
        sql = "SELECT receipt_id, key FROM history WHERE target = ? AND receipt_id IS NOT NULL ORDER BY length(receipt_id) DESC, receipt_id DESC LIMIT ?"
        return list(self.connection.execute(sql, (target, KNOWN_POSTS)))

    def on_same_account(self, key: str, target: str, account: str) -> Entry | None:
        """What is known of this digest on another target that was the same account when it was claimed."""
        for name in sorted(self.targets.names() - {target}):
            entry = self.get(key, name)
            if entry is None or entry.status not in HAS_IT:
                continue
            if self.targets.account_at(name, entry.claimed_at or entry.updated_at) == account:
                return entry
        return None

    def has_rkey(self, rkey: str, key: str, target: str) -> bool:
        """Another digest's post on this target was claimed under it."""
        sql = "SELECT key FROM entries WHERE target = ? AND rkey = ? AND key <> ? LIMIT 1"
        return self.names.first(sql, target, rkey, storable(key)) is not None

    def holder(self, receipt_id: str, key: str, target: str) -> tuple[str, str] | None:
        """The key and the target of another entry that this post belongs to; None: it is nobody else's."""
        for name in sorted(self.targets.names() | {target}):
            sql = "SELECT key FROM history WHERE target = ? AND length(receipt_id) = ? AND receipt_id = ?"
            for (other,) in self.connection.execute(sql, (name, len(receipt_id), receipt_id)):
                if (other, name) != (key, target):
                    return other, name
        return None

    def spent(self, target: str, since: datetime) -> Decimal:
        """US dollars: what was posted since then, and what may have been and is not known yet."""
        sums = (
            "SELECT total(cost) FROM history WHERE target = ? AND at >= ? AND cost IS NOT NULL AND status = 'posted'",
            f"SELECT total(cost) FROM entries WHERE target = ? AND claimed_at >= ? AND {UNFINISHED} AND status <> 'failed'",  # noqa: S608
        )
        return dollars(sum(int(self.connection.execute(sql, (target, micros(since))).fetchone()[0]) for sql in sums))

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is sound."""
        return [row[0] for row in self.connection.execute("PRAGMA quick_check") if row[0] != "ok"]

    def claimers(self) -> set[str]:
        rows = self.connection.execute(f"SELECT DISTINCT nonce FROM entries WHERE {UNFINISHED} AND status = 'claimed'")  # noqa: S608
        return {nonce for (nonce,) in rows}


def mark_name(key: str, target: str) -> str:
    """The mark that holds the attempt whose post the platform has said to be there, and whether it was looked for since."""
    return storable(f"said to be there: {key} on {target}")


def newest_first(entry: Entry) -> tuple[int, str, str]:
    return -micros(entry.updated_at), entry.key, entry.target

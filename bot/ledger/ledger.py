"""Every change that an entry can go through, each within the transaction that its store has opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import LedgerError
from bot.ledger.identity import IDENTITY
from bot.ledger.reader import Reader, mark_name
from bot.ledger.rows import (
    EVERY,
    claim_columns,
    micros,
    micros_or_none,
    money,
    payload_json,
    receipt_columns,
    storable,
)
from bot.ledger.side_tables import Changes, Companions, FileMemory
from bot.model import OPEN, Claim, Status
from bot.settings.private import without_private

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from bot.ledger.identity import Identity
    from bot.model import Claimer, Companion, Digest, Entry, Intent, Receipt

DONE = frozenset({Status.POSTED, Status.DELETED})


class Ledger(Reader):
    """One open ledger: its entries, and beside them ``targets``, ``companions``, ``files``, ``marks`` and ``changes``.

    A method that is given an entry or a claim acts only while the ledger still agrees with it; otherwise it changes
    nothing and returns the entry as it is now, so that whoever comes late sees what the others have done.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        root: Path = Path(),
        before_claim: Callable[[Ledger], None] | None = None,
    ) -> None:
        super().__init__(connection, root)
        self.companions = Companions(connection)
        self.files = FileMemory(connection)
        self.changes = Changes(connection)
        self.before_claim = before_claim
        """Called before a claim is written: its claimer must be seen to live."""

    # ── claiming ─────────────────────────────────────────────────────────────────────────────────

    def claim(
        self, intent: Intent, claimer: Claimer, now: datetime, lease: timedelta, *, again: bool = False
    ) -> Claim | Entry:
        """Win the right to send this, or learn which entry stands in the way."""
        digest, target = intent.digest, intent.target
        key = self.key_of(digest)
        entry = self.get(key, target)
        # A store may apply the same change twice, when it cannot see that the first time has got in.
        repeated = (
            entry is not None and entry.status is Status.CLAIMED and (entry.claimer, entry.claimed_at) == (claimer, now)
        )
        if entry is not None and not repeated and (entry.status in OPEN or (entry.status in DONE and not again)):
            return entry
        if self.before_claim is not None:
            self.before_claim(self)
        claim = Claim(
            key=key,
            target=target,
            attempt=entry.attempt + (not repeated) if entry else 1,
            claimer=claimer,
            claimed_at=now,
            lease_until=now + lease,
            payload=intent.payload,
            # An earlier try's may still be on its way, and another name or date would make another key.
            rkey=intent.rkey if again or entry is None or entry.rkey is None else entry.rkey,
            since_id=self.newest_id(target),
            companion=intent.companion,
        )
        if intent.companion is not None:
            self.companions.keep(key, target, intent.companion)
        self.write(
            key,
            target,
            Status.CLAIMED,
            now,
            born=entry is None,
            identity=self.names.identity_of(digest),
            reason=None,
            retry_at=None,
            since_id=claim.since_id,
            receipt_id=None,
            receipt_url=None,
            receipt_cid=None,
            posted_at=None,
            cost=money(intent.cost_usd),
            fingerprint=intent.fingerprint,
            payload=payload_json(intent.payload),
            **claim_columns(claim),
        )
        self.names.adopt(digest)
        return claim

    def amend(
        self,
        claim: Claim,
        payload: Mapping[str, Any],
        cost_usd: Decimal | None = None,
        companion: Companion | None = None,
    ) -> Claim:
        """The same claim with something else to send; only before anything was posted.

        Raises LedgerError when the claim was lost to somebody else: then nothing may be sent.
        """
        entry = self.current_entry(claim)
        if entry.status is not Status.CLAIMED or not same_claim(entry, claim):
            raise LedgerError(
                f"{entry.path} on {claim.target}: the claim was lost while the post was being prepared (it is "
                f"{entry.status.value} now), so it is not sent; the next run looks after it"
            )
        # Under its key: an earlier try's may still be on its way.
        amended = replace(claim, payload=payload, companion=companion)
        if companion is not None:
            self.companions.keep(claim.key, claim.target, companion)
        cost = money(cost_usd if cost_usd is not None else entry.cost_usd)
        self.write(
            claim.key, claim.target, Status.CLAIMED, entry.updated_at,
            cost=cost, payload=payload_json(payload),
        )  # fmt: skip
        return amended

    # ── settling ─────────────────────────────────────────────────────────────────────────────────

    def settle(self, claim: Claim, receipt: Receipt, now: datetime) -> Entry:
        """Write down that it was posted, even if the claim was lost to somebody meanwhile: the post exists."""
        # Where the ledger was replaced meanwhile, what is not known any more is filled in by the next run's look.
        identity = self.names.identity(claim.key, "", Path(claim.key), None, None)
        return self.write_post(claim.key, claim.target, receipt, now, identity, claim_columns(claim))

    def found(self, entry: Entry, receipt: Receipt, now: datetime) -> Entry:
        identity = self.names.identity(entry.title, entry.link, Path(entry.path), entry.published_at, entry.lang)
        columns = {
            "attempt": entry.attempt, "rkey": entry.rkey, "cost": money(entry.cost_usd), "fingerprint": entry.fingerprint,
        }  # fmt: skip
        return self.write_post(entry.key, entry.target, receipt, now, identity, columns)

    def restore(
        self, digest: Digest, target: str, receipt: Receipt, now: datetime, cost_usd: Decimal | None = None
    ) -> Entry:
        """Write down a post that the ledger had lost; with its cost it counts as money spent now."""
        key = self.key_of(digest)
        entry = self.get(key, target)
        if entry is not None and entry.status is Status.POSTED:
            return entry
        columns = {"attempt": 1, "cost": money(cost_usd)}
        restored = self.write_post(key, target, receipt, now, self.names.identity_of(digest), columns)
        if entry is None:
            self.names.adopt(digest)
        return restored

    def write_post(
        self,
        key: str,
        target: str,
        receipt: Receipt,
        now: datetime,
        identity: Identity,
        columns: Mapping[str, Any],
    ) -> Entry:
        """Write down the post, unless it is the one that the entry has, and the document that it pins.

        ``identity``, ``columns``: of an entry that is not there yet.
        """
        if receipt.companion is not None:
            self.companions.keep(key, target, receipt.companion)
        entry = self.get(key, target)
        if entry is None:
            columns = {**columns, **receipt_columns(receipt)}
            self.write(key, target, Status.POSTED, now, born=True, identity=identity, **columns)
        elif entry.status is not Status.POSTED or entry.receipt is None or entry.receipt.id != receipt.id:
            self.write(key, target, Status.POSTED, now, reason=None, retry_at=None, **receipt_columns(receipt))
        return self.known_entry(key, target)

    def fail(self, claim: Claim, reason: str, now: datetime, retry_at: datetime | None = None) -> Entry:
        """Write down that it was surely not posted; ``retry_at``: put off until then, None: it failed."""
        entry = self.current_entry(claim)
        if entry.status in OPEN and same_claim(entry, claim):
            self.write(
                claim.key, claim.target, Status.FAILED, now, reason=reason, retry_at=micros_or_none(retry_at)
            )  # fmt: skip
        return self.current_entry(claim)

    def doubt(self, claim: Claim | Entry, reason: str, now: datetime) -> Entry:
        entry = self.current_entry(claim)
        if entry.status is Status.CLAIMED and same_claim(entry, claim):
            self.write(claim.key, claim.target, Status.IN_DOUBT, now, reason=reason)
        return self.current_entry(claim)

    def said_to_be_there(self, of: Claim | Entry, *, looked_once_more: bool = False) -> None:
        """Write down that the platform itself says that this attempt's post is there, and whether it was looked for since."""
        current = self.current_entry(of)
        if current.status is Status.IN_DOUBT and same_claim(current, of):
            said = f"{of.attempt} looked" if looked_once_more else str(of.attempt)
            self.marks.set(mark_name(of.key, of.target), said)

    def absent(self, entry: Entry, now: datetime, reason: str) -> Entry:
        """Write down that the platform surely does not have it: it is due at once, by whatever clock it was claimed."""
        current = self.current_entry(entry)
        if current.status is Status.IN_DOUBT and same_claim(current, entry):
            due = min(current.claimed_at or now, now)
            self.write(entry.key, entry.target, Status.FAILED, now, reason=reason, retry_at=micros(due))
        return self.current_entry(entry)

    def delete(self, entry: Entry, now: datetime) -> Entry:
        current = self.current_entry(entry)
        if current.status is Status.POSTED and current.receipt == entry.receipt:
            self.write(entry.key, entry.target, Status.DELETED, now)
            self.companions.forget(entry.key, entry.target)
        return self.current_entry(entry)

    # ── not posting ──────────────────────────────────────────────────────────────────────────────

    def put_off(self, intent: Intent, claimer: Claimer, now: datetime, reason: str, retry_at: datetime) -> Entry:
        """Write down that this is not sent now and when it is due, unless it was or is being posted."""
        won = self.claim(intent, claimer, now, timedelta(0))
        return self.fail(won, reason, now, retry_at) if isinstance(won, Claim) else won

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

    # ── entries ──────────────────────────────────────────────────────────────────────────────────

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


def same_claim(entry: Entry, other: Claim | Entry) -> bool:
    if entry.claimer is None or other.claimer is None:
        return False
    return (entry.attempt, entry.claimer.nonce) == (other.attempt, other.claimer.nonce)


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

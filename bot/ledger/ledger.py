"""Every change that an entry can go through, each within the transaction that its store has opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import LedgerError
from bot.ledger.accounts import AccountMemory
from bot.ledger.beginnings import Beginnings
from bot.ledger.changes import Changes
from bot.ledger.companions import CompanionMemory
from bot.ledger.reader import mark_name
from bot.ledger.rows import micros, micros_or_none, money, payload_json
from bot.model import Claim, Status

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from bot.model import Claimer, Companion, Digest, Entry, Intent, Receipt

TAKEN = frozenset({Status.CLAIMED, Status.IN_DOUBT})
DONE = frozenset({Status.POSTED, Status.DELETED})


def do_nothing(_ledger: Ledger) -> None:
    pass


class Ledger(Beginnings, AccountMemory, CompanionMemory, Changes):
    """One open ledger.

    A method that is given an entry or a claim acts only while the ledger still agrees with it; otherwise it changes
    nothing and returns the entry as it is now, so that whoever comes late sees what the others have done.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        root: Path = Path(),
        before_claim: Callable[[Ledger], None] = do_nothing,
    ) -> None:
        super().__init__(connection, root)
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
        if entry is not None and not repeated and (entry.status in TAKEN or (entry.status in DONE and not again)):
            return entry
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
            self.keep_companion(key, target, intent.companion)
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
        rkey: str | None = None,
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
        amended = replace(claim, payload=payload, rkey=rkey if rkey is not None else claim.rkey, companion=companion)
        if companion is not None:
            self.keep_companion(claim.key, claim.target, companion)
        cost = money(cost_usd if cost_usd is not None else entry.cost_usd)
        self.write(
            claim.key, claim.target, Status.CLAIMED, entry.updated_at,
            rkey=amended.rkey, cost=cost, payload=payload_json(payload),
        )  # fmt: skip
        return amended

    # ── settling ─────────────────────────────────────────────────────────────────────────────────

    def settle(self, claim: Claim, receipt: Receipt, now: datetime) -> Entry:
        """Write down that it was posted, even if the claim was lost to somebody meanwhile: the post exists."""
        entry = self.get(claim.key, claim.target)
        if entry is None:
            # The ledger was replaced meanwhile. What is not known any more is filled in by the next run's look.
            identity = self.names.identity(claim.key, "", Path(claim.key), None, None)
            columns = claim_columns(claim) | receipt_columns(receipt)
            self.write(claim.key, claim.target, Status.POSTED, now, born=True, identity=identity, **columns)
            self.keep_pinned(claim.key, claim.target, receipt)
            return self.current_entry(claim)
        return self.write_receipt(entry, receipt, now)

    def found(self, entry: Entry, receipt: Receipt, now: datetime) -> Entry:
        """Write down the post that was found on the platform."""
        current = self.get(entry.key, entry.target)
        if current is not None:
            return self.write_receipt(current, receipt, now)
        self.write(
            entry.key, entry.target, Status.POSTED, now, born=True,
            identity=self.names.identity(entry.title, entry.link, Path(entry.path), entry.published_at, entry.lang),
            attempt=entry.attempt, rkey=entry.rkey, cost=money(entry.cost_usd), fingerprint=entry.fingerprint,
            **receipt_columns(receipt),
        )  # fmt: skip
        self.keep_pinned(entry.key, entry.target, receipt)
        return self.current_entry(entry)

    def restore(
        self, digest: Digest, target: str, receipt: Receipt, now: datetime, cost_usd: Decimal | None = None
    ) -> Entry:
        """Write down a post that the ledger had lost; with its cost it counts as money spent now."""
        key = self.key_of(digest)
        entry = self.get(key, target)
        if entry is None:
            self.write(
                key, target, Status.POSTED, now, born=True, identity=self.names.identity_of(digest), attempt=1, cost=money(cost_usd), **receipt_columns(receipt)
            )  # fmt: skip
            self.keep_pinned(key, target, receipt)
            self.names.adopt(digest)
        elif entry.status is not Status.POSTED:
            return self.write_receipt(entry, receipt, now)
        return self.known_entry(key, target)

    def write_receipt(self, entry: Entry, receipt: Receipt, now: datetime) -> Entry:
        """Write down the post, unless it is the one that the entry has."""
        self.keep_pinned(entry.key, entry.target, receipt)
        known = entry.receipt if entry.status is Status.POSTED else None
        if known is None or known.id != receipt.id:
            self.write(
                entry.key, entry.target, Status.POSTED, now, reason=None, retry_at=None, **receipt_columns(receipt)
            )  # fmt: skip
        return self.known_entry(entry.key, entry.target)

    def keep_pinned(self, key: str, target: str, receipt: Receipt) -> None:
        """Write down the document that the post pins."""
        if receipt.companion is not None:
            self.keep_companion(key, target, receipt.companion)

    def fail(self, claim: Claim, reason: str, now: datetime, retry_at: datetime | None = None) -> Entry:
        """Write down that it was surely not posted; ``retry_at``: put off until then, None: it failed."""
        entry = self.current_entry(claim)
        if entry.status in TAKEN and same_claim(entry, claim):
            self.write(
                claim.key, claim.target, Status.FAILED, now, reason=reason, retry_at=micros_or_none(retry_at)
            )  # fmt: skip
        return self.current_entry(claim)

    def doubt(self, claim: Claim | Entry, reason: str, now: datetime) -> Entry:
        """Write down that nobody knows whether it was posted."""
        entry = self.current_entry(claim)
        if entry.status is Status.CLAIMED and same_claim(entry, claim):
            self.write(claim.key, claim.target, Status.IN_DOUBT, now, reason=reason)
        return self.current_entry(claim)

    def said_to_be_there(self, of: Claim | Entry, *, looked_once_more: bool = False) -> None:
        """Write down that the platform itself says that this attempt's post is there, and whether it was looked for since."""
        current = self.current_entry(of)
        if current.status is Status.IN_DOUBT and same_claim(current, of):
            self.set_mark(mark_name(of.key, of.target), f"{of.attempt} looked" if looked_once_more else str(of.attempt))

    def absent(self, entry: Entry, now: datetime, reason: str) -> Entry:
        """Write down that the platform surely does not have it: it is due at once, also by a clock that is a little slow."""
        current = self.current_entry(entry)
        if current.status is Status.IN_DOUBT and same_claim(current, entry):
            due = current.claimed_at or now
            self.write(entry.key, entry.target, Status.FAILED, now, reason=reason, retry_at=micros(due))
        return self.current_entry(entry)

    def delete(self, entry: Entry, now: datetime) -> Entry:
        """Write down that the post was taken down."""
        current = self.current_entry(entry)
        if current.status is Status.POSTED and current.receipt == entry.receipt:
            self.write(entry.key, entry.target, Status.DELETED, now)
            self.forget_companion(entry.key, entry.target)
        return self.current_entry(entry)

    def adopt(self, digest: Digest) -> bool:
        """Write down what a known digest is called by now; False where there was nothing to write."""
        return self.names.adopt(digest)

    # ── not posting ──────────────────────────────────────────────────────────────────────────────

    def put_off(self, intent: Intent, claimer: Claimer, now: datetime, reason: str, retry_at: datetime) -> Entry:
        """Write down that this is not sent now and when it is due, unless it was or is being posted."""
        won = self.claim(intent, claimer, now, timedelta(0))
        return self.fail(won, reason, now, retry_at) if isinstance(won, Claim) else won


def same_claim(entry: Entry, other: Claim | Entry) -> bool:
    """Whether both speak of the same attempt of the same claimer."""
    if entry.claimer is None or other.claimer is None:
        return False
    return (entry.attempt, entry.claimer.nonce) == (other.attempt, other.claimer.nonce)


def claim_columns(claim: Claim) -> dict[str, Any]:
    return {
        "attempt": claim.attempt,
        "nonce": claim.claimer.nonce,
        "host": claim.claimer.host,
        "run_id": claim.claimer.run_id,
        "run_attempt": claim.claimer.run_attempt,
        "claimed_at": micros(claim.claimed_at),
        "lease_until": micros(claim.lease_until),
        "rkey": claim.rkey,
    }


def receipt_columns(receipt: Receipt) -> dict[str, Any]:
    return {
        "receipt_id": receipt.id,
        "receipt_url": receipt.url,
        "receipt_cid": receipt.cid,
        "posted_at": micros(receipt.posted_at),
    }

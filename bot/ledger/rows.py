"""Between the ledger's rows and our nouns."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.ledger.transitions import SKIPPED
from bot.model import Claimer, Entry, Receipt, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.model import Claim

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
COLUMNS = """
    key, target, status, title, link, path, lang, published_at, attempt, updated_at, reason, retry_at, nonce, host,
    run_id, run_attempt, claimed_at, lease_until, rkey, since_id, receipt_id, receipt_url, receipt_cid, posted_at,
    cost, fingerprint, payload
"""
ENTRIES = f"SELECT {COLUMNS} FROM entries"  # noqa: S608 -- names of ours

EVERY = "*"
"""Stands for all targets, in a baseline's entry."""


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (moment - EPOCH) // MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)


def moment(count: int) -> datetime:
    return EPOCH + count * MICROSECOND


def moment_or_none(count: int | None) -> datetime | None:
    return None if count is None else moment(count)


def money(cost_usd: Decimal | None) -> int | None:
    """Millionths of a dollar."""
    return None if cost_usd is None else int(cost_usd.scaleb(6).to_integral_value())


def dollars(cost: int) -> Decimal:
    return Decimal(cost).scaleb(-6).quantize(Decimal("0.001"))


def storable(text: str) -> str:
    """The text as SQLite can hold it: a file name's odd bytes, and half characters of a YAML escape, spelt out."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def payload_json(payload: Mapping[str, Any]) -> str:
    return storable(json.dumps(payload, ensure_ascii=False, separators=(",", ":")))


def status_of(status: str) -> Status:
    """The status; "skipped" stands in no ledger of ours but may in one that somebody has edited: it is handled."""
    return Status.BASELINE if status == SKIPPED else Status(status)


def entry_of(row: tuple[Any, ...], shown: Callable[[str], str]) -> Entry:
    """An Entry from a row of ENTRIES; ``shown`` spells its path."""
    (
        key, target, status, title, link, path, lang, published_at, attempt, updated_at, reason,
        retry_at, nonce, host, run_id, run_attempt, claimed_at, lease_until, rkey, since_id,
        receipt_id, receipt_url, receipt_cid, posted_at, cost, fingerprint, payload,
    ) = row  # fmt: skip
    receipt = None
    if receipt_id is not None:
        receipt = Receipt(id=receipt_id, url=receipt_url, posted_at=moment(posted_at), cid=receipt_cid)
    return Entry(
        key=key,
        target=target,
        status=status_of(status),
        title=title,
        link=link,
        path=shown(path),
        attempt=attempt,
        updated_at=moment(updated_at),
        published_at=moment_or_none(published_at),
        lang=lang,
        reason=reason,
        retry_at=moment_or_none(retry_at),
        claimer=None if nonce is None else Claimer(nonce, host, run_id, run_attempt),
        claimed_at=moment_or_none(claimed_at),
        lease_until=moment_or_none(lease_until),
        rkey=rkey,
        payload=None if payload is None else json.loads(payload),
        since_id=since_id,
        receipt=receipt,
        cost_usd=None if cost is None else dollars(cost),
        fingerprint=fingerprint or "",
    )


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

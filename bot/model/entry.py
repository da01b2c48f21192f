"""What the ledger keeps: claims, receipts, and one entry for each digest and target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from bot.model.digest import Digest
    from bot.model.draft import Companion


class Status(StrEnum):
    """Where an entry of the ledger stands."""

    CLAIMED = "claimed"
    POSTED = "posted"
    FAILED = "failed"
    IN_DOUBT = "in-doubt"
    BASELINE = "baseline"
    DELETED = "deleted"


OPEN = (Status.CLAIMED, Status.IN_DOUBT)
"""Of the entries that somebody has to look after: their posts may or may not exist."""


@dataclass(frozen=True, slots=True)
class Claimer:
    """The process behind a claim."""

    nonce: str
    """Random, new for every process; names its lock file."""
    host: str
    """A mark of its machine, which says its name to nobody (``settings.private.machine_mark``)."""
    run_id: str | None = None
    """GITHUB_RUN_ID, where there is one."""
    run_attempt: int = 1


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be claimed: one digest for one target, and exactly what will be sent."""

    digest: Digest
    target: str
    payload: Mapping[str, Any]
    """JSON: the record or the body, as it will be sent."""
    rkey: str | None = None
    cost_usd: Decimal | None = None
    fingerprint: str = ""
    """A hash of what readers see of the digest (title and hero), to notice later edits."""
    companion: Companion | None = None
    """What the payload pins."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one post, won in the ledger before anything is sent."""

    key: str
    target: str
    attempt: int
    claimer: Claimer
    claimed_at: datetime
    lease_until: datetime
    payload: Mapping[str, Any]
    rkey: str | None = None
    since_id: str | None = None
    """The newest own post on the target that the ledger knew when this was claimed."""
    companion: Companion | None = None
    """What is to be there before the post, which pins it."""
    lease_until_monotonic: float = math.inf
    """The end of the lease on the clock of the process that claimed, which nobody sets; the ledger does not keep it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a post exists."""

    id: str
    """The platform's own: an at:// URI, a post id, a file name."""
    url: str
    """Where a person sees it."""
    posted_at: datetime
    cid: str | None = None
    existing: bool = False
    """It was there already; nothing new was made."""
    warnings: tuple[str, ...] = ()
    """What was lost on the way without costing the post (an alt text)."""
    companion: Companion | None = None
    """What the post pins; a receipt out of the ledger does not say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger: a digest and a target, and what came of it."""

    key: str
    target: str
    """A target's name, or "*" for a baseline that holds for all of them."""
    status: Status
    title: str
    link: str
    path: str
    attempt: int
    updated_at: datetime
    published_at: datetime | None = None
    lang: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None
    claimer: Claimer | None = None
    claimed_at: datetime | None = None
    lease_until: datetime | None = None
    rkey: str | None = None
    payload: Mapping[str, Any] | None = None
    since_id: str | None = None
    receipt: Receipt | None = None
    cost_usd: Decimal | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of an account's posts, for whoever looks there for one that is in doubt."""

    taken: frozenset[str] = frozenset()
    """The ids of posts that are not the one in doubt: other entries', or this one's of an earlier time."""
    standing: tuple[str, ...] = ()
    """The ids of those that stand on the account now, newest first: an answer that lacks them is none."""
    said_to_be_there: bool = False
    """The platform itself has said that the post in doubt is there."""
    looked_once_more: bool = False
    """After that it was looked for, and not found."""

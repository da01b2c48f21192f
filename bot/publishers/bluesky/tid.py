"""The record key of a digest's post on Bluesky: the same for the same digest, whoever computes it and whenever."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Digest

# atproto.com/specs/tid: 53 bits of microseconds since 1970 and 10 bits of clock id, in 13 sortable characters.
ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
CLOCK_BITS = 10
LATEST = 1 << 53

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
UNDATED = datetime(2023, 1, 1, tzinfo=UTC)
"""Digests without a publish time get one in this year, from their key."""
UNDATED_MS = 365 * 86400 * 1000


def tid(microseconds: int, clock_id: int) -> str:
    number = microseconds << CLOCK_BITS | clock_id
    return "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))


def rkey(digest: Digest, again_at: datetime | None = None) -> str:
    """The key of the digest's post; of a post made once more (``again_at``), a new one."""
    return rkey_of(digest.key, again_at or digest.published_at)


def rkey_of(key: str, published_at: datetime | None) -> str:
    """The publish time's millisecond and 20 bits of the key's hash."""
    bits = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    milliseconds = (published_at - EPOCH) // MILLISECOND if published_at else -1
    if not 0 < milliseconds < LATEST // 1000:
        milliseconds = (UNDATED - EPOCH) // MILLISECOND + (bits >> 64) % UNDATED_MS
    return tid(milliseconds * 1000 + (bits >> CLOCK_BITS) % 1000, bits % (1 << CLOCK_BITS))


def fallback(refused: str) -> str:
    """Another key of the same post, for a server that refuses the first one (servers filter words in them).

    It shares no part of the first, wherever the word stands in that.
    """
    return rkey_of(f"fallback {refused}", None)

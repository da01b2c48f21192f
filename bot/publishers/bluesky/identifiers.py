"""What names a record before anything is sent: its key, which is the same for the same digest, its address, and its content's id."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Digest
    from bot.settings.model import Target


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


def digest_rkey(digest: Digest, again_at: datetime | None = None) -> str:
    """The key of the digest's post; of a post made once more (``again_at``), a new one."""
    return rkey_of(digest.key, again_at or digest.published_at)


def rkey_of(key: str, published_at: datetime | None) -> str:
    """The publish time's millisecond and 20 bits of the key's hash."""
    bits = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    milliseconds = (published_at - EPOCH) // MILLISECOND if published_at else -1
    if not 0 < milliseconds < LATEST // 1000:
        milliseconds = (UNDATED - EPOCH) // MILLISECOND + (bits >> 64) % UNDATED_MS
    return tid(milliseconds * 1000 + (bits >> CLOCK_BITS) % 1000, bits % (1 << CLOCK_BITS))


def fallback_rkey(refused: str) -> str:
    """Another key of the same post, where the first one is refused (servers filter words in them) or another blog's.

    It shares no part of the first, wherever the word stands in that.
    """
    return rkey_of(f"fallback {refused}", None)


# ── addresses ───────────────────────────────────────────────────────────────────────────────────


# Lexicons site.standard.publication and site.standard.document.
PUBLICATIONS = "site.standard.publication"
DOCUMENTS = "site.standard.document"


def at_uri(repo: str, collection: str, rkey: str) -> str:
    """A record's address; ``repo``: the did of its account."""
    return f"at://{repo}/{collection}/{rkey}"


def did_in(uri: str) -> str:
    return uri.removeprefix("at://").partition("/")[0]


def did_of(target: Target) -> str | None:
    """The target's account, as far as the settings tell it."""
    return target.did or (did_in(target.publication) if target.publication else None)


def document_uri(did: str, digest: Digest) -> str:
    """Where the digest's document is or will be, whatever becomes of its posts."""
    return at_uri(did, DOCUMENTS, digest_rkey(digest))


def publication_key(site: str) -> str:
    """The key of a site's publication: the same whoever makes it, and whenever."""
    return rkey_of(f"publication {site.rstrip('/')}", None)


# ── content ids ─────────────────────────────────────────────────────────────────────────────────


# atproto.com/specs/data-model: CID version 1 of DAG-CBOR, or of raw bytes, hashed with SHA-256 (32 bytes).
DAG_CBOR = b"\x01\x71\x12\x20"
RAW = b"\x01\x55\x12\x20"


def record_cid(record: Mapping[str, Any]) -> str:
    """The CID under which the server will know this record, "bafyrei..."."""
    from libipld import encode_dag_cbor, encode_multibase

    return encode_multibase("b", DAG_CBOR + hashlib.sha256(encode_dag_cbor(with_links(record))).digest())


def blob_cid(content: bytes) -> str:
    """The CID of a picture, "bafkrei..."."""
    from libipld import encode_multibase

    return encode_multibase("b", RAW + hashlib.sha256(content).digest())


def with_links(value: Any) -> Any:
    """The JSON value as the data model has it: a {"$link": CID} is the CID's own bytes, which libipld takes for a link."""
    if isinstance(value, dict):
        if set(value) == {"$link"}:
            from libipld import decode_multibase

            return decode_multibase(value["$link"])[1]
        return {key: with_links(inner) for key, inner in value.items()}
    return [with_links(inner) for inner in value] if isinstance(value, list) else value

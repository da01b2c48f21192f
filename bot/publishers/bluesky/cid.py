"""The content address of a record or a picture, computed as the server will compute it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

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

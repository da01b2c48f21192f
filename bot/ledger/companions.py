"""The ledger's memory of the documents that stand beside posts, or were made of the archive."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ledger.rows import micros_or_none, moment_or_none, payload_json, storable
from bot.model import Companion

if TYPE_CHECKING:
    import sqlite3


class Companions:
    """The documents that one ledger knows; nothing in it decides whether a digest was posted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def get(self, key: str, target: str) -> Companion | None:
        """The document of this digest on this target, with the record as it was claimed; None: none was ever to be made."""
        row = self.connection.execute(
            "SELECT uri, cid, record, made_at FROM companions WHERE key = ? AND target = ?", (storable(key), target)
        ).fetchone()
        if row is None:
            return None
        uri, cid, record, made_at = row
        return Companion(uri, cid, json.loads(zlib.decompress(record)) if record else None, moment_or_none(made_at))

    def keep(self, key: str, target: str, companion: Companion) -> None:
        """Write the document down; of the very same one what is known already stays known."""
        known = self.get(key, target)
        if known is not None and (known.uri, known.cid) == (companion.uri, companion.cid):
            companion = replace(
                companion, record=companion.record or known.record, made_at=companion.made_at or known.made_at
            )
        if companion == known:
            return
        # A body is text, of which a third is left.
        record = companion.record and zlib.compress(payload_json(companion.record).encode())
        self.connection.execute(
            "INSERT INTO companions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key, target) DO UPDATE SET "
            "uri = excluded.uri, cid = excluded.cid, record = excluded.record, made_at = excluded.made_at",
            (storable(key), target, companion.uri, companion.cid, record, micros_or_none(companion.made_at)),
        )

    def forget(self, key: str, target: str) -> None:
        """It was taken down."""
        self.connection.execute("DELETE FROM companions WHERE key = ? AND target = ?", (storable(key), target))

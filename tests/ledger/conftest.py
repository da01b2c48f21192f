"""A ledger in memory, in one transaction that never ends."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot.ledger import Ledger
from bot.ledger.opening import configure
from bot.ledger.rows import dollars, moment
from bot.ledger.schema import migrate
from bot.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from decimal import Decimal


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    made = fresh()
    yield made
    made.connection.close()


class Event(NamedTuple):
    """One line of the table history."""

    at: datetime
    status: Status
    attempt: int
    reason: str | None
    nonce: str | None
    receipt_id: str | None
    url: str | None
    cost_usd: Decimal | None


def history(ledger: Ledger, key: str, target: str) -> list[Event]:
    """Everything that happened to an entry, oldest first."""
    rows = ledger.connection.execute(
        "SELECT at, status, attempt, reason, nonce, receipt_id, receipt_url, cost FROM history "
        "WHERE key = ? AND target = ? ORDER BY id",
        (key, target),
    )
    return [
        Event(moment(at), Status(status), *rest, None if cost is None else dollars(cost))
        for at, status, *rest, cost in rows
    ]


def known_keys(ledger: Ledger) -> set[str]:
    """Every key that the ledger knows a digest by."""
    return {key for (key,) in ledger.connection.execute("SELECT key FROM entries UNION SELECT key FROM names")}


def fresh() -> Ledger:
    connection = configure(sqlite3.connect(":memory:", isolation_level=None))
    connection.execute("BEGIN")
    migrate(connection)
    return Ledger(connection, root=Path("/blog"))

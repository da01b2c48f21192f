"""A ledger in memory, in one transaction that never ends."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.ledger import Ledger
from bot.ledger.opening import settle_down
from bot.ledger.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    made = fresh()
    yield made
    made.connection.close()


def fresh() -> Ledger:
    connection = settle_down(sqlite3.connect(":memory:", isolation_level=None))
    connection.execute("BEGIN")
    migrate(connection)
    return Ledger(connection, root=Path("/blog"))

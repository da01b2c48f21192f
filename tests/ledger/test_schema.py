"""The database itself refuses what is not allowed, whoever asks."""

from __future__ import annotations

import itertools
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.ledger import schema
from bot.ledger.rows import micros, moment
from bot.ledger.schema import STEPS
from bot.ledger.transitions import BIRTH, FIXED, MOVES, allowed
from bot.model import Status
from tests.ledger.conftest import fresh
from tests.store.places import NOW, LocalPlace, digest, entry, receipt, won

if TYPE_CHECKING:
    from bot.ledger import Ledger

NEEDED = "nonce = 'aaaa', lease_until = 1, receipt_id = '1', receipt_url = 'u', posted_at = 1"
COLUMNS = "key, target, title, link, link_crc, path, updated_at, nonce, lease_until, receipt_id, receipt_url, posted_at"


def put(ledger: Ledger, status: Status, key: str = "k") -> None:
    ledger.connection.execute(
        f"INSERT INTO entries ({COLUMNS}, status) VALUES (?, 'x', 't', 'l', 0, 'p', 0, 'aaaa', 1, '1', 'u', 1, ?)",
        (key, status.value),
    )


def bring(ledger: Ledger, to: Status) -> None:
    """An entry in that status, by allowed ways alone."""
    for start in sorted(BIRTH):
        ways: list[list[Status]] = [[start]]
        while ways:
            way = ways.pop(0)
            if way[-1] is to:
                put(ledger, way[0])
                for status in way[1:]:
                    ledger.connection.execute("UPDATE entries SET status = ?", (status.value,))
                return
            ways += [[*way, after] for after in sorted(MOVES[way[-1]]) if after not in way]
    raise AssertionError(to)


@pytest.mark.parametrize(
    ("before", "after"), [pair for pair in itertools.product(Status, Status) if pair[0] is not pair[1]]
)
def test_a_status_follows_another_only_as_the_table_says(before: Status, after: Status) -> None:
    """Every pair: the table in Python and the triggers in SQL agree."""
    ledger = fresh()
    bring(ledger, before)
    change = (f"UPDATE entries SET status = ?, updated_at = 2, {NEEDED}", (after.value,))
    if allowed(before, after):
        ledger.connection.execute(*change)
    else:
        with pytest.raises(sqlite3.IntegrityError, match="cannot follow"):
            ledger.connection.execute(*change)
    ledger.connection.close()


@pytest.mark.parametrize("status", list(Status))
def test_an_entry_begins_only_as_the_table_says(ledger: Ledger, status: Status) -> None:
    if allowed(None, status):
        put(ledger, status)
    else:
        with pytest.raises(sqlite3.IntegrityError, match="cannot begin"):
            put(ledger, status)


@pytest.mark.parametrize("column", [column for column in FIXED if column != "receipt_id"])
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CLAIMED])
def test_what_an_entry_says_changes_only_with_its_status(ledger: Ledger, status: Status, column: str) -> None:
    """No receipt, reason or time is ever edited in place."""
    bring(ledger, status)
    with pytest.raises(sqlite3.IntegrityError, match="only together with its status"):
        ledger.connection.execute(f"UPDATE entries SET {column} = 77")


def test_a_claim_is_not_taken_from_its_owner_without_a_word(ledger: Ledger) -> None:
    """Another run, or another attempt, must go by way of a doubt."""
    put(ledger, Status.CLAIMED)
    ledger.connection.execute("UPDATE entries SET payload = '{}'")
    for theft in ("nonce = 'bbbb'", "attempt = 9"):
        with pytest.raises(sqlite3.IntegrityError):
            ledger.connection.execute(f"UPDATE entries SET {theft}")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM entries",
        "UPDATE entries SET key = 'other'",
        "UPDATE entries SET target = 'other'",
        "DELETE FROM history",
        "UPDATE history SET reason = 'nicer'",
        "INSERT OR REPLACE INTO history SELECT * FROM history",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries",
        "INSERT INTO entries SELECT * FROM entries",
        "UPDATE entries SET status = 'nonsense'",
        "UPDATE entries SET status = 'posted', receipt_id = NULL",
    ],
)
def test_nothing_is_removed_renamed_or_rewritten(ledger: Ledger, sql: str) -> None:
    put(ledger, Status.CLAIMED)
    before = list(ledger.connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError):
        ledger.connection.execute(sql)
    assert list(ledger.connection.iterdump()) == before


def test_every_change_is_in_the_history_whoever_makes_it(ledger: Ledger) -> None:
    """A hand-written UPDATE too."""
    put(ledger, Status.CLAIMED)
    ledger.connection.execute("UPDATE entries SET status = 'failed', reason = 'by hand', updated_at = 5")
    ledger.connection.execute("UPDATE entries SET title = 'edited'")
    assert ledger.connection.execute("SELECT status, reason, at FROM history ORDER BY id").fetchall() == [
        ("claimed", None, 0), ("failed", "by hand", 5),
    ]  # fmt: skip


def test_what_every_run_asks_is_answered_from_an_index(ledger: Ledger) -> None:
    """However large the archive."""
    traced: list[str] = []
    ledger.connection.set_trace_callback(traced.append)
    ledger.entry(digest(), "x")
    list(ledger.entries(status=(Status.CLAIMED, Status.IN_DOUBT)))
    ledger.newest_id("x")
    ledger.spent("x", NOW)
    ledger.claimers()
    ledger.marks.get("tree")
    ledger.connection.set_trace_callback(None)
    plans = {sql: ledger.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in traced}
    assert len(plans) >= 8
    for sql, plan in plans.items():
        for *_, step in plan:
            assert not step.startswith("SCAN") or "entries_open" in step, (sql, plan)


def test_the_report_for_people_can_be_read(ledger: Ledger) -> None:
    """sqlite3 state/ledger.db 'SELECT * FROM report'."""
    put(ledger, Status.POSTED)
    ledger.connection.execute("UPDATE entries SET status = 'deleted', updated_at = ?", (micros(NOW),))
    row = dict(
        zip(
            *(
                ([column[0] for column in cursor.description], cursor.fetchone())
                for cursor in [ledger.connection.execute("SELECT * FROM report")]
            ).__next__(),
            strict=True,
        )
    )
    assert (row["status"], row["updated_at"], row["posted_at"]) == (
        "deleted",
        "2026-11-23 08:00:00",
        "1970-01-01 00:00:00",
    )


def schema_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Name to SQL, without what only a formatter cares about."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
    return {name: re.sub(r"[\s\"\[\]`]+", " ", sql).strip() for name, sql in rows}


def released(version: int = 1) -> sqlite3.Connection:
    """A ledger as that version has left it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript((Path(__file__).parent / f"ledger-{version}.sql").read_text(encoding="utf-8"))
    return connection


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_a_released_step_never_changes(monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    """Whoever has a ledger of that version has this one; what is to be different comes with a new step."""
    monkeypatch.setattr(schema, "STEPS", STEPS[:version])
    made, connection = fresh().connection, released(version)
    assert {name: sql for name, sql in schema_of(made).items() if "sqlite" not in name} == {
        name: sql for name, sql in schema_of(connection).items() if "sqlite" not in name
    }
    made.close()
    connection.close()


def test_an_old_ledger_becomes_what_a_new_one_is() -> None:
    """Whatever version it begins with."""
    made = fresh().connection
    for version in range(1, len(STEPS) + 1):
        connection = released(version)
        connection.execute("BEGIN")
        schema.migrate(connection)
        assert schema_of(connection) == schema_of(made)
        connection.close()
    made.close()


def test_the_parts_that_are_looked_for_are_those_that_there_are(ledger: Ledger) -> None:
    """A ledger without one of them is refused; none is forgotten in the list."""
    rows = ledger.connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'trigger')")
    assert {name for (name,) in rows if not name.startswith(("sqlite_", "_sqlite"))} == schema.PARTS


def test_a_ledger_of_version_1_goes_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    """What it has posted stays posted, its question is answered, its archive is left alone.

    Its files are read once more: an old entry does not know its digest's body.
    """
    place = LocalPlace(tmp_path)
    connection = released()
    place.damage(connection.serialize())
    connection.close()
    store = place.store()
    statuses = [entry(store, digest(number)) for number in range(1, 7)]
    assert [found and found.status for found in statuses] == [
        Status.POSTED, Status.IN_DOUBT, Status.FAILED, Status.BASELINE, Status.DELETED, None,
    ]  # fmt: skip
    question = statuses[1]
    assert question is not None
    assert question.payload == {"text": "Hello, world number 2", "n": [1, None, "é"]}
    assert store.change(lambda made: made.found(question, receipt(2), NOW), "found").receipt == receipt(2)
    won(store, digest(3))
    assert store.read(lambda made: (made.newest_id("x"), made.marks.get("tree"), len(list(made.files.seen())))) == (
        "1005",
        "abc",
        0,
    )
    place.close()


def test_times_are_exact() -> None:
    from datetime import UTC, datetime

    for time in (NOW, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)):
        assert moment(micros(time)) == time

"""The ledger's tables, and how an older ledger becomes a newer one.

sqlite-utils keeps the migrations and makes what it can: an index, a view. The tables are SQL, because its create_table
knows no CHECK, no WITHOUT ROWID and no trigger, and its create_index no partial index and no expression (4.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ledger.transitions import triggers

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

APPLICATION_ID = 0x626F744C
"""In the file's header: "botL", by which somebody else's SQLite file is recognised."""

OPEN = "status NOT IN ('posted', 'baseline', 'skipped', 'deleted')"
"""SQL, word for word in the index and in the queries that shall use it."""


# Times are microseconds since 1970, money is millionths of a dollar: exact, sortable and short.
def first(db: Database) -> None:
    # With a rowid: the indexes would hold the long key otherwise, which costs more than the second look-up.
    db.execute("""
        CREATE TABLE entries (
            key TEXT NOT NULL,
            target TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('claimed', 'posted', 'failed', 'in-doubt', 'skipped', 'baseline', 'deleted')),
            title TEXT NOT NULL,
            link TEXT NOT NULL,
            link_crc INTEGER NOT NULL,
            path TEXT NOT NULL,
            lang TEXT,
            published_at INTEGER,
            attempt INTEGER NOT NULL DEFAULT 0,
            updated_at INTEGER NOT NULL,
            reason TEXT,
            retry_at INTEGER,
            nonce TEXT,
            host TEXT,
            run_id TEXT,
            run_attempt INTEGER,
            claimed_at INTEGER,
            lease_until INTEGER,
            rkey TEXT,
            since_id TEXT,
            receipt_id TEXT,
            receipt_url TEXT,
            receipt_cid TEXT,
            posted_at INTEGER,
            cost INTEGER,
            fingerprint TEXT,
            payload TEXT,
            CHECK (status NOT IN ('claimed', 'in-doubt') OR (nonce IS NOT NULL AND lease_until IS NOT NULL)),
            CHECK (status <> 'posted' OR receipt_id IS NOT NULL),
            PRIMARY KEY (key, target)
        ) STRICT
    """)
    db.execute("CREATE INDEX entries_by_date ON entries (published_at) WHERE published_at IS NOT NULL")
    # An index over the links themselves would make the ledger a sixth larger.
    db.execute("CREATE INDEX entries_by_link ON entries (link_crc)")
    db.execute(f"CREATE INDEX entries_open ON entries (status) WHERE {OPEN}")
    db.execute("""
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL,
            target TEXT NOT NULL,
            at INTEGER NOT NULL,
            status TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            reason TEXT,
            nonce TEXT,
            receipt_id TEXT,
            receipt_url TEXT,
            cost INTEGER
        ) STRICT
    """)
    db.table("history").create_index(["key", "target"])
    # Post ids are numbers written as text: the longer one is the newer one.
    db.execute(
        "CREATE INDEX history_by_receipt ON history (target, length(receipt_id), receipt_id) "
        "WHERE receipt_id IS NOT NULL"
    )
    db.execute("CREATE INDEX history_by_cost ON history (target, at, cost) WHERE cost IS NOT NULL")
    for name, columns in {
        "names": "key TEXT PRIMARY KEY, entry TEXT NOT NULL",
        "targets": "name TEXT PRIMARY KEY, since INTEGER NOT NULL",
        "marks": "name TEXT PRIMARY KEY, value TEXT NOT NULL",
        "seen": "path TEXT PRIMARY KEY, blob BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, key TEXT",
    }.items():
        db.execute(f"CREATE TABLE {name} ({columns}) WITHOUT ROWID, STRICT")
    for trigger in triggers():
        db.execute(trigger)
    when = "strftime('%Y-%m-%d %H:%M:%S', {0} / 1000000, 'unixepoch') AS {0}".format
    report = [
        *("key", "target", "status", "title", "link", "receipt_url AS post", "reason", "attempt"),
        *(when("updated_at"), when("posted_at"), when("retry_at"), "cost / 1000000.0 AS cost_usd"),
    ]
    db.create_view("report", f"SELECT {', '.join(report)} FROM entries WHERE status <> 'baseline'")  # noqa: S608


STEPS = (first,)
"""From an empty file to the newest ledger; a released step never changes, and a new one comes after it."""

VERSION = len(STEPS)
"""PRAGMA user_version: how many steps a ledger has taken."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the ledger to VERSION, within the transaction that is open; an empty file becomes an empty ledger."""
    # Imported here because that takes ten times as long as to open a ledger, which needs none of it.
    from sqlite_utils import Database, Migrations

    if not connection.in_transaction:
        raise AssertionError("a ledger is migrated in one transaction")
    # Without plug-ins: what somebody installed for the sqlite-utils command has no business in the ledger.
    steps = Migrations("bot")
    for step in STEPS:
        steps()(step)
    steps.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")

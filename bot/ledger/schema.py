"""The ledger's tables, and how an older ledger becomes a newer one.

sqlite-utils keeps the migrations and makes what it can: an index, a view. The tables are SQL, because its create_table
knows no CHECK, no WITHOUT ROWID and no trigger, and its create_index no partial index and no expression (4.0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ledger.transitions import triggers
from bot.settings.private import HIDDEN, IN_ADDRESS, MAIL, machine_mark, without_private

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

APPLICATION_ID = 0x626F744C
"""In the file's header: "botL", by which somebody else's SQLite file is recognised."""

UNFINISHED = "status NOT IN ('posted', 'baseline', 'skipped', 'deleted')"
"""SQL, word for word in the index and in the queries that shall use it: what is open, and what failed."""


BODY_TEXT = "substr(body, 1, 8)"
"""SQL: the part of a body's print by which the very same text is known (``bot.text.likeness``)."""


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
    db.execute(f"CREATE INDEX entries_open ON entries (status) WHERE {UNFINISHED}")
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


def second(db: Database) -> None:
    """Bodies, by which a renamed digest is known; stamps, by which a set-back ledger is; and nothing private any more."""
    db.execute("ALTER TABLE entries ADD COLUMN body BLOB")
    db.execute(f"CREATE INDEX entries_by_body ON entries ({BODY_TEXT}) WHERE body IS NOT NULL")
    db.execute("CREATE INDEX entries_by_change ON entries (status, updated_at)")
    db.execute("CREATE TABLE changes (sequence INTEGER PRIMARY KEY, stamp BLOB NOT NULL) STRICT")
    # Over what is taken out, or SQLite would leave it in the file.
    db.execute("PRAGMA secure_delete = ON")
    clean(db.conn)
    # Every file is read once more, so that the bodies of the old entries are known too.
    db.execute("DELETE FROM seen")
    for verb in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER changes_{verb.lower()} BEFORE {verb} ON changes
            BEGIN SELECT RAISE(ABORT, 'a change is never undone'); END
        """)


def clean(connection: sqlite3.Connection) -> None:
    """Take out what an older bot wrote down of its owner: names of machines, mail addresses, passwords."""
    connection.create_function("cleaned", 1, lambda text: text and without_private(text), deterministic=True)
    connection.create_function("post_url", 2, public_url, deterministic=True)
    connection.create_function("machine_mark", 1, lambda host: host and machine_mark(host), deterministic=True)
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('entries', 'history')"
    triggers = connection.execute(query).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for table in ("entries", "history"):
        connection.execute(
            f"UPDATE {table} SET reason = cleaned(reason), receipt_url = post_url(receipt_url, receipt_id) "  # noqa: S608 -- names of ours
            "WHERE instr(reason, '@') OR instr(reason, '=') OR instr(reason, '_') OR reason LIKE '%basic %' "
            "OR reason LIKE '%bearer %' OR instr(receipt_url, '@')"
        )
    connection.execute("UPDATE entries SET host = machine_mark(host) WHERE host IS NOT NULL")
    for _, sql in triggers:
        connection.execute(sql)


def public_url(url: str | None, receipt_id: str | None) -> str | None:
    """The address of a post without a mail address in its account's place: its id (at://ACCOUNT/...) has the account too."""
    parts = (receipt_id or "").split("/")
    account = parts[2] if parts[0] == "at:" and len(parts) > 2 else HIDDEN
    return MAIL.sub(account, IN_ADDRESS.sub("", url)) if url else url


def third(db: Database) -> None:
    """The documents that stand beside posts, each exactly as it was claimed."""
    db.execute("""
        CREATE TABLE companions (
            key TEXT NOT NULL,
            target TEXT NOT NULL,
            uri TEXT NOT NULL,
            cid TEXT NOT NULL,
            record BLOB,
            made_at INTEGER,
            PRIMARY KEY (key, target)
        ) STRICT
    """)


STEPS = (first, second, third)
"""From an empty file to the newest ledger; a released step never changes, and a new one comes after it."""

VERSION = len(STEPS)
"""PRAGMA user_version: how many steps a ledger has taken."""


PARTS = frozenset({
    "entries", "history", "names", "targets", "marks", "seen", "changes", "companions", "entries_birth", "entries_move", "entries_stay",
    "entries_name", "entries_keep", "history_update", "history_delete", "history_begins", "history_baseline",
    "history_goes_on", "changes_update", "changes_delete",
})  # fmt: skip
"""The tables and triggers without which nothing is what it seems."""


def lost_parts(connection: sqlite3.Connection) -> frozenset[str]:
    """Those of PARTS that the ledger does not have, though it says that it is of this version."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'trigger')")
    return PARTS - {name for (name,) in rows}


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

"""A ledger's file opened and recognised, or refused with what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from bot.errors import BotError, LedgerError, LedgerMissing
from bot.ledger import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUSY_SECONDS = 60.0
"""How long one process waits for the others' changes, each of which takes milliseconds."""


def configure(connection: sqlite3.Connection, journal: str = "DELETE") -> sqlite3.Connection:
    """The connection as every ledger is used."""
    # DELETE: a file that is copied or committed is whole; a WAL's last transactions would stay behind in its side file.
    # EXTRA: FULL leaves the journal's removal to the disk's leisure, and after a power cut it would undo a claim that was sent.
    for pragma in (f"journal_mode = {journal}", "synchronous = EXTRA", "foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def connect(path: Path, *, new: bool = False, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection to the file, which must exist unless ``new``; every transaction on it is begun by hand."""
    # "rw" alone, so that a missing ledger is never made into an empty one.
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if new else 'rw'}"
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
    try:
        # A new file gets its name when it is whole, and has nothing to go back to.
        return configure(connection, "MEMORY" if new else "DELETE")
    except BaseException:
        connection.close()
        raise


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, *, write: bool) -> Iterator[None]:
    """All that is done within becomes durable at its end, or nothing of it; nothing at all unless ``write``."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
        connection.execute("COMMIT" if write else "ROLLBACK")
    except BaseException:
        # A full disk may have rolled it back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection, where: str, size: Callable[[], int]) -> int:
    """The ledger's version, seen within a transaction.

    ``size``: the file's bytes; asked only when SQLite holds its lock, before which somebody else may make it larger.
    Raises LedgerError for what is no whole ledger, and for one that this program does not understand.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    size_bytes = size()
    if size_bytes == 0:
        raise LedgerError(f"{where}: the file is empty, so it is no ledger", remedy(where))
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != schema.APPLICATION_ID or found < 1:
        raise LedgerError(f"{where}: no ledger of this program", remedy(where))
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    if pages * page_bytes > size_bytes:
        raise LedgerError(
            f"{where}: its end is missing ({size_bytes} of {pages * page_bytes} bytes are there)", remedy(where)
        )
    if found > schema.VERSION:
        raise LedgerError(
            f"{where}: written by a newer version of the bot (ledger version {found}, this one knows {schema.VERSION})",
            "nothing was changed or sent. Update the bot",
        )
    if found == schema.VERSION and (lost := schema.lost_parts(connection)):
        raise LedgerError(f"{where}: a ledger without its {', '.join(sorted(lost))}", remedy(where))
    return int(found)


def missing_ledger(where: str, problem: str) -> LedgerMissing:
    """The error for a ledger that is not there, which is never taken for an empty one."""
    return LedgerMissing(f"{where}: {problem}, and a missing ledger is not an empty one, so nothing is posted", MISSING)


MISSING = (
    "if this blog has posted before, rebuild it from the accounts' own posts: bot reconcile; "
    "only if it never has: bot init, which marks what is out by now as handled"
)
"""What to do where there is no ledger; init alone would bury what the lost one still had to post."""


def remedy(where: str) -> str:
    return (
        f"nothing was changed or sent. Put a good copy in its place, or move {where} away and rebuild it from the "
        "accounts' own posts with: bot reconcile"
    )


@contextlib.contextmanager
def errors_explained(where: str) -> Iterator[None]:
    """SQLite's complaints about the file as LedgerErrors that say what to do."""
    try:
        yield
    except sqlite3.IntegrityError:
        # The schema has stopped our own code: a bug, not the file's fault.
        raise
    except sqlite3.Error as error:
        raise explanation(where, error) from error
    except OSError as error:
        raise LedgerError(
            f"{where}: cannot be used ({error.filename or where}: {error.strerror or error}), so nothing was sent",
            "the user who runs the bot must be able to write there",
        ) from error


def explanation(where: str, error: sqlite3.Error) -> BotError:
    # The low byte is SQLite's primary result code (sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return LedgerError(f"{where}: damaged ({error})", remedy(where))
        case sqlite3.SQLITE_ERROR:
            # "no such table", "no such column": the tables are not those of a ledger of this version.
            return LedgerError(f"{where}: not as a ledger of this program is made ({error})", remedy(where))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            problem, advice = "is read-only", "let the user who runs the bot write to it and to its folder"
        case sqlite3.SQLITE_CANTOPEN:
            problem, advice = "cannot be opened", "its folder must exist and be writable for the user who runs the bot"
        case sqlite3.SQLITE_FULL:
            problem, advice = "the disk is full", "make room and run again"
        case sqlite3.SQLITE_IOERR:
            problem, advice = "cannot be read or written", "look at the disk (full, read-only or broken?)"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            problem, advice = (
                f"another process has kept it locked for {BUSY_SECONDS:.0f} s",
                "find and stop it (a database browser?)",
            )
        case _:
            raise error
    return LedgerError(f"{where}: {problem}", f"{advice} ({error})")

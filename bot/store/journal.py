"""A journal that a killed process has left beside the ledger; SQLite would roll back with it whatever lies there now."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError, LedgerError
from bot.ledger import Ledger, schema
from bot.ledger.opening import connect, transaction, version_of
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Callable

APART_SECONDS = 60.0
"""A transaction writes to the file and to its journal within this time; a file that was put there later is another one."""


def check_journal(path: Path, where: str, check: Callable[[Ledger], None], inode: int | None) -> None:
    """Raise LedgerError where a journal lies beside the ledger that is not its own; it is tried on a copy of both.

    ``check``: raises where the ledger is not what it was; ``inode``: of the file that was seen last.
    """
    journal = path.with_name(f"{path.name}-journal")
    if not is_hot(path, journal):
        return
    problem = sign_of_another_file(path, journal, inode) or tried_on_copies(path, journal, where, check)
    # Meanwhile another process may have rolled it back, or written with a journal of its own.
    if problem is not None and is_hot(path, journal):
        raise LedgerError(
            f"{where}: beside it lies {shown(journal)}, the journal of a process that was killed, and {problem}",
            f"nothing was changed or sent. If {where} was replaced since: move the journal away, or better put back the file "
            "that it belongs to; if nobody knows: move both away and make the ledger anew with: bot reconcile",
        )


def is_hot(path: Path, journal: Path) -> bool:
    """Whether SQLite would roll back with the journal: it is whole, and nobody is at work with it."""
    try:
        if journal.stat().st_size == 0 or path.stat().st_size == 0:
            return False
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=1)) as connection:
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except OSError:
        return False
    except sqlite3.Error as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK
    return False


def sign_of_another_file(path: Path, journal: Path, inode: int | None) -> str | None:
    """What speaks against the journal being this file's; None: nothing at a glance."""
    try:
        file, beside = path.stat(), journal.stat()
    except OSError:
        return None
    if inode is not None and inode != file.st_ino:
        return "the file is not the one that was there then"
    if file.st_ctime > beside.st_ctime + APART_SECONDS:
        return "the file was put there later"
    return None


def tried_on_copies(path: Path, journal: Path, where: str, check: Callable[[Ledger], None]) -> str | None:
    """What is wrong with the ledger once it is rolled back; None: nothing."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="ledger-", dir=path.parent) as folder:
        copy = Path(folder) / "ledger.db"
        try:
            shutil.copyfile(path, copy)
            shutil.copyfile(journal, copy.with_name("ledger.db-journal"))
            with contextlib.closing(connect(copy)) as connection, transaction(connection, write=False):
                if version_of(connection, where, lambda: copy.stat().st_size) == schema.VERSION:
                    check(Ledger(connection))
                (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        except FileNotFoundError:
            return None
        except (BotError, sqlite3.Error) as error:
            return f"with it the ledger is broken ({getattr(error, 'what', error)})"
    return None if found == "ok" else f"with it the ledger is broken ({found})"

"""The ledger in a file of this machine."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, TypeVar

from bot.errors import LedgerError
from bot.folders import sync_folder
from bot.ledger import Ledger, schema
from bot.ledger.opening import connect, errors_explained, missing_ledger, transaction, version_of
from bot.settings.paths import shown
from bot.store.claimer import check_file_locks
from bot.store.journal import check_journal
from bot.store.kept import Keeper
from bot.store.last_seen import LastSeen
from bot.store.second import check_no_branch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.clock import Clock
    from bot.git import Git
    from bot.model import Entry
    from bot.store.claimer import Locks
    from bot.store.last_seen import Sight

T = TypeVar("T")


class FileStore:
    """A ledger file that any number of processes of this machine use at once.

    The file is opened and examined anew as soon as anybody else has touched it, so that a long-lived process never writes
    into a ledger that was moved away or put back from a copy meanwhile.
    """

    local = True

    def __init__(self, path: Path, *, git: Git, remote: str, locks: Locks, clock: Clock) -> None:
        """``git``, ``remote``: where another machine could have put a shared ledger."""
        self.path = path
        self.git, self.remote = git, remote
        self.root = git.root
        self.known_alone = False
        """There is no second ledger."""
        self.known_locks = False
        """The file system knows locks."""
        self.claimer = locks.claimer
        self.locks = locks
        self.clock = clock
        self.where = shown(path)
        self.keeper = Keeper(path)
        self.last_seen = LastSeen(locks.folder / "ledger.seen", "file")

    def exists(self) -> bool:
        try:
            self.path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            check_folder(self.path.parent)
            return False
        except OSError as error:
            raise LedgerError(
                f"{self.where}: cannot be looked at ({error.strerror}), so nobody knows whether it is there",
                "nothing was sent. The user who runs the bot must be able to look into its folder",
            ) from None
        if not os.path.isfile(self.path):  # noqa: PTH113 -- Path's raises for a link into a place that nobody may see
            raise LedgerError(
                f"{self.where}: is no file, and the ledger should be there",
                "nothing was sent. Move it away, and put the ledger in its place, or make it anew from the accounts' own posts: "
                "bot reconcile",
            )
        return True

    def create(self, first: Callable[[Ledger], T] | None = None) -> T | None:
        if self.exists():
            return None
        self.check_only_one()
        fresh = self.path.with_name(f"{self.path.name}.new-{self.claimer.nonce}")
        with errors_explained(self.where):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with contextlib.closing(connect(fresh, new=True)) as connection, transaction(connection, write=True):
                    schema.migrate(connection)
                    made = first(self.ledger(connection)) if first else None
                    change = self.ledger(connection).changes.count()
                # Before the new ledger can be seen: who opens it at once would take it for another in the old one's place.
                self.last_seen.forget()
                # The ledger appears whole, with its first change, and never in the place of another one.
                if not link_unless_taken(fresh, self.path):
                    return None
                self.last_seen.save(change, inode=self.path.stat().st_ino)
                return made
            finally:
                fresh.unlink(missing_ok=True)

    def read(self, look: Callable[[Ledger], T]) -> T:
        with self.opened(write=False) as ledger:
            return look(ledger)

    def change(self, apply: Callable[[Ledger], T], why: str, *, only_notes: bool = False) -> T:  # noqa: ARG002 -- a git store says it in its commit
        if not only_notes:
            self.check_only_one()
        with self.opened(write=True) as ledger:
            result = apply(ledger)
            claims_left = self.locks.has_claims(ledger)
        # Only now: what could not be written has left its claim.
        self.locks.needed = claims_left
        return result

    def check_only_one(self) -> None:
        if not self.known_alone:
            check_no_branch(self.git, self.remote, self.path)
            self.known_alone = True

    def alive(self, entry: Entry) -> bool | None:
        return self.locks.claimer_lives(entry, self.clock.now())

    def close(self) -> None:
        self.keeper.drop()
        self.locks.release()

    # ── the file ─────────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def opened(self, *, write: bool) -> Iterator[Ledger]:
        if not self.exists():
            raise missing_ledger(self.where, "there is no ledger")
        with errors_explained(self.where):
            kept = self.keeper.take()
            # Seen before it is opened: a file that is put in its place from now on has another.
            inode = kept.file.inode if kept else self.path.stat().st_ino
            connection, sight = (kept.connection, kept.sight) if kept else self.connect_anew()
            try:
                with transaction(connection, write=write):
                    if kept is None:
                        self.version(connection)
                    ledger = self.ledger(connection)
                    self.check_forward(sight, ledger)
                    before = connection.total_changes
                    yield ledger
                    changed = write and connection.total_changes > before
                    change = ledger.changes.count() if changed else ledger.changes.last()
                if changed or sight is not None:
                    sight = self.last_seen.save(change, inode=self.path.stat().st_ino)
            except BaseException:
                connection.close()
                raise
            self.keeper.keep(connection, sight, inode)

    def connect_anew(self) -> tuple[sqlite3.Connection, Sight | None]:
        """A connection to the file as it lies there now, examined and of this version; and what was seen of it last."""
        if not self.known_locks:
            check_file_locks(self.path.parent)
            self.known_locks = True
        sight = self.last_seen.load()
        inode = sight.inode if sight else None
        check_journal(self.path, self.where, lambda ledger: self.check_forward(sight, ledger), inode)
        connection = connect(self.path)
        try:
            self.upgrade(connection, sight)
        except BaseException:
            connection.close()
            raise
        return connection, sight

    def check_forward(self, sight: Sight | None, ledger: Ledger) -> None:
        """Raise LedgerError for an older copy, or another ledger, in the place of the one that was seen last."""
        self.last_seen.check(sight, ledger, self.where, f"Put the newer {self.where} back in its place")

    def ledger(self, connection: sqlite3.Connection) -> Ledger:
        return Ledger(connection, root=self.root, before_claim=self.locks.hold)

    def version(self, connection: sqlite3.Connection) -> int:
        return version_of(connection, self.where, lambda: self.path.stat().st_size)

    def upgrade(self, connection: sqlite3.Connection, sight: Sight | None) -> None:
        """Migrate an older ledger, after a copy of it was put beside it."""
        with transaction(connection, write=False):
            if self.version(connection) == schema.VERSION:
                return
        with transaction(connection, write=True):
            found = self.version(connection)
            if found < schema.VERSION:
                self.back_up(self.path.with_name(f"{self.path.name}.bak-{found}"))
                schema.migrate(connection)
                self.check_forward(sight, self.ledger(connection))
        # What was taken out of an older ledger is also gone from the file.
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("VACUUM")

    def back_up(self, path: Path) -> None:
        # Not by reading the file: closing it would drop the locks that SQLite holds on it in this process. And not from
        # the connection that is about to write: SQLite lets it wait for itself, for ever.
        fresh = path.with_name(f"{path.name}.{self.claimer.nonce}")
        try:
            with contextlib.closing(connect(self.path)) as source, contextlib.closing(connect(fresh, new=True)) as copy:
                source.backup(copy)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Refuse a file that lies where the ledger's folder should be: it hides whether there is a ledger."""
    if folder.exists() and not folder.is_dir():
        raise LedgerError(
            f"{shown(folder)}: is a file, and the ledger's folder should be there, so nothing was sent",
            "set state in the settings, or name a folder with --state",
        )


def link_unless_taken(fresh: Path, path: Path) -> bool:
    """Give the file its name unless the name is taken; False: it was."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links.
        if path.exists():
            return False
        fresh.rename(path)
    sync_folder(path.parent)
    return True

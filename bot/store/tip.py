"""The shared ledger as this process knows it: fetched from the branch's tip, seen to have moved only forward, opened in memory."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from typing import TYPE_CHECKING

from bot.ledger import Ledger, schema
from bot.ledger.opening import configure, errors_explained, missing_ledger, transaction, version_of
from bot.settings.private import without_private
from bot.store.last_seen import check_has
from bot.store.remote import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ledger.side_tables import Change
    from bot.store.last_seen import LastSeen, Sight
    from bot.store.remote import RemoteBranch

HEADER_BYTES = 100
"""Of an SQLite file; what is shorter is none."""


class Tip:
    """The newest commit of the branch that this process knows, with the ledger in it."""

    def __init__(self, branch: RemoteBranch, last_seen: LastSeen) -> None:
        self.branch = branch
        self.objects = branch.objects
        self.where = branch.where
        self.last_seen = last_seen
        self.known: str | None = None
        """The commit; None: nobody has asked yet."""
        self.content = b""
        """Of the ledger in it."""
        self.asked_at = float("-inf")
        """When the server last named its tip, on the machine's own clock."""
        self.sight: Sight | None = None
        """What this machine had seen before the tip was asked for."""
        self.known_forward = True
        """The ledger at the tip has gone through that."""

    @property
    def commit(self) -> str:
        if self.known is None:
            raise AssertionError(self.where)
        return self.known

    def ask_server(self) -> str | None:
        """The commit that is the server's tip now; None where it has no such branch."""
        tip = self.branch.tip()
        if tip is not None:
            self.asked_at = time.monotonic()
        return tip

    def refresh(self) -> bool:
        """Know the ledger as the server has it; True if it has changed. Raises LedgerMissing where there is none."""
        sight = self.last_seen.load()  # before the tip, for others may go on meanwhile
        tip = self.ask_server()
        if tip is None:
            raise missing_ledger(self.where, "the branch does not exist")
        if tip == self.known:
            return False
        self.branch.fetch(tip)
        content = self.objects.file(tip, LEDGER)
        if content is None:
            raise missing_ledger(self.where, "the branch has no such file")
        self.know(tip, content)
        self.sight, self.known_forward = sight, False
        return True

    def know(self, commit: str, content: bytes) -> None:
        self.known, self.content, self.asked_at = commit, content, time.monotonic()

    def know_pushed(self, commit: str, content: bytes, change: Change) -> None:
        """Know what was just pushed, also in the next run on this machine."""
        self.know(commit, content)
        self.last_seen.save(change, tip=commit)

    @contextlib.contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The ledger, to be looked at or changed without touching what is known."""
        with errors_explained(self.where), contextlib.closing(in_memory(self.content)) as connection:
            size_bytes = len(self.content)
            if version_of(connection, self.where, lambda: size_bytes) < schema.VERSION:
                # The branch keeps the old one: its history is the copy.
                with transaction(connection, write=True):
                    schema.migrate(connection)
                # What was taken out of an older ledger is also gone from the file.
                connection.execute("VACUUM")
            if not self.known_forward:
                self.check_forward(Ledger(connection))
            yield connection

    # ── only forward ─────────────────────────────────────────────────────────────────────────────

    def check_forward(self, ledger: Ledger) -> None:
        """Raise LedgerError for a branch that was set back, or put in the place of the one that was seen last."""
        sight = self.sight
        self.check_newest(ledger)
        self.last_seen.check(sight, ledger, self.where, self.way_back(sight.tip if sight else None))
        self.known_forward = True
        if sight is not None:
            self.last_seen.save(ledger.changes.last(), tip=self.known)

    def check_newest(self, ledger: Ledger) -> None:
        """The same for a machine that has seen nothing yet: the server keeps the branch's newest commit besides."""
        newest = self.branch.newest
        if newest is None or newest == self.known:
            return
        self.branch.fetch_newest(newest)
        content = self.objects.file(newest, LEDGER) or b""
        if len(content) < HEADER_BYTES:
            return
        with contextlib.closing(in_memory(content)) as connection:
            change = Ledger(connection).changes.last()
        if not ledger.changes.has(change) and self.branch.tip() == self.known and self.branch.newest == newest:
            # Not only a push between the reading of the two refs.
            forget = f"git push {without_private(self.branch.remote)} --delete {self.branch.newest_ref}"
            note = "" if self.sight is None else f", then remove {self.last_seen.path}"
            way_back = self.way_back(newest)
            check_has(ledger, change, self.where, "its server has taken", way_back, f"{forget}{note}")

    def way_back(self, commit: str | None) -> str:
        """How a person puts the newer ledger, the one in this commit, back on the branch."""
        branch = self.branch
        known = commit is not None and self.objects.has(commit)
        how = (
            f": git push --force {without_private(branch.remote)} {commit}:{branch.ref}"
            if known
            else ", from a machine that has fetched it"
        )
        return f"Put the newer one back on {branch.name}{how}"


def in_memory(content: bytes = b"") -> sqlite3.Connection:
    """A ledger's file opened in memory; an empty one of what is no SQLite file."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        configure(connection)
        if len(content) >= HEADER_BYTES:
            connection.deserialize(rollback_mode(content))
    except BaseException:
        connection.close()
        raise
    return connection


def rollback_mode(content: bytes) -> bytes:
    """The file without a note that it has a write-ahead log, which somebody's tool may have left (bytes 18 and 19)."""
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content

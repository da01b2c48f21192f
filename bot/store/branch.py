"""The ledger on a git branch that many machines share, changed by compare-and-swap alone."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from bot.errors import LedgerError, LedgerMissing
from bot.ledger import Ledger, schema
from bot.ledger.opening import errors_explained, transaction
from bot.ledger.side_tables import NONE
from bot.settings.private import without_private
from bot.store.answers import NOT_UNDERSTOOD, Pushed
from bot.store.last_seen import LastSeen
from bot.store.remote import LEDGER
from bot.store.second import adopt_file, check_no_file, check_no_other_branch
from bot.store.tip import Tip, in_memory

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from bot.clock import Clock
    from bot.ledger.side_tables import Change
    from bot.model import Entry
    from bot.store.claimer import Locks
    from bot.store.remote import RemoteBranch

T = TypeVar("T")

TRIES = 40
"""So often others may be faster."""
UNANSWERED_TRIES = 8
"""So often the server may not answer."""
FRESH_SECONDS = 5.0
"""What was fetched so recently is good enough to look at; a change is always checked by the server."""


class BranchStore:
    """A ledger on a branch: fetched, changed in memory, and pushed as a child of the commit that it came from.

    The server takes a plain push only if nobody was faster; then the change is made again on what came in between.
    """

    local = False

    def __init__(self, branch: RemoteBranch, *, file: Path, locks: Locks, clock: Clock) -> None:
        """``file``: where a ledger of this machine alone would be."""
        self.branch = branch
        self.file = file
        self.known_alone = False
        """There is no second ledger here."""
        self.objects = branch.objects
        self.where = branch.where
        self.claimer = locks.claimer
        self.locks = locks
        self.clock = clock
        self.fresh_seconds = FRESH_SECONDS
        self.guard = threading.RLock()
        place = f"{branch.name} of {without_private(branch.remote)}"
        self.last_seen = LastSeen(locks.folder / "branch.seen", place)
        self.tip = Tip(branch, self.last_seen)

    # ── the store ────────────────────────────────────────────────────────────────────────────────

    def exists(self) -> bool:
        with self.guard:
            try:
                self.tip.refresh()
            except LedgerMissing:
                return False
            return True

    def create(self, first: Callable[[Ledger], T] | None = None) -> T | None:
        with self.guard:
            tried: list[tuple[str, T | None]] = []
            answers: list[Pushed] = []
            while True:
                tip = self.tip.ask_server()
                if tip is not None:
                    self.branch.fetch(tip)
                    for commit, result in tried:
                        if self.objects.contains(tip, commit):
                            return result
                    if self.objects.file(tip, LEDGER) is not None:
                        return None
                self.persist(answers)
                with errors_explained(self.where), contextlib.closing(in_memory()) as connection:
                    adopt_file(self.file, connection)
                    with transaction(connection, write=True):
                        schema.migrate(connection)
                        result = first(self.ledger(connection)) if first else None
                        change = self.ledger(connection).changes.count()
                    content = connection.serialize()
                self.branch.forget_newest()
                commit = self.commit(tip, content, "make the ledger")
                tried.append((commit, result))
                answers.append(self.branch.push(commit))
                if answers[-1] is Pushed.DONE:
                    self.last_seen.forget()
                    self.tip.know_pushed(commit, content, change)
                    return result
                self.branch.pause(len(answers))

    def read(self, look: Callable[[Ledger], T]) -> T:
        with self.guard:
            if time.monotonic() - self.tip.asked_at >= self.fresh_seconds:
                self.tip.refresh()
            with self.tip.opened() as connection, transaction(connection, write=False):
                return look(self.ledger(connection))

    def change(self, apply: Callable[[Ledger], T], why: str, *, only_notes: bool = False) -> T:  # noqa: ARG002 -- its server is asked all the same
        with self.guard:
            tried: list[tuple[str, T, Change]] = []
            # The tip known last is tried first: when nobody else is at work, a change costs one push and nothing more.
            current = self.tip.known is None
            if current:
                self.tip.refresh()
            answers: list[Pushed] = []
            while True:
                for commit, result, change in tried:
                    # A push whose answer was lost, or came too late, has got in after all.
                    if self.objects.contains(self.tip.commit, commit):
                        self.last_seen.save(change, tip=commit)
                        return result
                self.persist(answers)
                with self.tip.opened() as connection:
                    self.check_alone(connection)
                    before = connection.total_changes
                    with transaction(connection, write=True):
                        ledger = self.ledger(connection)
                        result = apply(ledger)
                        changed = connection.total_changes > before
                        change = ledger.changes.count() if changed else NONE
                        claims_left = self.locks.has_claims(ledger)
                    content = connection.serialize() if changed else b""
                if not changed:
                    # Nothing to write; but what was decided on must be what the server has.
                    if current or not self.tip.refresh():
                        return result
                    current = True
                    continue
                commit = self.commit(self.tip.commit, content, why)
                tried.append((commit, result, change))
                self.locks.needed = self.locks.file is not None  # whatever the push comes to
                answers.append(self.branch.push(commit))
                if answers[-1] is Pushed.DONE:
                    self.tip.know_pushed(commit, content, change)
                    self.locks.needed = claims_left
                    return result
                self.branch.pause(len(answers))
                self.tip.refresh()
                current = True

    def check_only_one(self) -> None:
        with self.guard:
            self.known_alone = False
            self.tip.refresh()
            with self.tip.opened() as connection:
                self.check_alone(connection)

    def check_alone(self, connection: sqlite3.Connection) -> None:
        """Raise LedgerError where this machine or the server has a second ledger; looked for once."""
        if not self.known_alone:
            check_no_file(self.file, connection, self.where)
            check_no_other_branch(self.branch, connection)
            self.known_alone = True

    def alive(self, entry: Entry) -> bool | None:
        return self.locks.claimer_lives(entry, self.clock.now())

    def close(self) -> None:
        self.locks.release()

    def ledger(self, connection: sqlite3.Connection) -> Ledger:
        return Ledger(connection, root=self.branch.git.root, before_claim=self.locks.hold)

    def commit(self, parent: str | None, content: bytes, why: str) -> str:
        """A commit with this ledger. No two claimers ever make the same one: its id says who has won."""
        subject = without_private(" ".join(why.split()))
        # First: Cloudflare Pages looks for it there alone.
        message = f"[skip ci] {subject}\n\nrun {self.claimer.nonce}\n"
        return self.objects.commit(parent, LEDGER, content, message, self.clock.now())

    def persist(self, answers: list[Pushed]) -> None:
        """Go on, unless there have been too many answers that came to nothing."""
        if len(answers) >= TRIES or answers.count(Pushed.UNKNOWN) >= UNANSWERED_TRIES:
            why = "others were always faster" if len(answers) >= TRIES else "no answer said that it was taken"
            raise LedgerError(
                f"{self.where}: {len(answers)} tries to write it came to nothing, because {why} ({self.branch.words})",
                f"nothing was sent. {NOT_UNDERSTOOD}",
            )

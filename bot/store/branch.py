"""The ledger on a git branch that many machines share, changed by compare-and-swap alone."""

from __future__ import annotations

import atexit
import contextlib
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from bot.errors import LedgerError, LedgerMissing
from bot.ledger import Ledger, schema
from bot.ledger.opening import configure, explained, missing_ledger, transaction, version_of
from bot.store.answers import Pushed
from bot.store.claimer import claimer_lives
from bot.store.remote import LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.clock import Clock
    from bot.model import Entry
    from bot.store.locks import Locks
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

    def __init__(
        self, branch: RemoteBranch, *, locks: Locks, clock: Clock, fresh_seconds: float = FRESH_SECONDS
    ) -> None:
        self.branch = branch
        self.objects = branch.objects
        self.where = branch.where
        self.claimer = locks.claimer
        self.locks = locks
        self.clock = clock
        self.tip: str | None = None
        self.content = b""
        """Of the ledger at ``tip``."""
        self.asked_at = float("-inf")
        """When the server last named its tip, on the machine's own clock."""
        self.fresh_seconds = fresh_seconds
        self.guard = threading.RLock()

    # ── the store ────────────────────────────────────────────────────────────────────────────────

    def exists(self) -> bool:
        with self.guard:
            try:
                self.refresh()
            except LedgerMissing:
                return False
            return True

    def create(self, first: Callable[[Ledger], T] | None = None) -> T | None:
        with self.guard:
            tried: list[tuple[str, T | None]] = []
            answers: list[Pushed] = []
            while True:
                tip = self.server_tip()
                if tip is not None:
                    self.branch.fetch(tip)
                    for commit, result in tried:
                        if self.objects.contains(tip, commit):
                            return result
                    if self.objects.file(tip, LEDGER) is not None:
                        return None
                self.persist(answers)
                with explained(self.where), contextlib.closing(memory()) as connection:
                    with transaction(connection, write=True):
                        schema.migrate(connection)
                        result = first(self.ledger(connection)) if first else None
                    content = connection.serialize()
                commit = self.commit(tip, content, "make the ledger")
                tried.append((commit, result))
                answers.append(self.branch.push(commit))
                if answers[-1] is Pushed.DONE:
                    self.know(commit, content)
                    return result

    def read(self, look: Callable[[Ledger], T]) -> T:
        with self.guard:
            if time.monotonic() - self.asked_at >= self.fresh_seconds:
                self.refresh()
            with self.loaded() as connection, transaction(connection, write=False):
                return look(self.ledger(connection))

    def change(self, apply: Callable[[Ledger], T], why: str) -> T:
        with self.guard:
            tried: list[tuple[str, T]] = []
            # The tip known last is tried first: when nobody else is at work, a change costs one push and nothing more.
            current = self.tip is None
            if current:
                self.refresh()
            answers: list[Pushed] = []
            while True:
                for commit, result in tried:
                    # A push whose answer was lost, or came too late, has got in after all.
                    if self.objects.contains(self.known_tip(), commit):
                        return result
                self.persist(answers)
                with self.loaded() as connection:
                    before = connection.total_changes
                    with transaction(connection, write=True):
                        result = apply(self.ledger(connection))
                    changed = connection.total_changes > before
                    content = connection.serialize() if changed else b""
                if not changed:
                    # Nothing to write; but what was decided on must be what the server has.
                    if current or not self.refresh():
                        return result
                    current = True
                    continue
                commit = self.commit(self.known_tip(), content, why)
                tried.append((commit, result))
                answers.append(self.branch.push(commit))
                if answers[-1] is Pushed.DONE:
                    self.know(commit, content)
                    return result
                self.branch.pause(len(answers))
                self.refresh()
                current = True

    def alive(self, entry: Entry) -> bool | None:
        return claimer_lives(entry, self.locks, self.clock.now())

    def close(self) -> None:
        if self.locks.file is None:
            return
        atexit.unregister(self.close)
        # As this process knows it. A file too many says truly that its claimer is gone; one too few leaves it to the lease.
        needed = True
        with contextlib.suppress(LedgerError), self.loaded() as connection:
            needed = self.claimer.nonce in self.ledger(connection).claimers()
        self.locks.release(needed=needed)

    # ── the ledger in memory ─────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def loaded(self) -> Iterator[sqlite3.Connection]:
        """The ledger at the known tip, to be looked at or changed without touching what is known."""
        with explained(self.where), contextlib.closing(memory()) as connection:
            content = self.content
            if len(content) >= HEADER_BYTES:
                connection.deserialize(rollback_mode(content))
            if version_of(connection, self.where, lambda: len(content)) < schema.VERSION:
                # The branch keeps the old one: its history is the copy.
                with transaction(connection, write=True):
                    schema.migrate(connection)
            yield connection

    def ledger(self, connection: sqlite3.Connection) -> Ledger:
        return Ledger(connection, root=self.branch.git.root, before_claim=self.hold_lock)

    def hold_lock(self, ledger: Ledger) -> None:
        """Be seen to live, from the first claim to the end of this process."""
        if self.locks.file is None:
            self.locks.hold(ledger.claimers)
            atexit.register(self.close)

    # ── what is known of the branch ──────────────────────────────────────────────────────────────

    def known_tip(self) -> str:
        if self.tip is None:
            raise AssertionError(self.where)
        return self.tip

    def refresh(self) -> bool:
        """Know the ledger as the server has it; True if it has changed. Raises LedgerMissing where there is none."""
        tip = self.server_tip()
        if tip is None:
            raise missing_ledger(self.where, "the branch does not exist")
        if tip == self.tip:
            return False
        self.branch.fetch(tip)
        content = self.objects.file(tip, LEDGER)
        if content is None:
            raise missing_ledger(self.where, "the branch has no such file")
        self.know(tip, content)
        return True

    def server_tip(self) -> str | None:
        tip = self.branch.tip()
        if tip is not None:
            self.asked_at = time.monotonic()
        return tip

    def know(self, tip: str, content: bytes) -> None:
        self.tip, self.content, self.asked_at = tip, content, time.monotonic()

    def commit(self, parent: str | None, content: bytes, why: str) -> str:
        """A commit with this ledger. No two claimers ever make the same one: its id says who has won."""
        subject = " ".join(why.split())
        message = f"{subject} [skip ci]\n\nrun {self.claimer.nonce}\n"
        return self.objects.commit(parent, LEDGER, content, message, self.clock.now())

    def persist(self, answers: list[Pushed]) -> None:
        """Go on, unless there have been too many answers that came to nothing."""
        if len(answers) >= TRIES or answers.count(Pushed.UNKNOWN) >= UNANSWERED_TRIES:
            why = "others were always faster" if len(answers) >= TRIES else "the server did not answer"
            raise LedgerError(
                f"{self.where}: {len(answers)} tries to write it came to nothing, because {why}",
                "nothing was sent. Run again later",
            )


# ── SQLite in memory ─────────────────────────────────────────────────────────────────────────────

HEADER_BYTES = 100


def memory() -> sqlite3.Connection:
    return configure(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def rollback_mode(content: bytes) -> bytes:
    """The file without a note that it has a write-ahead log, which somebody's tool may have left (bytes 18 and 19)."""
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content

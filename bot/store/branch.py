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
from bot.ledger.changes import NONE
from bot.ledger.opening import configure, explained, missing_ledger, transaction, version_of
from bot.settings.private import without_private
from bot.store.answers import NOT_UNDERSTOOD, Pushed
from bot.store.claimer import claimer_lives
from bot.store.last_seen import LastSeen, check_has
from bot.store.place import shown
from bot.store.remote import LEDGER
from bot.store.second import adopt_file, check_no_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.clock import Clock
    from bot.ledger.changes import Change
    from bot.model import Entry
    from bot.store.last_seen import Sight
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
        self, branch: RemoteBranch, *, file: Path, locks: Locks, clock: Clock, fresh_seconds: float = FRESH_SECONDS
    ) -> None:
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
        self.tip: str | None = None
        self.content = b""
        """Of the ledger at ``tip``."""
        self.asked_at = float("-inf")
        """When the server last named its tip, on the machine's own clock."""
        self.fresh_seconds = fresh_seconds
        self.unanswered = False
        """A push may have got in of which this process does not know."""
        self.guard = threading.RLock()
        place = f"{branch.name} of {shown(branch.remote)}"
        self.last_seen = LastSeen(locks.folder / "branch.seen", place)
        self.sight: Sight | None = None
        """What this machine had seen before the tip was asked for."""
        self.known_forward = True
        """The ledger at the tip has gone through that."""

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
                    adopt_file(self.file, connection)
                    with transaction(connection, write=True):
                        schema.migrate(connection)
                        result = first(self.ledger(connection)) if first else None
                        change = self.ledger(connection).count_change()
                    content = connection.serialize()
                self.branch.forget_newest()
                commit = self.commit(tip, content, "make the ledger")
                tried.append((commit, result))
                answers.append(self.branch.push(commit))
                if answers[-1] is Pushed.DONE:
                    self.last_seen.forget()
                    self.remember(commit, content, change)
                    return result
                self.branch.pause(len(answers))

    def read(self, look: Callable[[Ledger], T]) -> T:
        with self.guard:
            if time.monotonic() - self.asked_at >= self.fresh_seconds:
                self.refresh()
            with self.loaded() as connection, transaction(connection, write=False):
                return look(self.ledger(connection))

    def change(self, apply: Callable[[Ledger], T], why: str, *, only_notes: bool = False) -> T:  # noqa: ARG002 -- its server is asked all the same
        with self.guard:
            tried: list[tuple[str, T, Change]] = []
            # The tip known last is tried first: when nobody else is at work, a change costs one push and nothing more.
            current = self.tip is None
            if current:
                self.refresh()
            answers: list[Pushed] = []
            while True:
                for commit, result, change in tried:
                    # A push whose answer was lost, or came too late, has got in after all.
                    if self.objects.contains(self.known_tip(), commit):
                        self.unanswered = False
                        self.last_seen.save(change, tip=commit)
                        return result
                self.persist(answers)
                with self.loaded() as connection:
                    self.check_alone(connection)
                    before = connection.total_changes
                    with transaction(connection, write=True):
                        ledger = self.ledger(connection)
                        result = apply(ledger)
                        changed = connection.total_changes > before
                        change = ledger.count_change() if changed else NONE
                    content = connection.serialize() if changed else b""
                if not changed:
                    # Nothing to write; but what was decided on must be what the server has.
                    if current or not self.refresh():
                        return result
                    current = True
                    continue
                commit = self.commit(self.known_tip(), content, why)
                tried.append((commit, result, change))
                answers.append(self.branch.push(commit))
                if answers[-1] is Pushed.DONE:
                    self.remember(commit, content, change)
                    return result
                self.unanswered = answers[-1] is Pushed.UNKNOWN
                self.branch.pause(len(answers))
                self.refresh()
                current = True

    def check_only_one(self) -> None:
        with self.guard:
            self.known_alone = False
            self.refresh()
            with self.loaded() as connection:
                self.check_alone(connection)

    def check_alone(self, connection: sqlite3.Connection) -> None:
        """Raise LedgerError where this machine has a second ledger; looked for once."""
        if not self.known_alone:
            check_no_file(self.file, connection, self.where)
            self.known_alone = True

    def alive(self, entry: Entry) -> bool | None:
        return claimer_lives(entry, self.locks, self.clock.now())

    def close(self) -> None:
        if self.locks.file is None:
            return
        atexit.unregister(self.close)
        # As this process knows it. A file too many says truly that its claimer is gone; one too few leaves it to the lease.
        needed = True
        with contextlib.suppress(LedgerError), self.loaded() as connection:
            needed = self.unanswered or self.claimer.nonce in self.ledger(connection).claimers()
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
                # What was taken out of an older ledger is also gone from the file.
                connection.execute("VACUUM")
            if not self.known_forward:
                self.check_forward(self.ledger(connection))
            yield connection

    def check_forward(self, ledger: Ledger) -> None:
        """Raise LedgerError for a branch that was set back, or put in the place of the one that was seen last."""
        sight = self.sight
        self.check_newest(ledger)
        self.last_seen.check(sight, ledger, self.where, self.way_back(sight.tip if sight else None))
        self.known_forward = True
        if sight is not None:
            self.last_seen.save(ledger.last_change(), tip=self.tip)

    def check_newest(self, ledger: Ledger) -> None:
        """The same for a machine that has seen nothing yet: the server keeps the branch's newest commit besides."""
        newest = self.branch.newest
        if newest is None or newest == self.tip:
            return
        self.branch.fetch_newest(newest)
        content = self.objects.file(newest, LEDGER) or b""
        if len(content) < HEADER_BYTES:
            return
        with contextlib.closing(memory()) as connection:
            connection.deserialize(rollback_mode(content))
            change = self.ledger(connection).last_change()
        if not ledger.has_change(change) and self.branch.tip() == self.tip and self.branch.newest == newest:
            # Not only a push between the reading of the two refs.
            forget = f"git push {shown(self.branch.remote)} --delete {self.branch.newest_ref}"
            note = "" if self.sight is None else f", then remove {self.last_seen.path}"
            check_has(
                ledger, change, self.where, "its server has taken", self.way_back(newest), f"{forget}{note}"
            )  # fmt: skip

    def way_back(self, commit: str | None) -> str:
        """How a person puts the newer ledger, the one in this commit, back on the branch."""
        branch = self.branch
        known = commit is not None and self.objects.has(commit)
        how = (
            f": git push --force {shown(branch.remote)} {commit}:{branch.ref}"
            if known
            else ", from a machine that has fetched it"
        )
        return f"Put the newer one back on {branch.name}{how}"

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
        sight = self.last_seen.load()  # before the tip, for others may go on meanwhile
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
        self.sight, self.known_forward = sight, False
        return True

    def server_tip(self) -> str | None:
        tip = self.branch.tip()
        if tip is not None:
            self.asked_at = time.monotonic()
        return tip

    def know(self, tip: str, content: bytes) -> None:
        self.tip, self.content, self.asked_at = tip, content, time.monotonic()

    def remember(self, tip: str, content: bytes, change: Change) -> None:
        """Know what was just pushed, also in the next run on this machine."""
        self.know(tip, content)
        self.unanswered = False
        self.last_seen.save(change, tip=tip)

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


# ── SQLite in memory ─────────────────────────────────────────────────────────────────────────────

HEADER_BYTES = 100


def memory() -> sqlite3.Connection:
    return configure(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def rollback_mode(content: bytes) -> bytes:
    """The file without a note that it has a write-ahead log, which somebody's tool may have left (bytes 18 and 19)."""
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content

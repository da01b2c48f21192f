"""The ledger on a git branch that many machines share, changed by compare-and-swap alone."""

from __future__ import annotations

import atexit
import contextlib
import random
import re
import sqlite3
import threading
import time
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeVar

from bot.errors import LedgerError, LedgerMissing
from bot.git import Git, GitAnswer, object_id
from bot.ledger import Ledger, schema
from bot.ledger.opening import explained, settle_down, transaction, version
from bot.points import Point, reach
from bot.store.claimer import lives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from bot.clock import Clock
    from bot.model import Claimer, Entry
    from bot.store.locks import Locks

T = TypeVar("T")

LEDGER = "state/ledger.db"
"""Its path on the branch, wherever the local state folder is."""

TRIES = 40
"""So often others may be faster."""
UNANSWERED_TRIES = 8
"""So often the server may not answer."""
LONGEST_PAUSE_SECONDS = 3.0
FRESH_SECONDS = 5.0
"""What was fetched so recently is good enough to look at; a change is always checked by the server."""


class Answer(Enum):
    """What a push came to."""

    DONE = auto()
    OVERTAKEN = auto()
    """Somebody else's change came first."""
    UNKNOWN = auto()
    """No answer came, or none that can be understood: it may have got in."""


class GitStore:
    """A ledger on a branch: fetched, changed in memory, and pushed as a child of the commit that it came from.

    The server takes a plain push only if nobody was faster; then the change is made again on what came in between.
    """

    local = False

    def __init__(
        self,
        root: Path,
        remote: str,
        branch: str,
        *,
        claimer: Claimer,
        locks: Locks,
        clock: Clock,
        environ: Mapping[str, str],
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        self.root = root
        self.remote = remote
        self.branch = branch
        self.claimer = claimer
        self.locks = locks
        self.clock = clock
        self.git = Git(root, environ)
        self.where = f"{LEDGER} on branch {branch} of {remote}"
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
            answers: list[Answer] = []
            while True:
                tip = self.server_tip()
                if tip is not None:
                    self.fetch(tip)
                    for mine, made in tried:
                        if self.git.contains(tip, mine):
                            return made
                    if self.git.file(tip, LEDGER) is not None:
                        return None
                self.persist(answers)
                with explained(self.where), contextlib.closing(memory()) as connection:
                    with transaction(connection, write=True):
                        schema.migrate(connection)
                        made = first(self.ledger(connection)) if first else None
                    content = connection.serialize()
                mine = self.commit(tip, content, "make the ledger")
                tried.append((mine, made))
                answers.append(self.push(mine))
                if answers[-1] is Answer.DONE:
                    self.know(mine, content)
                    return made

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
            answers: list[Answer] = []
            while True:
                for mine, result in tried:
                    # A push whose answer was lost, or came too late, has got in after all.
                    if self.git.contains(self.known_tip(), mine):
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
                mine = self.commit(self.known_tip(), content, why)
                tried.append((mine, result))
                answers.append(self.push(mine))
                if answers[-1] is Answer.DONE:
                    self.know(mine, content)
                    return result
                self.pause(len(answers))
                self.refresh()
                current = True

    def alive(self, entry: Entry) -> bool | None:
        return lives(entry, self.locks, self.clock)

    def close(self) -> None:
        if self.locks.file is None:
            return
        atexit.unregister(self.close)
        # As this process knows it. A file too many says truly that its run is gone; one too few leaves it to the lease.
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
            if version(connection, self.where, lambda: len(content)) < schema.VERSION:
                # The branch keeps the old one: its history is the copy.
                with transaction(connection, write=True):
                    schema.migrate(connection)
            yield connection

    def ledger(self, connection: sqlite3.Connection) -> Ledger:
        return Ledger(connection, root=self.root, claiming=self.claiming)

    def claiming(self, ledger: Ledger) -> None:
        if self.locks.file is None:
            self.locks.hold(ledger.claimers)
            atexit.register(self.close)

    # ── the branch ───────────────────────────────────────────────────────────────────────────────

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.branch}"

    @property
    def tracking(self) -> str:
        """Where this checkout keeps the branch between two runs, as git itself would."""
        if self.git.run("config", "--get", f"remote.{self.remote}.url").code == 0:
            return f"refs/remotes/{self.remote}/{self.branch}"
        return f"refs/bot/{self.branch}"

    def known_tip(self) -> str:
        if self.tip is None:
            raise AssertionError(self.where)
        return self.tip

    def refresh(self) -> bool:
        """Know the ledger as the server has it; True if it has changed. Raises LedgerMissing where there is none."""
        tip = self.server_tip()
        if tip is None:
            raise LedgerMissing(
                f"{self.where}: the branch does not exist, and a missing ledger is not an empty one, so nothing is "
                "posted; mark what is already out as handled with: bot init"
            )
        if tip == self.tip:
            return False
        self.fetch(tip)
        content = self.git.file(tip, LEDGER)
        if content is None:
            raise LedgerMissing(
                f"{self.where}: the branch has no such file, and a missing ledger is not an empty one, so nothing is "
                "posted; mark what is already out as handled with: bot init"
            )
        self.know(tip, content)
        return True

    def know(self, tip: str, content: bytes) -> None:
        self.tip, self.content, self.asked_at = tip, content, time.monotonic()

    def server_tip(self) -> str | None:
        """The commit that the server's branch points to; None where there is no such branch."""
        check_name(self.remote, self.branch)
        for number in range(3):
            said = self.git.run("ls-remote", "--exit-code", self.remote, self.ref)
            if said.code in {0, 2} or refusal(said) or number == 2:
                break
            self.pause(number)
        if said.code == 2:
            return None
        if said.code != 0:
            raise LedgerError(f"{self.where}: cannot be read ({said.why}); nothing was sent. {advice(said, self.root)}")
        self.asked_at = time.monotonic()
        for line in said.text.splitlines():
            found, _, ref = line.partition("\t")
            if ref == self.ref:
                return object_id(found)
        return None

    def fetch(self, tip: str) -> None:
        """Have the commit, and enough of what came before it to tell whether a commit of ours is among it."""
        if self.git.has(tip):
            return
        # A checkout that is shallow already needs nothing of the branch but its tip. From there on everything is
        # fetched; and a whole checkout is never made a shallow one.
        depth = ("--depth=1",) if self.git.shallow() and not self.git.resolves(self.tracking) else ()
        said = None
        for number in range(5):
            said = self.git.run(
                "fetch", *depth, "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules",
                "--no-write-fetch-head", self.remote, tip if number % 2 else f"+{self.ref}:{self.tracking}",
            )  # fmt: skip
            # Whatever else went wrong (another process may be writing the same ref), the commit is what counts.
            if self.git.has(tip):
                return
            if refusal(said):
                break
            # The branch may have moved on meanwhile, and a shallow fetch of it brings the newer commit alone.
            depth = ("--depth=1",) if number % 2 == 0 and self.git.shallow() else ()
            self.pause(number)
        raise LedgerError(
            f"{self.where}: cannot be fetched ({said.why if said else ''}); nothing was sent. "
            f"{advice(said, self.root) if said else ''}"
        )

    def commit(self, parent: str | None, content: bytes, why: str) -> str:
        """A commit with this ledger. No two runs ever make the same one: its id says who has won."""
        subject = " ".join(why.split())
        message = f"{subject} [skip ci]\n\nrun {self.claimer.nonce}\n"
        return self.git.commit(parent, LEDGER, content, message, self.claimer, self.clock.now())

    def push(self, commit: str) -> Answer:
        """Offer the commit to the server, which takes it only as a child of its tip.

        Raises LedgerError where the server will never take it.
        """
        reach(Point.PUSH_BEFORE)
        # A plain push: "--force-with-lease" would take a commit that is no descendant.
        said = self.git.run(
            "push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no",
            self.remote, f"{object_id(commit)}:{self.ref}",
        )  # fmt: skip
        reach(Point.PUSH_AFTER)
        if said.code == 0:
            return Answer.DONE
        if OVERTAKEN.search(said.text + said.err):
            return Answer.OVERTAKEN
        if problem := refusal(said):
            raise LedgerError(f"{self.where}: {problem} ({said.why}); nothing was sent. {advice(said, self.root)}")
        return Answer.UNKNOWN

    def pause(self, number: int) -> None:
        """Let the others go first for a random while."""
        longest = min(LONGEST_PAUSE_SECONDS, 0.05 * 2**number)
        self.clock.sleep(random.uniform(0, longest))  # noqa: S311 -- no secret

    def persist(self, answers: list[Answer]) -> None:
        """Go on, unless there have been too many answers that came to nothing."""
        if len(answers) >= TRIES or answers.count(Answer.UNKNOWN) >= UNANSWERED_TRIES:
            why = "others were always faster" if len(answers) >= TRIES else "the server did not answer"
            raise LedgerError(
                f"{self.where}: {len(answers)} tries to write it came to nothing, because {why}; nothing was sent. "
                "Run again later"
            )


# ── what the server says ─────────────────────────────────────────────────────────────────────────

OVERTAKEN = re.compile(
    r"\[(remote )?rejected\].*\((fetch first|non-fast-forward|stale info|already exists|needs force"
    r"|(cannot lock ref|failed to update ref|failed to lock|incorrect old value provided|reference already exists).*)"
    r"|cannot lock ref"
)
REFUSED = (
    (re.compile(r"GH006|GH013|protected branch|hook declined|repository rule|deny(ing)? updat|is at its limit", re.IGNORECASE),
     "the server refuses changes of this branch"),
    (re.compile(r"error: 403|permission to .* denied|permission denied|write access|not granted|read[- ]only|"
                r"archived|shallow update not allowed", re.IGNORECASE),
     "the server does not let this account write"),
    (re.compile(r"error: 401|authentication failed|could not read (username|password)|invalid (username|credentials)|"
                r"terminal prompts disabled|host key verification failed", re.IGNORECASE),
     "git could not log in"),
    (re.compile(r"error: 404|repository .*not found|does not appear to be a git repository|not a git repository|"
                r"dubious ownership|no such remote|not a valid ref|invalid refspec", re.IGNORECASE),
     "there is no such repository"),
)  # fmt: skip


def refusal(said: GitAnswer) -> str | None:
    """Why the server will not do it however often it is asked; None where asking again may help."""
    if said.code == 0:
        return None
    text = said.text + said.err
    return next((problem for pattern, problem in REFUSED if pattern.search(text)), None)


def advice(said: GitAnswer, root: Path) -> str:
    """What a person can do about it."""
    match refusal(said):
        case "the server refuses changes of this branch":
            return (
                "Let whoever runs the bot push to it (exempt it from the branch's protection or rules), or keep the ledger "
                'on a branch of its own: branch = "bot-state"'
            )
        case "the server does not let this account write":
            return "In GitHub Actions give the job `permissions: contents: write`; elsewhere use a token that may push"
        case "git could not log in":
            return f"Make `git push` work in {root} without being asked for a password (actions/checkout leaves its token there)"
        case "there is no such repository":
            return f"{root} must be in a git checkout whose remote has the branch; settings: branch, remote"
        case _:
            return "Run again when the server can be reached"


def check_name(remote: str, branch: str) -> None:
    """Refuse names that git would read as something else."""
    if not remote or remote.startswith("-"):
        raise LedgerError(f"remote = {remote!r} is no name of a git remote; settings: remote")
    # The rules of git check-ref-format, as far as they can be broken by mistake.
    if not branch or re.search(r"^[-/.]|[\x00-\x20~^:?*\[\\\x7f]|\.\.|//|@\{|[/.]$|\.lock$|/\.", branch):
        raise LedgerError(f"branch = {branch!r} is no name of a git branch; settings: branch")


# ── SQLite in memory ─────────────────────────────────────────────────────────────────────────────

HEADER_BYTES = 100


def memory() -> sqlite3.Connection:
    return settle_down(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def rollback_mode(content: bytes) -> bytes:
    """The file without a note that it has a write-ahead log, which somebody's tool may have left (bytes 18 and 19)."""
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content

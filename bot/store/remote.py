"""The ledger's branch on its server: asked for its tip, fetched, and pushed to as a child of what was fetched."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.points import Point, reach
from bot.store.answers import Pushed, Refusal, advice_for, pushed, refusal_of
from bot.store.objects import NOTHING_SENT, Objects, object_id

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.git import Git, GitAnswer

LEDGER = "state/ledger.db"
"""Its path on the branch, wherever the local state folder is."""

LONGEST_PAUSE_SECONDS = 3.0


class RemoteBranch:
    """One branch of one remote, as one checkout sees it. Every method may raise LedgerError."""

    def __init__(self, git: Git, remote: str, name: str, *, author: str, clock: Clock) -> None:
        self.git = git
        self.remote = remote
        self.name = name
        self.clock = clock
        self.objects = Objects(git, author)
        self.where = f"{LEDGER} on branch {name} of {remote}"
        self.ref = f"refs/heads/{name}"

    def tip(self) -> str | None:
        """The commit that the server's branch points to; None where there is no such branch."""
        check_names(self.remote, self.name)
        for number in range(3):
            answer = self.git.run("ls-remote", "--exit-code", self.remote, self.ref)
            if answer.code in {0, 2} or refusal_of(answer) or number == 2:
                break
            self.pause(number)
        if answer.code == 2:
            return None
        if answer.code != 0:
            raise self.unusable("cannot be read", answer)
        for line in answer.text.splitlines():
            commit, _, ref = line.partition("\t")
            if ref == self.ref:
                return object_id(commit)
        return None

    def fetch(self, tip: str) -> None:
        """Have the commit, and enough of what came before it to tell whether a commit of ours is among it."""
        if self.objects.has(tip):
            return
        tracking = self.tracking()
        # A checkout that is shallow already needs nothing of the branch but its tip. From there on everything is
        # fetched; and a whole checkout is never made a shallow one.
        depth = ("--depth=1",) if self.objects.shallow() and not self.resolves(tracking) else ()
        for number in range(5):
            answer = self.git.run(
                "fetch", *depth, "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules",
                "--no-write-fetch-head", self.remote, tip if number % 2 else f"+{self.ref}:{tracking}",
            )  # fmt: skip
            # Whatever else went wrong (another process may be writing the same ref), the commit is what counts.
            if self.objects.has(tip):
                return
            if refusal_of(answer):
                break
            # The branch may have moved on meanwhile, and a shallow fetch of it brings the newer commit alone.
            depth = ("--depth=1",) if number % 2 == 0 and self.objects.shallow() else ()
            self.pause(number)
        raise self.unusable("cannot be fetched", answer)

    def push(self, commit: str) -> Pushed:
        """Offer the commit to the server, which takes it only as a child of its tip.

        Raises LedgerError where the server will never take it.
        """
        reach(Point.PUSH_BEFORE)
        # A plain push: "--force-with-lease" would take a commit that is no descendant.
        answer = self.git.run(
            "push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no",
            self.remote, f"{object_id(commit)}:{self.ref}",
        )  # fmt: skip
        reach(Point.PUSH_AFTER)
        outcome = pushed(answer)
        if isinstance(outcome, Refusal):
            raise self.unusable(outcome.problem, answer)
        return outcome

    def pause(self, number: int) -> None:
        """Let the others go first for a random while."""
        longest = min(LONGEST_PAUSE_SECONDS, 0.05 * 2**number)
        self.clock.sleep(random.uniform(0, longest))  # noqa: S311 -- no secret

    def tracking(self) -> str:
        """Where this checkout keeps the branch between two runs, as git itself would."""
        if self.git.run("config", "--get", f"remote.{self.remote}.url").code == 0:
            return f"refs/remotes/{self.remote}/{self.name}"
        return f"refs/bot/{self.name}"

    def resolves(self, ref: str) -> bool:
        return self.git.run("rev-parse", "--verify", "--quiet", ref).code == 0

    def unusable(self, problem: str, answer: GitAnswer) -> LedgerError:
        return LedgerError(
            f"{self.where}: {problem} ({answer.complaint})", f"{NOTHING_SENT}. {advice_for(answer, self.git.root)}"
        )


def check_names(remote: str, branch: str) -> None:
    """Refuse names that git would read as something else."""
    if not remote or remote.startswith("-"):
        raise LedgerError(f"remote = {remote!r} is no name of a git remote", "settings: remote")
    # The rules of git check-ref-format, as far as they can be broken by mistake.
    if not branch or re.search(r"^[-/.]|[\x00-\x20~^:?*\[\\\x7f]|\.\.|//|@\{|[/.]$|\.lock$|/\.", branch):
        raise LedgerError(f"branch = {branch!r} is no name of a git branch", "settings: branch")

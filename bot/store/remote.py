"""The ledger's branch on its server: asked for its tip, fetched, and pushed to as a child of what was fetched."""

from __future__ import annotations

import random
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.points import Point, reach
from bot.settings.private import without_private
from bot.store.answers import Pushed, Refusal, advice_for, pushed, refusal_of
from bot.store.objects import NOTHING_SENT, Objects, object_id
from bot.store.place import USUAL, Place

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.git import Git, GitAnswer

LEDGER = "state/ledger.db"
"""Its path on the branch, wherever the local state folder is."""

NEWEST = "refs/bot/newest/"
"""Beginning of the refs that name each ledger's newest commit."""
LONGEST_PAUSE_SECONDS = 3.0
NOT_ITS_OWN = re.compile(r"\([^()]*(atomic|lock|failed to update)[^()]*\)")
"""Of two refs that are pushed together: the other one was refused, or somebody else writes them at this moment."""


class RemoteBranch:
    """One branch of one remote, as one checkout sees it. Every method may raise LedgerError."""

    def __init__(self, git: Git, remote: str, name: str, *, clock: Clock) -> None:
        self.git = git
        self.remote = remote
        self.name = name
        self.clock = clock
        self.objects = Objects(git)
        self.where = f"{LEDGER} on branch {name} of {without_private(remote)}"
        self.ref = f"refs/heads/{name}"
        self.newest_ref = f"{NEWEST}{name}"
        """On the server too: the branch's newest commit, which stays where it is when the branch is set back."""
        self.newest: str | None = None
        """What that named when the tip was asked for last; None where it does not exist."""
        self.other_names: tuple[str, ...] = ()
        """The branches beside it that were a ledger's once, when the tip was asked for last."""
        self.keeps_newest = True
        """The server has not refused it."""
        self.words = ""
        """What git has said to the last push."""
        self.known_place: Place | None = None

    @property
    def place(self) -> Place:
        """Where all of this is done. Raises LedgerError where there is another ledger besides."""
        if self.known_place is None:
            check_names(self.remote, self.name)
            place = Place(self.git, self.remote)
            if place.read_only:
                self.check_reading_place(place, place.read_only)
            self.known_place = place
        return self.known_place

    def tip(self) -> str | None:
        """The commit that the server's branch points to; None where there is no such branch."""
        refs = self.refs_at(self.place.address, f"{NEWEST}*", f"refs/heads/{USUAL}")
        self.newest = refs.get(self.newest_ref)
        names = {ref.removeprefix(NEWEST).removeprefix("refs/heads/") for ref in refs}
        self.other_names = tuple(sorted(names - {self.name}))
        return refs.get(self.ref)

    def others(self) -> dict[str, str]:
        """The branches beside this one that may hold a ledger, and their commits, fetched."""
        refs = [f"refs/heads/{name}" for name in self.other_names]
        found = self.refs_at(self.place.address, *refs) if refs else {}
        for ref, commit in found.items():
            self.fetch_from(self.place.address, commit, ref, f"refs/bot/other/{ref.removeprefix('refs/heads/')}")
        return {ref.removeprefix("refs/heads/"): found[ref] for ref in refs if ref in found}

    def refs_at(self, address: str, *more: str) -> dict[str, str]:
        """What the branch, its newest commit's ref and ``more`` (patterns too) name at an address, as far as they exist."""
        for number in range(3):
            answer = self.git.run("ls-remote", "--exit-code", address, self.ref, self.newest_ref, *more)
            if answer.code in {0, 2} or refusal_of(answer) or number == 2:
                break
            self.pause(number)
        if answer.code == 2:
            return {}
        if answer.code != 0:
            raise self.unusable("cannot be read", answer)
        listed = (line.partition("\t") for line in answer.text.splitlines())
        # A pattern without a slash before it also fits the end of a longer name.
        wanted = (self.ref, self.newest_ref, *more)
        return {ref: object_id(commit) for commit, _, ref in listed if any(fnmatchcase(ref, one) for one in wanted)}

    def check_reading_place(self, place: Place, other: str) -> None:
        """Raise LedgerError where the address that git would fetch from has a ledger of its own.

        The same repository under another address, or a mirror that lags behind, has none.
        """
        for number in range(3):
            there, here = (self.refs_at(address).get(self.ref) for address in (other, place.address))
            if there is None or there == here:
                return
            if here is not None:
                self.fetch_from(place.address, here, self.ref, self.tracking(place.address))
                if self.objects.has(there) and self.objects.contains(here, there):
                    return
            self.pause(number)
        where = f"{without_private(self.remote)} is fetched from {without_private(other)} and pushed to {without_private(place.address)}"
        what = "each has one of its own" if here else "only the first has it"
        raise LedgerError(
            f"{where}; the ledger's branch {self.name} would be at the second, and {what}",
            f"{NOTHING_SENT}. A blog has one ledger: name its repository in the settings of every machine: remote = ...; "
            "and delete the other branch when nobody needs it any more",
        )

    def fetch(self, tip: str) -> None:
        """Have the commit, and enough of what came before it to tell whether a commit of ours is among it."""
        self.fetch_from(self.place.address, tip, self.ref, self.tracking(self.place.address))

    def fetch_newest(self, commit: str) -> None:
        self.fetch_from(self.place.address, commit, self.newest_ref, self.newest_ref)

    def fetch_from(self, address: str, tip: str, ref: str, tracking: str) -> None:
        """Have what a ref at an address names; ``tracking``: where this checkout keeps it."""
        if self.objects.has(tip):
            return
        # A checkout that is shallow already needs nothing of the branch but its tip. From there on everything is
        # fetched; and a whole checkout is never made a shallow one.
        depth = ("--depth=1",) if self.objects.shallow() and not self.resolves(tracking) else ()
        for number in range(5):
            answer = self.git.run(
                "fetch", *depth, "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules",
                "--no-write-fetch-head", address, tip if number % 2 else f"+{ref}:{tracking}",
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
        answer, outcome = self.push_once(commit)
        if self.keeps_newest and outcome is not Pushed.DONE and self.second_is_refused(answer):
            # Only a push of the branch alone tells whether it is that ref alone.
            answer, outcome = self.push_once(commit, with_newest=False)
            self.keeps_newest = outcome is not Pushed.DONE
        reach(Point.PUSH_AFTER)
        self.words = answer.words
        if isinstance(outcome, Refusal):
            raise self.unusable(outcome.problem, answer)
        return outcome

    def push_once(self, commit: str, *, with_newest: bool = True) -> tuple[GitAnswer, Pushed | Refusal]:
        """Push to the branch and, in the same transaction, to the ref of its newest commit."""
        own = f"{object_id(commit)}:{self.ref}"
        # That ref follows wherever the branch goes, which alone decides who was faster.
        refs = ("--atomic", self.place.address, own, f"+{commit}:{self.newest_ref}")
        answer = self.git.run(
            "push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no",
            *(refs if with_newest and self.keeps_newest else (self.place.address, own)),
        )  # fmt: skip
        return answer, pushed(answer)

    def forget_newest(self) -> None:
        """A new ledger is made by somebody who knows that the old one is gone; a server may let no ref go back to another."""
        if self.newest is not None:
            self.git.run("push", "--no-verify", self.place.address, "--delete", self.newest_ref)

    def second_is_refused(self, answer: GitAnswer) -> bool:
        """Whether the server may want no other ref than the branch, or cannot change two together."""
        lines = (line for line in answer.text.splitlines() if line.startswith("!"))
        return "--atomic" in answer.err or any(
            self.newest_ref in line and not NOT_ITS_OWN.search(line) for line in lines
        )

    def pause(self, number: int) -> None:
        """Let the others go first for a random while."""
        longest = min(LONGEST_PAUSE_SECONDS, 0.05 * 2**number)
        self.clock.sleep(random.uniform(0, longest))  # noqa: S311 -- no secret

    def tracking(self, address: str) -> str:
        """Where this checkout keeps the branch between two runs, as git itself would."""
        if address == self.remote and self.git.run("config", "--get", f"remote.{self.remote}.url").code == 0:
            return f"refs/remotes/{self.remote}/{self.name}"
        return f"refs/bot/{self.name}"

    def resolves(self, ref: str) -> bool:
        return self.git.run("rev-parse", "--verify", "--quiet", ref).code == 0

    def unusable(self, problem: str, answer: GitAnswer) -> LedgerError:
        # All its words: a server gives its reason in a line of its own, and what nobody here understands reaches the one who may.
        return LedgerError(
            f"{self.where}: {problem} ({answer.words})", f"{NOTHING_SENT}. {advice_for(answer, self.git)}"
        )


def check_names(remote: str, branch: str) -> None:
    """Refuse names that git would read as something else."""
    if not remote or remote.startswith("-"):
        raise LedgerError(
            f"remote = {without_private(remote)!r} is no name of a git remote", 'settings: remote = "origin"'
        )
    # The rules of git check-ref-format, as far as they can be broken by mistake.
    if not branch or re.search(r"^[-/.]|[\x00-\x20~^:?*\[\\\x7f]|\.\.|//|@\{|[/.]$|\.lock$|/\.", branch):
        remedy = 'write a plain name into the settings, like branch = "bot-state"'
        raise LedgerError(f"branch = {branch!r} is no name of a git branch", remedy)
    for start in ("refs/", "heads/", f"{remote}/"):
        if branch.startswith(start) or branch in {"HEAD", "@"}:
            own = branch.removeprefix("refs/").removeprefix("heads/").removeprefix(f"{remote}/")
            raise LedgerError(
                f"branch = {branch!r} is how git writes it elsewhere, and on the server it would be another branch",
                f'settings: branch = "{own if own not in {"HEAD", "@", ""} else "bot-state"}"',
            )

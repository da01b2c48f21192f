"""Can the branch that holds the ledger be reached, and may this machine push to it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.git import Git
from bot.ledger.opening import MISSING
from bot.model import Finding, Level
from bot.store.advice import advice_for
from bot.store.place import Place, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.settings.model import Settings

CHECK = "branch"
PROBE = "refs/heads/bot-doctor-dry-run"
"""Never made: with --dry-run git logs in, learns whether it may write, and sends nothing."""
WHY = "without it no claim can be written, so nothing is posted"


def check_branch(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Nothing where the ledger is a local file."""
    if settings.branch is None:
        return
    try:
        yield from ask_remote(Git(settings.root, environ), settings.remote, settings.branch)
    except LedgerError as error:
        yield Finding(Level.FAILURE, CHECK, error.what, WHY, error.remedy or "see the message; then: bot doctor")


def ask_remote(git: Git, remote: str, branch: str) -> Iterator[Finding]:
    """Whether the remote can be read and written. Raises LedgerError where it is no single place."""
    address = Place(git, remote).address
    remote = shown(remote)
    listed = git.run("ls-remote", "--exit-code", address, f"refs/heads/{branch}")
    if listed.code == 2:
        yield Finding(Level.FAILURE, CHECK, f"{remote} has no branch {branch}", WHY, MISSING)
    elif listed.code:
        yield Finding(Level.FAILURE, CHECK, f"{remote} cannot be read: {listed.words}", WHY, advice_for(listed, git))
        return
    else:
        yield Finding(Level.OK, CHECK, f"{remote} has the branch {branch}")
    pushed = git.run("push", "--dry-run", "--no-verify", address, f"HEAD:{PROBE}")
    if pushed.code:
        yield Finding(
            Level.FAILURE,
            CHECK,
            f"{remote} takes no push from this machine: {pushed.words}",
            WHY,
            advice_for(pushed, git),
        )
    else:
        what = f"{remote} takes pushes from this machine; rules that protect {branch} only show on a real one"
        yield Finding(Level.OK, CHECK, what)

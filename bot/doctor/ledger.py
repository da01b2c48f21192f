"""Is there a ledger, is it sound, is anything in doubt; can its branch be reached, and may this machine push to it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.git import Git
from bot.ledger.opening import MISSING
from bot.model import Finding, Level, Status
from bot.preview.outcomes import count_entries
from bot.settings.private import without_private
from bot.store.answers import advice_for
from bot.store.place import Place
from bot.watcher.standing import NO_ANSWER, resolve_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.settings.model import Settings
    from bot.store import Store


NAMED = 5
"""Entries in doubt that are named one by one."""
PROBE = "refs/heads/bot-doctor-dry-run"
"""Never made: with --dry-run git logs in, learns whether it may write, and sends nothing."""
WHY = "without it no claim can be written, so nothing is posted"


def check_ledger(store: Store) -> Iterator[Finding]:
    """Raises UsageError for a ledger that cannot be used."""
    there = store.exists()
    if there or store.local:
        store.check_only_one()
    if not there:
        yield Finding(
            Level.FAILURE, "ledger", f"{store.where}: there is no ledger",
            "a missing ledger is not an empty one, so nothing is posted", MISSING,
        )  # fmt: skip
        return
    problems, counts, doubts = store.read(
        lambda ledger: (ledger.check(), ledger.counts(), list(ledger.entries(status=Status.IN_DOUBT)))
    )
    if problems:
        raise LedgerError(f"{store.where}: SQLite finds it broken: {problems[0]}")
    entries = count_entries(counts) or "empty"
    yield Finding(Level.OK, "ledger", f"{store.where}: {entries}")
    for entry in doubts[:NAMED]:
        yield Finding(
            Level.FAILURE, "ledger", f"{entry.path} on {entry.target} is in doubt: {entry.reason or NO_ANSWER}",
            "it may or may not have been posted, and is not sent again before that is known",
            f"bot reconcile, or look at the account and say: {resolve_command(entry)}",
            entry.target,
        )  # fmt: skip
    if len(doubts) > NAMED:
        yield Finding(Level.FAILURE, "ledger", f"{len(doubts) - NAMED} more are in doubt", "as above", "bot status")


def check_branch(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Nothing where the ledger is a local file."""
    if settings.branch is None:
        return
    try:
        yield from ask_remote(Git(settings.root, environ), settings.remote, settings.branch)
    except LedgerError as error:
        yield Finding(Level.FAILURE, "branch", error.what, WHY, error.remedy or "see the message; then: bot doctor")


def ask_remote(git: Git, remote: str, branch: str) -> Iterator[Finding]:
    """Whether the remote can be read and written. Raises LedgerError where it is no single place."""
    address = Place(git, remote).address
    remote = without_private(remote)
    listed = git.run("ls-remote", "--exit-code", address, f"refs/heads/{branch}")
    if listed.code == 2:
        yield Finding(Level.FAILURE, "branch", f"{remote} has no branch {branch}", WHY, MISSING)
    elif listed.code:
        yield Finding(Level.FAILURE, "branch", f"{remote} cannot be read: {listed.words}", WHY, advice_for(listed, git))
        return
    else:
        yield Finding(Level.OK, "branch", f"{remote} has the branch {branch}")
    pushed = git.run("push", "--dry-run", "--no-verify", address, f"HEAD:{PROBE}")
    if pushed.code:
        yield Finding(
            Level.FAILURE,
            "branch",
            f"{remote} takes no push from this machine: {pushed.words}",
            WHY,
            advice_for(pushed, git),
        )
    else:
        what = f"{remote} takes pushes from this machine; rules that protect {branch} only show on a real one"
        yield Finding(Level.OK, "branch", what)

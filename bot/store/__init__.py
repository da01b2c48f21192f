"""Where the ledger lives: in a local file, or on a git branch that many machines share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.interface import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.clock import Clock, Stop
    from bot.settings.model import Settings

__all__ = ["Store", "open_store", "require_ledger"]


def open_store(settings: Settings, *, clock: Clock, environ: Mapping[str, str], stop: Stop | None = None) -> Store:
    """The store that the settings name; neither the ledger nor its folder needs to exist.

    ``stop``: set, no server is waited for any longer.
    """
    from bot.git import Git
    from bot.store.claimer import Locks, this_claimer

    locks = Locks(settings.state / "locks", this_claimer(environ))
    git = Git(settings.root, environ, stop)
    file = settings.state / "ledger.db"
    if settings.branch:
        from bot.store.branch import BranchStore
        from bot.store.remote import RemoteBranch

        branch = RemoteBranch(git, settings.remote, settings.branch, clock=clock)
        return BranchStore(branch, file=file, locks=locks, clock=clock)
    from bot.store.file import FileStore

    return FileStore(file, git=git, remote=settings.remote, locks=locks, clock=clock)


def require_ledger(store: Store) -> None:
    """Raise LedgerMissing where there is no ledger."""
    if not store.exists():
        from bot.ledger.opening import missing_ledger

        raise missing_ledger(store.where, "there is no ledger")

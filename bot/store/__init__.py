"""Where the ledger lives: in a local file, or on a git branch that many machines share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.interface import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.clock import Clock
    from bot.settings.model import Settings

__all__ = ["Store", "open_store", "require_ledger"]


def open_store(settings: Settings, *, clock: Clock, environ: Mapping[str, str]) -> Store:
    """The store that the settings name; neither the ledger nor its folder needs to exist."""
    from bot.store.claimer import this_claimer
    from bot.store.locks import Locks

    claimer = this_claimer(environ)
    locks = Locks(settings.state / "locks", claimer)
    if settings.branch:
        from bot.git import Git
        from bot.store.branch import BranchStore
        from bot.store.remote import RemoteBranch

        git = Git(settings.root, environ)
        author = f"bot on {claimer.host}"
        branch = RemoteBranch(git, settings.remote, settings.branch, author=author, clock=clock)
        return BranchStore(branch, locks=locks, clock=clock)
    from bot.store.file import FileStore

    return FileStore(settings.state / "ledger.db", root=settings.root, locks=locks, clock=clock)


def require_ledger(store: Store) -> None:
    """Raise LedgerMissing where there is no ledger."""
    if not store.exists():
        from bot.ledger.opening import missing_ledger

        raise missing_ledger(store.where, "there is no ledger")

"""Where the ledger lives: in a local file, or on a git branch that many machines share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.errors import LedgerMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Claimer, Entry
    from bot.settings.model import Settings

T = TypeVar("T")


class Store(Protocol):
    """One ledger, wherever it lives. Every method may raise LedgerError; then nothing was changed."""

    where: str
    """What to call it in a message."""
    local: bool
    """A change costs no journey over a network."""
    claimer: Claimer

    def exists(self) -> bool:
        """Whether there is a ledger; raises where that cannot be found out, which is not the same as no."""
        ...

    def create(self, first: Callable[[Ledger], T] | None = None) -> T | None:
        """Make the ledger together with its first change, or do nothing and return None if there is one."""
        ...

    def read(self, look: Callable[[Ledger], T]) -> T:
        """What ``look`` finds in the ledger."""
        ...

    def change(self, apply: Callable[[Ledger], T], why: str) -> T:
        """What ``apply`` returned, when its change is durable.

        ``apply`` may be called more than once, each time on the ledger as it is by then: it may do nothing but ask
        and change this ledger.
        """
        ...

    def alive(self, entry: Entry) -> bool | None:
        """Whether the claimer of this entry lives; None where it cannot be asked, and its lease must decide."""
        ...

    def close(self) -> None:
        """Let go of everything that is held."""
        ...


def open_store(settings: Settings, *, clock: Clock, environ: Mapping[str, str]) -> Store:
    """The store that the settings name; neither the ledger nor its folder needs to exist."""
    from bot.store.locks import Locks, this_process

    claimer = this_process(environ)
    locks = Locks(settings.state / "locks", claimer)
    if settings.branch:
        from bot.store.branch import GitStore

        return GitStore(
            settings.root, settings.remote, settings.branch, claimer=claimer, locks=locks, clock=clock, environ=environ
        )
    from bot.store.file import LocalStore

    return LocalStore(settings.state / "ledger.db", root=settings.root, claimer=claimer, locks=locks, clock=clock)


def require_ledger(store: Store) -> None:
    """Raise LedgerMissing where there is no ledger."""
    if not store.exists():
        raise LedgerMissing(
            f"{store.where}: there is no ledger, and a missing one is not an empty one, so nothing is posted",
            remedy="mark what is already out as handled with: bot init",
        )

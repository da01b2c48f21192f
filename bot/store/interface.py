"""What a store of the ledger can do, wherever it keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ledger import Ledger
    from bot.model import Claimer, Entry

T = TypeVar("T")


class Store(Protocol):
    """One ledger, wherever it lives. Every method may raise LedgerError; then nothing was changed."""

    where: str
    """What to call it in a message."""
    local: bool
    """A change costs no journey over a network."""
    claimer: Claimer
    """This process, to whoever finds its claims."""

    def exists(self) -> bool:
        """Whether there is a ledger; raises where that cannot be found out, which is not the same as no."""
        ...

    def create(self, first: Callable[[Ledger], T] | None = None) -> T | None:
        """Make the ledger together with its first change, or do nothing and return None if there is one."""
        ...

    def read(self, look: Callable[[Ledger], T]) -> T:
        """What ``look`` finds in the ledger; raises LedgerMissing where there is none."""
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

"""Whether the run behind a claim still lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.model import Entry
    from bot.store.locks import Locks


def lives(entry: Entry, locks: Locks, clock: Clock) -> bool | None:
    """True: it does. False: it surely does not. None: it cannot be asked from here."""
    claimer, own = entry.claimer, locks.claimer
    if claimer is None:
        return None
    if claimer.nonce == own.nonce:
        # Our own claim that nobody settled within its lease (the ledger could not be written) is ours to look after.
        return True if entry.lease_until is not None and clock.now() < entry.lease_until else None
    if claimer.run_id is not None and claimer.run_id == own.run_id and claimer.run_attempt < own.run_attempt:
        # GitHub starts another attempt of a run only when the one before has ended.
        return False
    return locks.alive(claimer.nonce) if claimer.host == own.host else None

"""Whether a claim still stands: its claimer lives, or cannot be asked and its lease is not over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.model import Claimer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.model import Entry
    from bot.store.locks import Locks

    Alive = Callable[[Entry], bool | None]
    """Whether the claimer of an entry lives; None where it cannot be asked (``Store.alive``)."""


def this_claimer(environ: Mapping[str, str]) -> Claimer:
    """Who this process is, to whoever finds its claims."""
    attempt = environ.get("GITHUB_RUN_ATTEMPT", "")
    return Claimer(
        nonce=os.urandom(8).hex(),
        host=os.uname().nodename if hasattr(os, "uname") else environ.get("COMPUTERNAME", "unknown"),
        run_id=environ.get("GITHUB_RUN_ID") or None,
        run_attempt=int(attempt) if attempt.isdecimal() else 1,
    )


def claim_stands(entry: Entry, now: datetime, alive: Alive) -> bool:
    """Whether somebody may still be posting this claimed entry; False: what became of it has to be found out."""
    living = alive(entry)
    return within_lease(entry, now) if living is None else living


def nobody_knows(_entry: Entry) -> bool | None:
    """Nobody can be asked whether a claimer lives, so its lease decides."""
    return None


def within_lease(entry: Entry, now: datetime) -> bool:
    return entry.lease_until is not None and now < entry.lease_until


def claimer_lives(entry: Entry, locks: Locks, now: datetime) -> bool | None:
    """True: it does. False: it surely does not. None: it cannot be asked from here."""
    claimer, own = entry.claimer, locks.claimer
    if claimer is None:
        return None
    if claimer.nonce == own.nonce:
        # Our own claim that nobody settled within its lease (the ledger could not be written) is ours to look after.
        return True if within_lease(entry, now) else None
    if claimer.run_id is not None and claimer.run_id == own.run_id and claimer.run_attempt < own.run_attempt:
        # GitHub starts another attempt of a run only when the one before has ended.
        return False
    return locks.alive(claimer.nonce) if claimer.host == own.host else None

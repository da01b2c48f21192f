"""Is there a ledger, is it sound, and is anything in doubt?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import LedgerDamaged
from bot.ledger.opening import MISSING
from bot.model import Finding, Level, Status
from bot.preview.outcomes import count_entries
from bot.watcher.standing import NO_ANSWER, resolve_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ledger import Ledger
    from bot.model import Entry
    from bot.store import Store

CHECK = "ledger"
NAMED = 5
"""Entries in doubt that are named one by one."""


def check_ledger(store: Store) -> Iterator[Finding]:
    """Raises UsageError for a ledger that cannot be used."""
    there = store.exists()
    if there or store.local:
        store.check_only_one()
    if not there:
        yield Finding(
            Level.FAILURE, CHECK, f"{store.where}: there is no ledger",
            "a missing ledger is not an empty one, so nothing is posted", MISSING,
        )  # fmt: skip
        return
    problems, counts, doubts = store.read(survey)
    if problems:
        raise LedgerDamaged(f"{store.where}: SQLite finds it broken: {problems[0]}")
    entries = count_entries(counts) or "empty"
    yield Finding(Level.OK, CHECK, f"{store.where}: {entries}")
    for entry in doubts[:NAMED]:
        yield Finding(
            Level.FAILURE, CHECK, f"{entry.path} on {entry.target} is in doubt: {entry.reason or NO_ANSWER}",
            "it may or may not have been posted, and is not sent again before that is known",
            f"bot reconcile, or look at the account and say: {resolve_command(entry)}",
            entry.target,
        )  # fmt: skip
    if len(doubts) > NAMED:
        yield Finding(Level.FAILURE, CHECK, f"{len(doubts) - NAMED} more are in doubt", "as above", "bot status")


def survey(ledger: Ledger) -> tuple[list[str], dict[Status, int], list[Entry]]:
    """What SQLite finds broken, how many entries there are of each status, and those in doubt."""
    return ledger.check(), ledger.counts(), list(ledger.entries(status=(Status.IN_DOUBT,)))

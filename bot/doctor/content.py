"""Can the digests be read, and is the ledger sound?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.model import Failed, Finding, Level, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.ledger import Ledger
    from bot.model import Digest, Entry, Result
    from bot.runs.parts import Parts

SHOWN = 5
"""Unreadable digests, or entries in doubt, that are named one by one."""


def content(digests: Sequence[Digest], problems: Sequence[Result]) -> Iterator[Finding]:
    reasons = list(dict.fromkeys(str(one.outcome.reason) for one in problems if isinstance(one.outcome, Failed)))
    if not digests and not reasons:
        yield Finding(
            Level.WARNING, "content", "there is no digest at all", "there is nothing to post",
            "look at `content`, `include` and `exclude` in the settings",
        )  # fmt: skip
        return
    drafts = sum(one.draft for one in digests)
    undated = sum(one.published_at is None for one in digests)
    told = [f"{len(digests)} {'digest' if len(digests) == 1 else 'digests'} can be read"]
    told += [f"{count} {what}" for count, what in ((drafts, "of them drafts"), (undated, "without a date")) if count]
    yield Finding(Level.OK, "content", ", ".join(told))
    for reason in reasons[:SHOWN]:
        yield Finding(
            Level.FAILURE, "content", reason, "it will not be posted", "mend the file, or put it under `exclude`"
        )
    if len(reasons) > SHOWN:
        yield Finding(
            Level.FAILURE, "content", f"{len(reasons) - SHOWN} more cannot be read", "they will not be posted",
            "mend these first, then run bot doctor once more",
        )  # fmt: skip


def ledger(parts: Parts) -> Iterator[Finding]:
    store = parts.unchecked_store
    if not store.exists():
        yield Finding(
            Level.FAILURE, "ledger", f"{store.where}: there is no ledger",
            "a missing ledger is not an empty one, so nothing is posted", "bot init",
        )  # fmt: skip
        return

    def look(ledger: Ledger) -> tuple[list[str], dict[Status, int], list[Entry]]:
        return ledger.check(), ledger.counts(), list(ledger.entries(status=(Status.IN_DOUBT,)))

    wrong, counts, doubts = store.read(look)
    if wrong:
        raise LedgerError(f"{store.where}: SQLite finds it broken: {wrong[0]}")
    told = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count) or "empty"
    yield Finding(Level.OK, "ledger", f"{store.where}: {told}")
    for entry in doubts[:SHOWN]:
        yield Finding(
            Level.FAILURE, "ledger", f"{entry.path} on {entry.target} is in doubt: {entry.reason or 'no answer came'}",
            "it may or may not have been posted, and is not sent again before that is known",
            f"bot reconcile, or look at the account and say: bot resolve {entry.path} {entry.target} --posted URL or --not-posted",
            entry.target,
        )  # fmt: skip
    if len(doubts) > SHOWN:
        yield Finding(Level.FAILURE, "ledger", f"{len(doubts) - SHOWN} more are in doubt", "as above", "bot status")

"""Where an entry of the ledger stands, and what that means; the one place that reads an entry's status."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bot.clock import minute
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Skipped, Status, TakenDown
from bot.store.claimer import SKEW, claim_stands, nobody_knows, within_lease

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Entry, Receipt
    from bot.store.claimer import Alive

NO_ANSWER = "no answer came"
BEING_POSTED = "another run is posting it at this moment"


class Standing(StrEnum):
    """Where a digest stands on a target."""

    NEW = "new"
    RETRY = "retry"
    """It failed before, nothing was posted, and its time has come again."""
    DRAFT = "draft"
    SOCIAL_OFF = "social-off"
    SKIP = "skip"
    TWIN = "twin"
    EMBARGO = "embargo"
    CHANGED = "changed"
    """Its file has only just changed, and is left alone until it has been quiet for a while."""
    CLAIMED = "claimed"
    ABANDONED = "abandoned"
    """Claimed by a process that is gone: it may have been posted."""
    OVERDUE = "overdue"
    """Claimed by a process that lives, and should have written a receipt long ago."""
    IN_DOUBT = "in-doubt"
    BROKEN = "broken"
    """What stands in its way cannot be worked out: its file went away, its folder cannot be looked into."""
    PUT_OFF = "put-off"
    POSTED = "posted"
    BASELINE = "baseline"
    DELETED = "deleted"


class Meaning(NamedTuple):
    outcome: type[AlreadyPosted | Failed | InDoubt | Skipped] | None = Skipped
    """Of somebody's wish to post it; None: it may be posted."""
    due: bool = False
    """A run posts it."""
    final: bool = False
    """Nothing changes it but a command: its file is not read again until it is changed."""
    listed: bool = False
    """A run names it in its result although it does not post it; what was handled before is not named."""
    by_digest: bool = False
    """The digest's own word: only its file or the calendar changes it."""
    open: bool = False
    """Somebody has to find out whether it was posted before anything is sent."""
    handled: bool = False
    """It was never posted, and a person may still post it by name."""
    postless: bool = False
    """There is no post, and as things are no run makes one."""


OWN_WORD = Meaning(listed=True, by_digest=True, postless=True)
MEANINGS = {
    Standing.NEW: Meaning(None, due=True),
    Standing.RETRY: Meaning(None, due=True),
    Standing.DRAFT: OWN_WORD,
    Standing.SOCIAL_OFF: OWN_WORD,
    Standing.SKIP: OWN_WORD,
    Standing.TWIN: OWN_WORD,
    Standing.EMBARGO: OWN_WORD._replace(postless=False),
    Standing.CHANGED: Meaning(listed=True),
    Standing.CLAIMED: Meaning(open=True),
    Standing.ABANDONED: Meaning(InDoubt, open=True),
    Standing.OVERDUE: Meaning(InDoubt, open=True),
    Standing.IN_DOUBT: Meaning(InDoubt, open=True),
    Standing.BROKEN: Meaning(Failed, listed=True),
    Standing.PUT_OFF: Meaning(Failed, listed=True),
    Standing.POSTED: Meaning(AlreadyPosted, final=True),
    Standing.DELETED: Meaning(final=True, postless=True),
    Standing.BASELINE: Meaning(final=True, handled=True, postless=True),
}
"""The one table of what follows from where a digest stands."""


def standing_of(entry: Entry, now: datetime, alive: Alive = nobody_knows) -> Standing:
    match entry.status:
        case Status.CLAIMED:
            if not claim_stands(entry, now, alive):
                return Standing.ABANDONED
            return Standing.CLAIMED if within_lease(entry, now) else Standing.OVERDUE
        case Status.FAILED if entry.retry_at is not None and now < entry.retry_at and entry.updated_at <= now + SKEW:
            # What was written ahead of this clock was written by one that was wrong, and so was what it waits for.
            return Standing.PUT_OFF
        case Status.FAILED:
            return Standing.RETRY
        case status:
            return Standing(status.value)


def receipt_of(entry: Entry) -> Receipt | None:
    return entry.receipt if entry.status is Status.POSTED else None


def outcome_of(entry: Entry, now: datetime, alive: Alive = nobody_knows) -> Outcome:
    """What came of an entry, as a list of entries tells it."""
    match standing_of(entry, now, alive):
        case Standing.POSTED:
            return Posted(entry.receipt) if entry.receipt else AlreadyPosted(None)
        case Standing.CLAIMED:
            return Skipped("it is being posted at this moment")
        case Standing.ABANDONED:
            return InDoubt(
                "the run that claimed it died before it wrote a receipt; the next run looks what became of it"
            )
        case Standing.OVERDUE:
            return InDoubt(f"{overdue_words(entry)}. {doubt_remedy(entry)}")
        case Standing.IN_DOUBT:
            return in_doubt(entry)
        case Standing.PUT_OFF | Standing.RETRY:
            return Failed(entry.reason or "failed", entry.retry_at)
        case Standing.DELETED:
            return TakenDown(f"it was posted and taken down again; {post_again(entry.path, entry.target)}")
        case _:
            return Skipped(entry.reason or entry.status.value)


def outcome_behind(entry: Entry, now: datetime) -> Outcome:
    """What it means to somebody who was about to claim that this entry, written by somebody faster, stands in the way."""
    match entry.status:
        case Status.POSTED:
            return AlreadyPosted(entry.receipt)
        case Status.CLAIMED:
            return Skipped(BEING_POSTED)
        case Status.IN_DOUBT:
            return Skipped("another run is finding out whether it was posted")
        case _:
            return outcome_of(entry, now)


def in_doubt(entry: Entry, *more: str) -> InDoubt:
    """That nobody knows, with what ``more`` is to be said of it and how a person ends it."""
    return InDoubt(f"{'; '.join((entry.reason or NO_ANSWER, *more))}. {doubt_remedy(entry)}")


def doubt_remedy(entry: Entry) -> str:
    return f"Look at the account, then: {resolve_command(entry)}"


def overdue_words(entry: Entry) -> str:
    """Names a claim whose lease is over although its claimer lives."""
    host = f" on {entry.claimer.host}" if entry.claimer and entry.claimer.host else ""
    until = f" at {minute(entry.lease_until)}" if entry.lease_until else ""
    return f"the run that claimed it{host} still lives, and its lease is over{until}: it may be posted, and hangs"


def post_again(path: str, target: str) -> str:
    return f"to post it once more: bot post {path} --to {target} --again"


def resolve_command(entry: Entry) -> str:
    return f"bot resolve {entry.path} {entry.target} --posted URL | --not-posted"

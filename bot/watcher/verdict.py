"""What stands in a digest's way on a target; the one place that reads what an entry's status means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.content.overrides import override_for
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Skipped, Status, TakenDown
from bot.settings.paths import shown
from bot.store.claimer import SKEW, claim_stands, nobody_knows, within_lease

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Digest, Entry, Receipt
    from bot.settings.model import Target
    from bot.store.claimer import Alive

OPEN = (Status.CLAIMED, Status.IN_DOUBT)
"""The entries that somebody has to look after: their posts may or may not exist."""
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
    """What a standing means to those who ask."""

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


OWN_WORD = Meaning(listed=True, by_digest=True)
MEANINGS = {
    Standing.NEW: Meaning(None, due=True),
    Standing.RETRY: Meaning(None, due=True),
    Standing.DRAFT: OWN_WORD,
    Standing.SOCIAL_OFF: OWN_WORD,
    Standing.SKIP: OWN_WORD,
    Standing.TWIN: OWN_WORD,
    Standing.EMBARGO: OWN_WORD,
    Standing.CHANGED: Meaning(listed=True),
    Standing.CLAIMED: Meaning(open=True),
    Standing.ABANDONED: Meaning(InDoubt, open=True),
    Standing.OVERDUE: Meaning(InDoubt, open=True),
    Standing.IN_DOUBT: Meaning(InDoubt, open=True),
    Standing.BROKEN: Meaning(Failed, listed=True),
    Standing.PUT_OFF: Meaning(Failed, listed=True),
    Standing.POSTED: Meaning(AlreadyPosted, final=True),
    Standing.DELETED: Meaning(final=True),
    Standing.BASELINE: Meaning(final=True, handled=True),
}
"""The one table of what follows from where a digest stands."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One digest and one target: whether it is due, and the reason in words."""

    standing: Standing
    reason: str
    change: str = ""
    """What would change it."""
    until: datetime | None = None
    """When time alone changes it."""
    receipt: Receipt | None = None
    """Of the post that is out."""
    former: str = ""
    """The file that it was, where it has another name and another title now."""

    @property
    def meaning(self) -> Meaning:
        return MEANINGS[self.standing]

    @property
    def due(self) -> bool:
        return self.meaning.due

    @property
    def final(self) -> bool:
        return self.meaning.final

    @property
    def outcome(self) -> Outcome | None:
        """The same as the outcome of somebody's wish to post it; None: it may be posted."""
        kind = self.meaning.outcome
        if kind is None:
            return None
        if kind is AlreadyPosted:
            return AlreadyPosted(self.receipt)
        if kind is Failed:
            return Failed(self.reason, self.until)
        return InDoubt(str(self)) if kind is InDoubt else Skipped(str(self))

    def __str__(self) -> str:
        return f"{self.reason}; {self.change}" if self.change else self.reason


@dataclass(frozen=True, slots=True)
class Decision:
    """One digest, and the verdict for each target."""

    digest: Digest
    verdicts: tuple[tuple[Target, Verdict], ...]


# ── what the ledger says ─────────────────────────────────────────────────────────────────────────


def standing_of(entry: Entry, now: datetime, alive: Alive = nobody_knows) -> Standing:
    """Where an entry of the ledger stands now."""
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
    """Of the post that an entry says is out."""
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
            return InDoubt(f"{overdue(entry)}. {remedy(entry)}")
        case Standing.IN_DOUBT:
            return InDoubt(f"{entry.reason or NO_ANSWER}. {remedy(entry)}")
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


def remedy(entry: Entry) -> str:
    """How a person ends the doubt about an entry."""
    return f"Look at the account, then: {resolve_command(entry)}"


def overdue(entry: Entry) -> str:
    """Names a claim whose lease is over although its claimer lives."""
    host = f" on {entry.claimer.host}" if entry.claimer and entry.claimer.host else ""
    until = f" at {minute(entry.lease_until)}" if entry.lease_until else ""
    return f"the run that claimed it{host} still lives, and its lease is over{until}: it may be posted, and hangs"


def post_again(path: str, target: str) -> str:
    return f"to post it once more: bot post {path} --to {target} --again"


def resolve_command(entry: Entry) -> str:
    return f"bot resolve {entry.path} {entry.target} --posted URL | --not-posted"


# ── the verdict ──────────────────────────────────────────────────────────────────────────────────


def judge(
    digest: Digest, entry: Entry | None, target: Target, now: datetime, *, alive: Alive = nobody_knows
) -> Verdict:
    """What stands in the way of this digest on this target, the ledger's entry first; NEW where nothing does."""
    if entry is None:
        new = Verdict(Standing.NEW, f"new: {target.name} has not had it", "the next bot run posts it")
        return verdict_of_digest(digest, target, now) or new
    of_entry = verdict_of_entry(digest, entry, now, alive)
    if not of_entry.due:
        return replace(of_entry, former=former_name(digest, entry))
    return verdict_of_digest(digest, target, now) or of_entry


def verdict_of_digest(digest: Digest, target: Target, now: datetime) -> Verdict | None:
    """What the digest's front matter says against being posted to this target now; None where nothing does."""
    if digest.draft and digest.kept_back:
        return Verdict(Standing.DRAFT, digest.kept_back.why, digest.kept_back.remedy)
    if digest.draft:
        return Verdict(Standing.DRAFT, "it is a draft", "take draft: true out of its front matter")
    if override_for(digest, target).skip:
        if digest.override.skip:
            return Verdict(Standing.SOCIAL_OFF, "its front matter says social: false", "take that line out")
        where = target.name if target.name in digest.overrides else target.platform.name
        return Verdict(
            Standing.SKIP, f"its front matter says to skip {where}", f"take skip out of social.{where} there"
        )
    if digest.expires_at is not None and digest.expires_at <= now:
        return Verdict(
            Standing.DRAFT,
            f"it expired at {minute(digest.expires_at)}",
            "take its expiryDate out of its front matter, or set a later one",
        )
    if digest.published_at is not None and digest.published_at > now:
        return Verdict(
            Standing.EMBARGO,
            f"it is published at {minute(digest.published_at)}",
            "the first bot run after that posts it; to post it sooner, give it an earlier date in its front matter",
            digest.published_at,
        )
    return None


def verdict_of_entry(digest: Digest, entry: Entry, now: datetime, alive: Alive = nobody_knows) -> Verdict:
    """What the ledger's entry says."""
    standing = standing_of(entry, now, alive)
    match standing:
        case Standing.POSTED:
            when = f" at {minute(entry.receipt.posted_at)}" if entry.receipt else ""
            where = f": {entry.receipt.url}" if entry.receipt and entry.receipt.url else ""
            reason = f"it was posted{when}{known_as(digest, entry)}{where}"
            return Verdict(standing, reason, post_again(shown(digest.path), entry.target), receipt=entry.receipt)
        case Standing.DELETED:
            reason = f"it was posted and taken down again{known_as(digest, entry)}"
            return Verdict(standing, reason, post_again(shown(digest.path), entry.target))
        case Standing.ABANDONED:
            return Verdict(
                standing,
                "a run that claimed it has written no receipt, and may have posted it",
                "the next bot run looks whether it did",
            )
        case Standing.CLAIMED:
            return Verdict(standing, BEING_POSTED, "bot status tells what came of it")
        case Standing.OVERDUE:
            return Verdict(
                standing, overdue(entry), f"when it has ended, the next bot run looks; or: {resolve_command(entry)}"
            )
        case Standing.IN_DOUBT:
            return Verdict(
                standing,
                f"it may have been posted: {entry.reason or NO_ANSWER}",
                f"the next bot run looks; or look at the account, then: {resolve_command(entry)}",
            )
        case Standing.PUT_OFF:
            change = f"the first bot run after {minute(entry.retry_at)} tries again" if entry.retry_at else ""
            return Verdict(standing, entry.reason or "it failed", change, entry.retry_at)
        case Standing.RETRY:
            reason = f"it failed: {entry.reason or 'no reason was kept'}"
            return Verdict(standing, reason, "the next bot run tries once more")
        case _:
            reason = f"{entry.reason or 'it was there before the bot began'}{known_as(digest, entry)}"
            change = f"to post it all the same: bot post {shown(digest.path)} --to {entry.target}"
            return Verdict(standing, reason, change)


def just_changed(until: datetime) -> Verdict:
    """Its file was changed a moment ago, and ``settle`` says to leave it alone for a while."""
    return Verdict(
        Standing.CHANGED, "its file has only just changed", f"a bot run after {minute(until)} takes it", until
    )


def broken(reason: str) -> Verdict:
    """It cannot be worked out what holds for it; the next run looks again."""
    return Verdict(Standing.BROKEN, reason)


def twin(other: str) -> Verdict:
    """Another file, which is still there, was posted as this digest."""
    return Verdict(
        Standing.TWIN,
        f"{other} has the same id, address, or time and title, and was posted",
        "if this is another post, give it an id of its own in its front matter",
    )


def known_as(digest: Digest, entry: Entry) -> str:
    """The other key by which the ledger knows the digest, or nothing."""
    return f" as {entry.key}" if entry.key != digest.key else ""


def former_name(digest: Digest, entry: Entry) -> str:
    """The file as which the ledger knows a digest that has another name and another title now; else nothing."""
    renamed = Path(entry.path).absolute() != digest.path.absolute()
    return entry.path if renamed and entry.title != digest.title else ""


def minute(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"

"""Why a digest would or would not be posted to a target, in words, with what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.content.overrides import override_for
from bot.model import Status

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Digest, Entry
    from bot.settings.model import Target


class Kind(StrEnum):
    NEW = "new"
    RETRY = "retry"
    """It failed before, nothing was posted, and its time has come again."""
    DRAFT = "draft"
    SOCIAL_OFF = "social-off"
    SKIP = "skip"
    TWIN = "twin"
    EMBARGO = "embargo"
    POSTED = "posted"
    CLAIMED = "claimed"
    PUT_OFF = "put-off"
    IN_DOUBT = "in-doubt"
    BASELINE = "baseline"
    DELETED = "deleted"
    UNSETTLED = "unsettled"
    NOT_LIVE = "not-live"


DUE = frozenset({Kind.NEW, Kind.RETRY})
FINAL = frozenset({Kind.POSTED, Kind.BASELINE, Kind.DELETED})
"""Nothing changes these but a command: the next scan need not read the file again until it is changed."""
QUIET = frozenset({Kind.DRAFT, Kind.SOCIAL_OFF, Kind.SKIP, Kind.TWIN, Kind.EMBARGO})
"""The digest's own word: only its file or the calendar changes it. Every run that lists what it left out lists these."""


@dataclass(frozen=True, slots=True)
class Why:
    """One digest and one target: whether it is due, and the reason in words."""

    kind: Kind
    reason: str
    change: str = ""
    """What would change it."""
    until: datetime | None = None
    """When time alone changes it."""

    @property
    def due(self) -> bool:
        return self.kind in DUE

    @property
    def final(self) -> bool:
        return self.kind in FINAL

    def __str__(self) -> str:
        return f"{self.reason}; {self.change}" if self.change else self.reason


def reasons(digest: Digest, entry: Entry | None, target: Target, now: datetime) -> Why:
    """What stands in the way of this digest on this target, the ledger's entry first; New where nothing does. Pure."""
    if entry is not None:
        why = ledger_word(digest, entry, now)
        if not why.due:
            return why
        return own(digest, target, now) or why
    return own(digest, target, now) or Why(Kind.NEW, f"new: {target.name} has not had it", "the next bot run posts it")


def unsettled(until: datetime) -> Why:
    """Its file was changed a moment ago, and ``settle`` says to leave it alone for a while."""
    return Why(Kind.UNSETTLED, "its file has only just changed", f"a bot run after {minute(until)} takes it", until)


def twin(other: str) -> Why:
    """Another file, which is still there, was posted as this digest."""
    return Why(
        Kind.TWIN,
        f"{other} has the same id, address, or time and title, and was posted",
        "if this is another post, give it an id of its own in its front matter",
    )


def not_live(reason: str, until: datetime | None = None) -> Why:
    """Its page was waited for and is not there yet."""
    return Why(Kind.NOT_LIVE, f"its page is not live yet: {reason}", "the next bot run looks again", until)


def own_word(digest: Digest, target: Target, now: datetime) -> str | None:
    """What the digest itself says against being posted to this target now; None where nothing does."""
    why = own(digest, target, now)
    return str(why) if why else None


def own(digest: Digest, target: Target, now: datetime) -> Why | None:
    """What the digest's front matter says against it."""
    if digest.draft:
        return Why(Kind.DRAFT, "it is a draft", "take draft: true out of its front matter")
    if override_for(digest, target).skip:
        if digest.override.skip:
            return Why(Kind.SOCIAL_OFF, "its front matter says social: false", "take that line out")
        where = target.name if target.name in digest.overrides else target.platform.name
        return Why(Kind.SKIP, f"its front matter says to skip {where}", f"take skip out of social.{where} there")
    if digest.published_at is not None and digest.published_at > now:
        return Why(
            Kind.EMBARGO,
            f"it is published at {minute(digest.published_at)}",
            "the first bot run after that posts it, or an earlier date in its front matter",
            digest.published_at,
        )
    return None


def ledger_word(digest: Digest, entry: Entry, now: datetime) -> Why:
    """What the ledger's entry says."""
    again = "to post it once more: bot post --again"
    match entry.status:
        case Status.POSTED:
            when = f" at {minute(entry.receipt.posted_at)}" if entry.receipt else ""
            where = f": {entry.receipt.url}" if entry.receipt and entry.receipt.url else ""
            return Why(Kind.POSTED, f"it was posted{when}{known_as(digest, entry)}{where}", again)
        case Status.DELETED:
            return Why(Kind.DELETED, f"it was posted and taken down again{known_as(digest, entry)}", again)
        case Status.BASELINE:
            return Why(
                Kind.BASELINE,
                f"{entry.reason or 'it was there before the bot began'}{known_as(digest, entry)}",
                "to post it all the same: bot post",
            )
        case Status.CLAIMED if entry.lease_until is not None and entry.lease_until <= now:
            return Why(
                Kind.IN_DOUBT,
                "a run that claimed it has written no receipt, and may have posted it",
                "the next bot run looks whether it did",
            )
        case Status.CLAIMED:
            return Why(Kind.CLAIMED, "another run is posting it at this moment", "bot status tells what came of it")
        case Status.IN_DOUBT:
            return Why(
                Kind.IN_DOUBT,
                f"it may have been posted: {entry.reason or 'no answer came'}",
                f"the next bot run looks; or look at the account, then: "
                f"bot resolve {entry.path} {entry.target} --posted URL | --not-posted",
            )
        case Status.FAILED if entry.retry_at is not None and entry.retry_at > now:
            return Why(
                Kind.PUT_OFF,
                entry.reason or "it failed",
                f"the first bot run after {minute(entry.retry_at)} tries again",
                entry.retry_at,
            )
        case Status.FAILED:
            return Why(
                Kind.RETRY, f"it failed: {entry.reason or 'no reason was kept'}", "the next bot run tries once more"
            )


def known_as(digest: Digest, entry: Entry) -> str:
    """The other key by which the ledger knows the digest, or nothing."""
    return f" as {entry.key}" if entry.key != digest.key else ""


def minute(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"

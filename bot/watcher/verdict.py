"""What stands in a digest's way on a target."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import minute
from bot.content.overrides import override_for
from bot.folders import is_same_file
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Skipped
from bot.settings.paths import shown
from bot.store.claimer import nobody_knows
from bot.watcher.standing import (
    BEING_POSTED,
    MEANINGS,
    NO_ANSWER,
    Meaning,
    Standing,
    overdue_words,
    post_again,
    resolve_command,
    standing_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Digest, Entry, Receipt
    from bot.settings.model import Settings, Target
    from bot.store.claimer import Alive


@dataclass(frozen=True, slots=True)
class Verdict:
    """One digest and one target: whether it is due, and the reason in words."""

    standing: Standing
    reason: str
    change: str = ""
    until: datetime | None = None
    """When time alone changes it."""
    receipt: Receipt | None = None
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
    digest: Digest
    verdicts: tuple[tuple[Target, Verdict], ...]


def judge(
    digest: Digest, entry: Entry | None, target: Target, now: datetime, *, alive: Alive = nobody_knows
) -> Verdict:
    """What stands in the way of this digest on this target, the ledger's entry first; NEW where nothing does."""
    if entry is None:
        new = Verdict(Standing.NEW, f"new: {target.name} has not had it", "the next bot run posts it")
        return verdict_of_digest(digest, target, now) or new
    # An entry of the archive stands for every target; what it says is of this one.
    of_entry = verdict_of_entry(digest, replace(entry, target=target.name), now, alive)
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
        own = digest.overrides.get(target.name)
        where = target.name if own is not None and own.skip else target.platform.name
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
                standing,
                overdue_words(entry),
                f"when it has ended, the next bot run looks; or: {resolve_command(entry)}",
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


def before_the_bot(digest: Digest, settings: Settings) -> Verdict | None:
    """A word where the digest is older than the day of ``bot init``; what holds for it where no ledger can be asked."""
    if settings.since is None or digest.published_at is None:
        return None
    from bot.clock import zone

    day = digest.published_at.astimezone(zone(settings.timezone)).date()
    if day >= settings.since:
        return None
    return Verdict(Standing.BASELINE, f"it is of {day}, and the bot began on {settings.since}")


def just_changed(until: datetime) -> Verdict:
    """Its file was changed a moment ago, and ``settle`` says to leave it alone for a while."""
    return Verdict(
        Standing.CHANGED, "its file has only just changed", f"a bot run after {minute(until)} takes it", until
    )


def broken_verdict(reason: str) -> Verdict:
    """It cannot be worked out what holds for it; the next run looks again."""
    return Verdict(Standing.BROKEN, reason)


def twin_of(digest: Digest, entry: Entry) -> Verdict | None:
    """The verdict where the post of this entry is another file's, which is still there."""
    other = Path(entry.path)
    there = os.path.isfile(other)  # noqa: PTH113 -- Path's raises where nobody may look
    return twin_verdict(entry.path) if there and not is_same_file(other, digest.path) else None


def twin_verdict(other: str) -> Verdict:
    return Verdict(
        Standing.TWIN,
        f"{other} has the same id, address, or time and title, and was posted",
        "if this is another digest, give it an id and a title of its own in its front matter",
    )


def known_as(digest: Digest, entry: Entry) -> str:
    return f" as {entry.key}" if entry.key != digest.key else ""


def former_name(digest: Digest, entry: Entry) -> str:
    """The file as which the ledger knows a digest that has another name and another title now; else nothing."""
    renamed = Path(entry.path).absolute() != digest.path.absolute()
    return entry.path if renamed and entry.title != digest.title else ""

"""Digests that may be out although the timeline does not show them yet, in a ledger that is made anew."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.clock import minute
from bot.content import read
from bot.content.archive import Archive
from bot.errors import DigestError
from bot.model import Claim, InDoubt, Intent
from bot.pipeline.job import result_for
from bot.watcher.verdict import verdict_of_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.ledger import Ledger
    from bot.model import Claimer, Digest, Result
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target

WHY = "the ledger was made anew, and the account's timeline may not show its newest posts yet"

FRESH = timedelta(days=2)
"""What is older was hardly posted in the last minutes; a date without a time is up to a day older than its post."""


class Unseen(NamedTuple):
    """A digest that the timeline does not show, and what would be sent today: what is looked for."""

    digest: Digest
    target: Target
    intent: Intent

    def result(self, settings: Settings, now: datetime) -> Result:
        until = now + settings.timeline_lag
        return result_for(self.digest, self.target, InDoubt(f"{WHY}: the run after {minute(until)} looks once more"))


def unseen(
    left: Iterable[Digest], target: Target, publisher: Publisher, settings: Settings, now: datetime
) -> list[Unseen]:
    """Of the digests that are left to the next run the newest, as many as one run would have posted.

    None where sending one twice makes one post.
    """
    if publisher.repeatable:
        return []
    fresh = [digest for digest in left if digest.published_at and digest.published_at >= now - FRESH]
    wanted = [digest for digest in fresh if verdict_of_digest(digest, target, now) is None]
    newest = sorted(wanted, key=lambda digest: digest.age)[-settings.max_posts_per_run :]
    intents = ((digest, intent_of(digest, target, publisher, settings, now)) for digest in newest)
    return [Unseen(digest, target, intent) for digest, intent in intents if intent is not None]


def intent_of(digest: Digest, target: Target, publisher: Publisher, settings: Settings, now: datetime) -> Intent | None:
    """What would be sent, without its picture; None where it cannot be, today."""
    from bot.formatter import compose

    with suppress(DigestError):
        whole = read(digest.path, settings)
        draft = compose(whole, target, None, None, Archive(settings).common_tags(whole))
        return Intent(digest, target.name, publisher.prepare(whole, draft, now).payload)
    return None


def write_doubts(ledger: Ledger, unseen: Sequence[Unseen], settings: Settings, claimer: Claimer, now: datetime) -> None:
    """They are looked for before they are posted: whoever had the ledger may have sent them a moment ago."""
    lag = settings.timeline_lag
    for one in unseen:
        won = ledger.claim(one.intent, claimer, now - lag, lag)
        if isinstance(won, Claim):
            ledger.doubt(won, WHY, now)

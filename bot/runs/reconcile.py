"""``bot reconcile``: ask the platforms about every post in doubt, or for all of a ledger that was lost."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.clock import minute
from bot.content import read
from bot.content.archive import Archive
from bot.errors import DigestError, PublishError, UsageError
from bot.model import OPEN, Claim, InDoubt, Intent, Posted
from bot.pipeline.claim import month_of
from bot.pipeline.job import result_for
from bot.runs.matches import composed_for, matches
from bot.runs.targets import usable_targets
from bot.view.figures import count
from bot.watcher.digests import every_digest, only_published
from bot.watcher.verdict import verdict_of_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from bot.ledger import Ledger
    from bot.model import Claimer, Digest, Receipt, Result
    from bot.pipeline.doubt import Doubts
    from bot.publishers.interface import Publisher
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store


def reconcile(doubts: Doubts, to: Sequence[str], environ: Mapping[str, str], messages: Messages) -> list[Result]:
    """What became of every post in doubt; without a ledger, every post that a new one knows."""
    settings, store = doubts.settings, doubts.store
    settings.require_site()
    targets, _ = usable_targets(settings, to, environ)
    if not store.exists():
        return Rebuild(settings, store, doubts.publisher_of, messages).rebuild(targets, doubts.clock.now())
    entries = store.read(lambda ledger: list(ledger.entries(status=OPEN)))
    return doubts.look_at_all(entries, targets)


# ── a lost ledger, made anew ─────────────────────────────────────────────────────────────────────

OLDER = "before the oldest post that the rebuilt ledger knows"


class FoundPost(NamedTuple):
    digest: Digest
    target: Target
    receipt: Receipt
    cost_usd: Decimal | None
    """What it would cost today; of a post of this month, which counts against its cap."""


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Makes a ledger from the accounts' own posts, compared with what each target would get today."""

    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    messages: Messages

    def rebuild(self, targets: Sequence[Target], now: datetime) -> list[Result]:
        """Make the ledger; returns every post that it knows, and a failure for each digest that cannot be read.

        On each target a digest older than the oldest one that was found there belongs to the archive and is marked as
        handled; a newer one is left to the next run, behind its fuse; a fresh one is in doubt where an account may not
        show it yet.
        """
        everything, problems = every_digest(self.settings)
        digests = only_published(everything, now)
        posts: list[FoundPost] = []
        for target in targets:
            posts += self.posts_of(digests, target, frozenset(post.receipt.id for post in posts))
        archives = {
            target.name: archive_of(digests, [post for post in posts if post.target == target]) for target in targets
        }
        unseen_now = self.unseen_on_targets(digests, posts, archives, now)
        claimer = self.store.claimer

        def make(ledger: Ledger) -> bool:
            write_down(ledger, posts, archives, now)
            write_doubts(ledger, unseen_now, self.settings, claimer, now)
            return True

        if self.store.create(make) is None:
            raise UsageError(
                f"{self.store.where}: another process has made a ledger meanwhile, so this one was not written",
                remedy="see what it knows: bot status; ask about its posts: bot reconcile",
            )
        archived = {digest.key for archive in archives.values() for digest in archive}
        left = {digest.key for digest in digests} - archived - {post.digest.key for post in posts}
        self.messages.tell(
            f"{self.store.where}: rebuilt; {count(len(posts), 'post')} found, {count(len(archived), 'digest')} of the archive "
            f"marked as handled, {len(left)} left to the next run"
        )
        found = [result_for(post.digest, post.target, Posted(post.receipt)) for post in posts]
        return problems + found + [one.result(self.settings, now) for one in unseen_now]

    def unseen_on_targets(
        self,
        digests: Sequence[Digest],
        posts: Iterable[FoundPost],
        archives: Mapping[str, Sequence[Digest]],
        now: datetime,
    ) -> list[Unseen]:
        """What may be out on each target and was not found there."""
        known = {(post.digest.key, post.target.name) for post in posts}
        known |= {(digest.key, name) for name, archive in archives.items() for digest in archive}
        found: list[Unseen] = []
        for target in self.settings.targets:
            if target.name in archives:
                left = [digest for digest in digests if (digest.key, target.name) not in known]
                found += unseen(left, target, self.publisher_of(target), self.settings, now)
        return found

    def posts_of(self, digests: Iterable[Digest], target: Target, taken: frozenset[str]) -> Iterator[FoundPost]:
        """The account's posts of these digests, each of one digest alone, but for those that are ``taken``."""
        try:
            own = list(self.publisher_of(target).recent(None))
        except PublishError as error:
            raise UsageError(f"{target.name} cannot be read, so no ledger was made: {error}") from error
        self.messages.tell(f"{target.name}: {count(len(own), 'post')} of the account read")
        free = [post for post in own if post.receipt.id not in taken]
        archive = Archive(self.settings)
        for composed, post in matches([composed_for(digest, target, archive) for digest in digests], free):
            yield FoundPost(composed.digest, target, post.receipt, composed.cost_usd)


def archive_of(digests: Iterable[Digest], posts: Sequence[FoundPost]) -> list[Digest]:
    """The digests that were out before the oldest one that was posted on this target."""
    known = {post.digest.key for post in posts}
    oldest = min((post.digest.published_at for post in posts if post.digest.published_at), default=None)
    return [
        digest
        for digest in digests
        if digest.key not in known and (oldest is None or digest.published_at is None or digest.published_at < oldest)
    ]


def write_down(
    ledger: Ledger, posts: Iterable[FoundPost], archives: Mapping[str, Sequence[Digest]], now: datetime
) -> None:
    """Make the posts and the archives known; a post of this month counts against the month's money."""
    ledger.targets.register(list(archives), now)
    for post in posts:
        cost = post.cost_usd if post.receipt.posted_at >= month_of(now) else None
        ledger.restore(post.digest, post.target.name, post.receipt, now, cost)
    for target, archive in archives.items():
        ledger.baseline(archive, now, target, reason=OLDER)


# ── what may be out although the timeline does not show it yet ───────────────────────────────────

NOT_SHOWN_YET = "the ledger was made anew, and the account's timeline may not show its newest posts yet"

FRESH = timedelta(days=2)
"""What is older was hardly posted in the last minutes; a date without a time is up to a day older than its post."""


class Unseen(NamedTuple):
    """A digest that the timeline does not show, and what would be sent today: what is looked for."""

    digest: Digest
    target: Target
    intent: Intent

    def result(self, settings: Settings, now: datetime) -> Result:
        until = now + settings.timeline_lag
        return result_for(
            self.digest, self.target, InDoubt(f"{NOT_SHOWN_YET}: the run after {minute(until)} looks once more")
        )


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
            ledger.doubt(won, NOT_SHOWN_YET, now)

"""A lost ledger, made anew from the accounts' own posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import PublishError, UsageError
from bot.model import Posted
from bot.pipeline.job import result_for
from bot.runs.digests import every_digest, published
from bot.web.address import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.ledger import Ledger
    from bot.model import Digest, Receipt, Result
    from bot.publishers.interface import Publisher
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store


class FoundPost(NamedTuple):
    """A digest's post on a target's account."""

    digest: Digest
    target: Target
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Makes a ledger from the links in the accounts' own posts."""

    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    messages: Messages

    def rebuild(self, targets: Sequence[Target], now: datetime) -> list[Result]:
        """Make the ledger; returns every post that it knows, and a failure for each digest that cannot be read.

        A digest older than the oldest one that was found belongs to the archive and is marked as handled; a newer one is
        left to the next run, behind its fuse, on every target whose account has no post of it.
        """
        everything, problems = every_digest(self.settings)
        digests = published(everything, now)
        posts = [post for target in targets for post in self.posts_of(digests, target)]
        archive = archive_of(digests, posts)
        self.store.create(lambda ledger: write(ledger, targets, posts, archive, now))
        left = len(digests) - len(archive) - len({post.digest.key for post in posts})
        self.messages.tell(
            f"{self.store.where}: rebuilt; {len(posts)} posts found, {len(archive)} digests of the archive marked as "
            f"handled, {left} left to the next run"
        )
        return problems + [result_for(post.digest, post.target, Posted(post.receipt)) for post in posts]

    def posts_of(self, digests: Iterable[Digest], target: Target) -> list[FoundPost]:
        """The account's posts that link to one of these digests."""
        try:
            own = list(self.publisher_of(target).recent(None))
        except PublishError as error:
            raise UsageError(f"{target.name} cannot be read, so no ledger was made: {error}") from error
        self.messages.tell(f"{target.name}: {len(own)} own posts read")
        by_link = {normal_form(link): post for post in own for link in post.links}
        return [
            FoundPost(digest, target, by_link[link].receipt)
            for digest in digests
            if (link := normal_form(digest.url)) in by_link
        ]


def archive_of(digests: Iterable[Digest], posts: Sequence[FoundPost]) -> list[Digest]:
    """The digests that were out before the oldest one that was posted."""
    known = {post.digest.key for post in posts}
    oldest = min((post.digest.published_at for post in posts if post.digest.published_at), default=None)
    return [
        digest
        for digest in digests
        if digest.key not in known and (oldest is None or digest.published_at is None or digest.published_at < oldest)
    ]


def write(
    ledger: Ledger,
    targets: Iterable[Target],
    posts: Iterable[FoundPost],
    archive: Iterable[Digest],
    now: datetime,
) -> None:
    ledger.register([target.name for target in targets], now)
    for post in posts:
        ledger.restore(post.digest, post.target.name, post.receipt, now)
    ledger.baseline(archive, now, reason="before the oldest post that the rebuilt ledger knows")

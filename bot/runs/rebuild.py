"""A lost ledger, made anew from the accounts' own posts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.content.archive import Archive
from bot.errors import DigestError, PublishError, UsageError
from bot.model import Image, Posted
from bot.pipeline.claim import month_of
from bot.pipeline.job import result_for
from bot.runs.unseen import unseen, write_doubts
from bot.text.sameness import words_of
from bot.view.figures import count
from bot.watcher.digests import every_digest, only_published
from bot.web.address import exact_form, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from bot.ledger import Ledger
    from bot.model import Digest, Draft, Receipt, Result
    from bot.publishers.interface import OwnPost, Publisher
    from bot.runs.messages import Messages
    from bot.runs.unseen import Unseen
    from bot.settings.model import Settings, Target
    from bot.store import Store

OLDER = "before the oldest post that the rebuilt ledger knows"
WORDS_OF_A_TITLE = 3
"""A title of fewer words stands in many a post that is none of its digest's."""


class FoundPost(NamedTuple):
    digest: Digest
    target: Target
    receipt: Receipt
    cost_usd: Decimal | None
    """What it would cost today; of a post of this month, which counts against its cap."""


class Composed(NamedTuple):
    """What a target would get of a digest today."""

    digest: Digest
    link: str | None
    """As the post has it; None: it has none."""
    texts: frozenset[str]
    """The words, as they are compared: with a picture, and without one."""
    cost_usd: Decimal | None


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


def composed_for(digest: Digest, target: Target, archive: Archive) -> Composed:
    """What the target would get of the digest today, whether its picture is to be had or not."""
    from bot.formatter import compose

    drafts: list[Draft] = []
    for image in (Image(b"", "image/jpeg", 1200, 630, digest.title), None):
        with suppress(DigestError):  # it is too long today, say; its address is still its own
            drafts.append(compose(digest, target, image, None, archive.common_tags(digest)))
    return Composed(
        digest,
        next((draft.link for draft in drafts if draft.link), None),
        frozenset(words_of(draft.text) for draft in drafts if draft.text),
        max((draft.cost_usd for draft in drafts if draft.cost_usd is not None), default=None),
    )


# ── which post is which digest's ─────────────────────────────────────────────────────────────────

Key = Callable[[Composed], Iterable[Hashable]]
PostKey = Callable[["OwnPost"], Iterable[Hashable]]


def lasting_form(address: str) -> Hashable:
    """The part of an address that no setting changes: neither its scheme nor its campaign, but its fragment."""
    return normal_form(address), exact_form(address).fragment


def words_and_link(post: OwnPost) -> Iterator[Hashable]:
    yield words_of(post.text), None  # a bare domain is a link to X, and none of the post's own
    for link in post.links:
        yield words_of(post.text), exact_form(link)


EVIDENCE: tuple[tuple[PostKey, Key], ...] = (
    # The very words and the link that would be sent today: a card's link is no part of the words.
    (words_and_link, lambda one: [(text, exact_form(one.link) if one.link else None) for text in one.texts]),
    # The link that would be sent today, as the post's own.
    (lambda post: map(exact_form, post.links[:1]), lambda one: [exact_form(one.link or one.digest.url)]),
    # The link as it may have been sent when the settings were others.
    (lambda post: map(lasting_form, post.links[:1]), lambda one: [lasting_form(one.digest.url)]),
    # Last, a link among others, of a post that is no other digest's.
    (lambda post: map(lasting_form, post.links[1:]), lambda one: [lasting_form(one.digest.url)]),
)
"""What makes a post a digest's, the surest first: what a post has, and what a digest wants."""


def matches(composed: Iterable[Composed], own: Iterable[OwnPost]) -> Iterator[tuple[Composed, OwnPost]]:
    """Each digest's post: no post for two digests, and no digest with two posts."""
    digests = {one.digest.key: one for one in composed}
    posts = {post.receipt.id: post for post in own}
    for of_post, of_digest in EVIDENCE:
        wanted: dict[Hashable, list[str]] = {}
        for one in digests.values():
            for key in of_digest(one):
                wanted.setdefault(key, []).append(one.digest.key)
        for post in list(posts.values()):
            named = (name for key in of_post(post) for name in wanted.get(key, ()))
            name = next((name for name in named if name in digests), None)
            if name is not None:
                yield digests.pop(name), posts.pop(post.receipt.id)
    yield from by_title(digests.values(), posts.values())


def by_title(composed: Iterable[Composed], own: Iterable[OwnPost]) -> Iterator[tuple[Composed, OwnPost]]:
    """Posts without a link of a digest's, made from another template: the whole of its title stands in them."""
    posts = {post.receipt.id: words_of(post.text) for post in own}
    receipts = {post.receipt.id: post for post in own}
    for one in composed:
        title = words_of(one.digest.title)
        if one.link is not None or len(title.split()) < WORDS_OF_A_TITLE:
            continue
        found = next((name for name, words in posts.items() if title in words), None)
        if found is not None:
            del posts[found]
            yield one, receipts[found]


# ── what is written down ─────────────────────────────────────────────────────────────────────────


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

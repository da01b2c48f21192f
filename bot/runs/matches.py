"""Which of an account's own posts is which digest's, compared with what its target would get today."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import DigestError
from bot.model import Image
from bot.text.sameness import words_of
from bot.web.address import exact_form, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from bot.content.archive import Archive
    from bot.model import Digest, Draft
    from bot.publishers.interface import OwnPost
    from bot.settings.model import Target

WORDS_OF_A_TITLE = 3
"""A title of fewer words stands in many a post that is none of its digest's."""


class Composed(NamedTuple):
    """What a target would get of a digest today."""

    digest: Digest
    link: str | None
    """As the post has it; None: it has none."""
    texts: frozenset[str]
    """The words, as they are compared: with a picture, and without one."""
    cost_usd: Decimal | None


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

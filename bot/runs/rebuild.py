"""A lost ledger, made anew from the accounts' own posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PublishError, UsageError
from bot.model import Posted, Result
from bot.runs.post import every_digest, published
from bot.settings.paths import shown
from bot.web.address import normal_form

if TYPE_CHECKING:
    from bot.ledger import Ledger
    from bot.model import Digest, Receipt
    from bot.runs.parts import Parts
    from bot.settings.model import Target


def rebuild(parts: Parts, targets: tuple[Target, ...]) -> list[Result]:
    """Make a ledger from the links in the accounts' own posts.

    A digest older than the oldest one that was found belongs to the archive and is marked as handled; a newer one is left
    to the next run, behind its fuse, on every target whose account has no post of it.
    """
    everything, problems = every_digest(parts)
    digests = published(parts, everything)
    found: list[tuple[Digest, Target, Receipt]] = []
    results = list(problems)
    for target in targets:
        try:
            own = list(parts.publisher(target).recent(None))
        except PublishError as error:
            raise UsageError(f"{target.name} cannot be read, so no ledger was made: {error}") from error
        by_link = {normal_form(link): post for post in own for link in post.links}
        for digest in digests:
            post = by_link.get(normal_form(digest.url))
            if post is not None:
                found.append((digest, target, post.receipt))
        parts.story.tell(f"{target.name}: {len(own)} own posts read")
    known = {digest.key for digest, _, _ in found}
    oldest = min((digest.published_at for digest, _, _ in found if digest.published_at), default=None)
    archive = [
        one
        for one in digests
        if one.key not in known and (oldest is None or one.published_at is None or one.published_at < oldest)
    ]
    now = parts.clock.now()

    def write(ledger: Ledger) -> int:
        ledger.register([target.name for target in targets], now)
        for digest, target, receipt in found:
            ledger.restore(digest, target.name, receipt, now)
        return ledger.baseline(archive, now, reason="before the oldest post that the rebuilt ledger knows")

    parts.unchecked_store.create(write)
    results += [
        Result(d.key, shown(d.path), target.name, Posted(receipt), d.title, platform=target.platform)
        for d, target, receipt in found
    ]
    left = len(digests) - len(archive) - len(known)
    parts.story.tell(
        f"{parts.unchecked_store.where}: rebuilt; {len(found)} posts found, {len(archive)} digests of the archive marked as "
        f"handled, {left} left to the next run"
    )
    return results

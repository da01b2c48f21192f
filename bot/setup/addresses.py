"""What init says about the addresses that it has found: which are guesses, which are the same, which to look at.

It is told of posts that are out: what is still to come has no page at its address, and nobody can look at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.compare import compare, shared_addresses
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import shown
from bot.sites.published import built

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.compare import Comparison
    from bot.model import Digest
    from bot.settings.model import Settings
    from bot.sites import Blog

SHOWN = 5
"""Addresses of several digests that are named one by one."""


def newest(digests: Sequence[Digest]) -> Digest | None:
    """The one to look at: the last by its date."""
    return max(
        digests,
        key=lambda one: (one.published_at.timestamp() if one.published_at else 0.0, one.key),
        default=None,
    )


def compared(settings: Settings, blog: Blog, digests: Sequence[Digest]) -> Comparison | None:
    """The addresses held against the folder that the last build left behind; None where there is none."""
    if settings.site is None or not digests:
        return None
    there = built(settings.root / blog.folder, settings.site)
    return compare(digests, there) if there is not None else None


def address_warnings(blog: Blog, settings: Settings, digests: Sequence[Digest]) -> Iterator[str]:
    """What is wrong with the addresses, or not sure."""
    clashes = shared_addresses(digests)
    for url, several in list(clashes.items())[:SHOWN]:
        files = " and ".join(shown(one.path) for one in several)
        yield f"{files} have one address, {url}: at most one of them can be announced; is the permalink right?"
    if len(clashes) > SHOWN:
        yield f"{len(clashes) - SHOWN} more addresses belong to several digests each"
    last = newest(digests)
    where = shown(settings.source or settings.root / "bot.toml")
    if guessed(blog, settings):
        look = f"Does {last.url} open? If not," if last is not None else "If pages have other addresses,"
        mend = f'mend permalink in {where}, or let the site\'s own sitemap tell each address: address = "sitemap"'
        yield f"the permalink is a guess, for {blog.guess or 'it is the default'}. {look} {mend}"


def guessed(blog: Blog, settings: Settings) -> bool:
    """Nobody has said the addresses, and no generator's rules have."""
    if settings.generator is not None and settings.permalink is None:
        return blog.guess is not None
    return settings.permalink == USUAL_PERMALINK

"""What init says about the addresses that it has found: which are guesses, which are the same, which to look at.

It is told of posts that are out: what is still to come has no page at its address, and nobody can look at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.compare import compare
from bot.settings.model import USUAL_PERMALINK
from bot.settings.paths import shown
from bot.sites.published import built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.compare import Comparison
    from bot.settings.model import Settings
    from bot.setup.inventory import Inventory
    from bot.sites import Blog

SHOWN = 5
"""Addresses of several digests that are named one by one."""


def compare_with_build(settings: Settings, blog: Blog, inventory: Inventory) -> Comparison | None:
    """The addresses held against the folder that the last build left behind; None where there is none."""
    if settings.site is None or not len(inventory):
        return None
    there = built(settings.root / blog.folder, settings.site)
    return compare(inventory, there) if there is not None else None


def address_warnings(blog: Blog, settings: Settings, inventory: Inventory) -> Iterator[str]:
    """What is wrong with the addresses, or not sure."""
    more = 0
    for number, address in enumerate(inventory.shared_addresses()):
        if number < SHOWN:
            files = " and ".join(map(shown, address.paths))
            yield f"{files} have one address, {address.url}: at most one of them can be announced; is the permalink right?"
        else:
            more += 1
    if more:
        yield f"{more} more addresses belong to several digests each"
    last = inventory.newest()
    where = shown(settings.source or settings.root / "bot.toml")
    if permalink_is_guessed(blog, settings):
        look = f"Does {last.url} open? If not," if last is not None else "If pages have other addresses,"
        mend = f'mend permalink in {where}, or let the site\'s own sitemap tell each address: address = "sitemap"'
        yield f"the permalink is a guess, for {blog.guess or 'it is the default'}. {look} {mend}"


def permalink_is_guessed(blog: Blog, settings: Settings) -> bool:
    """Nobody has said the addresses, and no generator's rules have."""
    if settings.generator is not None and settings.permalink is None:
        return blog.guess is not None
    return settings.permalink == USUAL_PERMALINK

"""Do the posts' addresses stand where the built folder, the sitemap or the feed has them?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.content.compare import compare, shared_addresses
from bot.model import Finding, Level
from bot.settings.paths import shown
from bot.sites import published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.model import Digest
    from bot.settings.model import Settings

CHECK = "addresses"
NAMED = 3
"""Addresses of several digests that are named one by one."""


def check_addresses(digests: Sequence[Digest], settings: Settings, now: datetime) -> Iterator[Finding]:
    """Hold them against what is really there; what is not out yet cannot be there."""
    out = [one for one in digests if one.is_out(now)]
    for url, several in list(shared_addresses(out).items())[:NAMED]:
        yield Finding(
            Level.WARNING, CHECK, f"{' and '.join(shown(one.path) for one in several)} have one address, {url}",
            "at most one of them can be announced", "mend `permalink` or `generator`, or their slugs",
        )  # fmt: skip
    if settings.site is None or not out:
        return
    there = published.built(settings.root, settings.site) or on_the_web(settings, settings.site)
    if there is None:
        yield Finding(
            Level.NOTE, CHECK, "there is no built folder, no sitemap and no feed to compare the pages' addresses with"
        )
        return
    comparison = compare(out, there)
    if comparison.right == comparison.of:
        yield Finding(Level.OK, CHECK, str(comparison))
    elif comparison.elsewhere:
        yield Finding(
            Level.WARNING, CHECK, str(comparison), "posts would link to pages that are not there",
            f"permalink = {comparison.pattern!r} would make {comparison.explains} of them right"
            if comparison.pattern
            else 'mend `permalink` or `generator`; where no pattern can say it: address = "sitemap"',
        )  # fmt: skip
    else:
        yield Finding(Level.NOTE, CHECK, str(comparison))


def on_the_web(settings: Settings, site: str) -> published.Published | None:
    from bot.pipeline.live import fetch_for

    fetch = replace(fetch_for(settings), accept="*/*")
    return published.live(site, lambda url: fetch(url).body)

"""Can the digests be read and their templates be filled, and are their addresses where the built folder, the sitemap or the feed has them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import read
from bot.content.compare import compare, shared_addresses
from bot.errors import BotError, SettingsError
from bot.formatter.layout import is_meant_for
from bot.formatter.template import FIELD, NAMES, braced, parse
from bot.model import Finding, Level
from bot.settings.paths import shown
from bot.sites import published

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.model import Digest
    from bot.settings.model import Settings, Target, Template


NAMED = 5
"""Unreadable digests that are named one by one."""
NAMED_ADDRESSES = 3
"""Addresses of several digests that are."""


def check_file(file: Path, settings: Settings) -> Generator[Finding, None, Digest | None]:
    """Whether this one can be read; returns it."""
    try:
        digest = read(file, settings)
    except BotError as error:
        yield Finding(Level.FAILURE, "content", error.what, "it will not be posted", error.remedy or "correct the file")
        return None
    yield Finding(Level.OK, "content", f"{file}: can be read, and is {digest.url}")
    return digest


def check_content(digests: Sequence[Digest], problems: Sequence[str]) -> Iterator[Finding]:
    """``problems``: why a digest cannot be read, for each that cannot."""
    if not digests and not problems:
        yield Finding(
            Level.WARNING, "content", "there is no digest at all", "there is nothing to post",
            "look at `content`, `include` and `exclude` in the settings",
        )  # fmt: skip
        return
    drafts = sum(digest.draft for digest in digests)
    undated = sum(digest.published_at is None for digest in digests)
    counts = [f"{len(digests)} {'digest' if len(digests) == 1 else 'digests'} can be read"]
    counts += [f"{count} {what}" for count, what in ((drafts, "of them drafts"), (undated, "without a date")) if count]
    yield Finding(Level.OK, "content", ", ".join(counts))
    for problem in problems[:NAMED]:
        yield Finding(
            Level.FAILURE, "content", problem, "it will not be posted", "correct the file, or put it under `exclude`"
        )
    if len(problems) > NAMED:
        yield Finding(
            Level.FAILURE, "content", f"{len(problems) - NAMED} more cannot be read", "they will not be posted",
            "mend these first, then run bot doctor once more",
        )  # fmt: skip


def check_addresses(digests: Sequence[Digest], settings: Settings, now: datetime) -> Iterator[Finding]:
    """Hold them against what is really there; what is not out yet cannot be there."""
    out = [one for one in digests if one.is_out(now)]
    for url, several in list(shared_addresses(out).items())[:NAMED_ADDRESSES]:
        yield Finding(
            Level.WARNING, "addresses", f"{' and '.join(shown(one.path) for one in several)} have one address, {url}",
            "at most one of them can be announced", "mend `permalink` or `generator`, or their slugs",
        )  # fmt: skip
    if settings.site is None or not out:
        return
    there = published.built(settings.root, settings.site) or on_the_web(settings, settings.site)
    if there is None:
        yield Finding(
            Level.NOTE,
            "addresses",
            "there is no built folder, no sitemap and no feed to compare the pages' addresses with",
        )
        return
    comparison = compare(out, there)
    if comparison.right == comparison.of:
        yield Finding(Level.OK, "addresses", str(comparison))
    elif comparison.elsewhere:
        yield Finding(
            Level.WARNING, "addresses", str(comparison), "posts would link to pages that are not there",
            f"permalink = {comparison.pattern!r} would make {comparison.explains} of them right"
            if comparison.pattern
            else 'mend `permalink` or `generator`; where no pattern can say it: address = "sitemap"',
        )  # fmt: skip
    else:
        yield Finding(Level.NOTE, "addresses", str(comparison))


def on_the_web(settings: Settings, site: str) -> published.Published | None:
    from bot.pipeline.live import fetch_for

    fetch = fetch_for(settings)
    return published.live(site, lambda url: fetch(url).body)


# ── templates ───────────────────────────────────────────────────────────────────────────────────


READ = 30
"""Of the newest digests, whose front matter says which names there are."""


def check_templates(targets: Sequence[Target], digests: Sequence[Digest], settings: Settings) -> Iterator[Finding]:
    """Names that no digest's front matter has, or not that of every one: what lacks them is not posted.

    Nothing where there are no digests: which names they will have nobody knows.
    """
    templates = [template for target in targets for template in target.templates]
    if not templates:
        return
    dated = sorted(digests, key=lambda one: (one.published_at is not None, one.published_at), reverse=True)
    whole = [digest for one in dated[:READ] for digest in read_again(one, settings)]
    if whole:
        for template in templates:
            yield from check_template(template, whole)


def read_again(digest: Digest, settings: Settings) -> Iterator[Digest]:
    """The digest with its front matter; nothing where it cannot be read any more."""
    try:
        yield read(digest.path, settings)
    except BotError:
        return


def check_template(template: Template, digests: Sequence[Digest]) -> Iterator[Finding]:
    every = sorted({str(name) for digest in digests for name in digest.fields})
    try:
        layout = parse(template.text, every, template.where, every)
    except SettingsError as error:
        yield Finding(Level.FAILURE, "template", error.what, "nothing is posted with it", "correct the name")
        return
    meant = [digest for digest in digests if is_meant_for(template, digest)]
    for name in layout.slots:
        if name in NAMES or name.startswith(FIELD):
            continue
        lacking = sum(name not in digest.fields and name.partition(".")[0] not in digest.fields for digest in meant)
        if lacking:
            yield Finding(
                Level.WARNING, "template", f"{template.where}: {braced(name)} is missing in {lacking} of the newest {len(meant)} digests",
                "these are not posted", f"write {braced(FIELD + name)}, which may be absent",
            )  # fmt: skip

"""Can the digests be read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import read
from bot.errors import BotError
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from bot.model import Digest
    from bot.settings.model import Settings

CHECK = "content"
NAMED = 5
"""Unreadable digests that are named one by one."""


def check_file(file: Path, settings: Settings) -> Generator[Finding, None, Digest | None]:
    """Whether this one can be read; returns it."""
    try:
        digest = read(file, settings)
    except BotError as error:
        yield Finding(Level.FAILURE, CHECK, error.what, "it will not be posted", error.remedy or "correct the file")
        return None
    yield Finding(Level.OK, CHECK, f"{file}: can be read, and is {digest.url}")
    return digest


def check_content(digests: Sequence[Digest], problems: Sequence[str]) -> Iterator[Finding]:
    """``problems``: why a digest cannot be read, for each that cannot."""
    if not digests and not problems:
        yield Finding(
            Level.WARNING, CHECK, "there is no digest at all", "there is nothing to post",
            "look at `content`, `include` and `exclude` in the settings",
        )  # fmt: skip
        return
    drafts = sum(digest.draft for digest in digests)
    undated = sum(digest.published_at is None for digest in digests)
    counts = [f"{len(digests)} {'digest' if len(digests) == 1 else 'digests'} can be read"]
    counts += [f"{count} {what}" for count, what in ((drafts, "of them drafts"), (undated, "without a date")) if count]
    yield Finding(Level.OK, CHECK, ", ".join(counts))
    for problem in problems[:NAMED]:
        yield Finding(
            Level.FAILURE, CHECK, problem, "it will not be posted", "correct the file, or put it under `exclude`"
        )
    if len(problems) > NAMED:
        yield Finding(
            Level.FAILURE, CHECK, f"{len(problems) - NAMED} more cannot be read", "they will not be posted",
            "mend these first, then run bot doctor once more",
        )  # fmt: skip

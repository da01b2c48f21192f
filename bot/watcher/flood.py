"""Why many digests look new at once: an archive that was renamed or moved, a permalink that was changed, or truly many."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Digest, Entry

EXAMPLES = 3


def describe_flood(new: Sequence[Digest], entries: Iterable[Entry], most: int) -> str:
    """One paragraph for a run that was stopped before it posted more than ``most`` digests: what they look like, what to do.

    ``entries``: all that the ledger holds. Pure; goes through the entries once.
    """
    resembling = likenesses(new, entries)
    look = "digest looks" if len(new) == 1 else "digests look"
    found = [f"{len(new)} {look} new, and max_posts_per_run is {most}: nothing was posted."]
    some = "All" if resembling.total() == len(new) else str(resembling.total())
    found += [f"{some} {clause}" for clause, _ in resembling.most_common(1)]
    named = ", ".join(f'"{digest.title[:60]}"' for digest in sorted(new, key=lambda one: one.age)[:EXAMPLES])
    found.append(f"The first are {named}{f' and {len(new) - EXAMPLES} more' if len(new) > EXAMPLES else ''}.")
    if resembling.total() * 2 >= len(new):
        found.append("If they are out already, mark them as handled, posting nothing: bot baseline.")
        found.append(f"If they are truly new: bot run --max-posts {len(new)}.")
    else:
        found.append(f"To post them all, oldest first: bot run --max-posts {len(new)}; some: bot run --limit {most}.")
        found.append("To mark them as handled, posting nothing: bot baseline.")
    return " ".join(found)


def likenesses(new: Sequence[Digest], entries: Iterable[Entry]) -> Counter[str]:
    """How many of the new digests resemble one that the ledger knows, by what they have in common."""
    titles: dict[str, list[Digest]] = {}
    names: dict[str, list[Digest]] = {}
    pages: dict[str, list[Digest]] = {}
    for digest in new:
        titles.setdefault(digest.title.casefold(), []).append(digest)
        names.setdefault(digest.path.name, []).append(digest)
        pages.setdefault(last_part(digest.url), []).append(digest)
    same: dict[int, str] = {}
    own = {digest.key for digest in new}
    for entry in entries:
        if entry.key in own:
            continue  # the same digest, on a target that has had it
        entry_name = PurePosixPath(entry.path).name
        for digest in titles.get(entry.title.casefold(), ()):
            moved = digest.url != entry.link
            same[id(digest)] = (
                "of them have the title of one that is known under another address: was the permalink, a slug or a folder changed?"
                if moved
                else "of them have the title and address of one that is known under another key: were ids or dates changed?"
            )
        for digest in names.get(entry_name, ()) if entry_name not in {"index.md", "index.mdx"} else ():
            same.setdefault(
                id(digest), "of them have the file name of one that is known from another folder: was content/ moved?"
            )
        for digest in pages.get(last_part(entry.link), ()):
            same.setdefault(
                id(digest), "of them end in the address of one that is known: was the site or the permalink changed?"
            )
    return Counter(same.values())


def last_part(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).name or url

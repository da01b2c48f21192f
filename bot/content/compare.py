"""The computed addresses held against those that are really there, and the pattern that would explain more of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from bot.content.address import own_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Digest
    from bot.sites.published import Published


LOOKED_AT = 500
"""Posts under another address that are looked at: they are alike, and an archive may have thousands."""


class Elsewhere(NamedTuple):
    """A post whose title stands under another address."""

    digest: Digest
    address: str


class Comparison(NamedTuple):
    """What came of holding the posts against the published site."""

    where: str
    of: int
    right: int
    elsewhere: tuple[Elsewhere, ...] = ()
    pattern: str | None = None
    """The permalink that explains most of those elsewhere."""
    explains: int = 0

    def __str__(self) -> str:
        told = f"{self.right} of {self.of} addresses stand in {self.where}"
        if not self.elsewhere:
            return told
        first = self.elsewhere[0]
        told += f"; it has {unquote(urlsplit(first.address).path)} for “{first.digest.title}”"
        return f"{told}: is the permalink {self.pattern}?" if self.pattern else told


def compare(digests: Iterable[Digest], there: Published) -> Comparison:
    """Matched by address, then by title. Drafts and posts on other hosts are left out."""
    posts = right = 0
    elsewhere: list[Elsewhere] = []
    for digest in digests:
        if digest.draft:
            continue
        posts += 1
        if there.has(digest.url):
            right += 1
        elif len(elsewhere) < LOOKED_AT and (address := there.address_of(digest.title)) is not None:
            elsewhere.append(Elsewhere(digest, address))
    pattern, explains = best_pattern(elsewhere)
    return Comparison(there.where, posts, right, tuple(elsewhere), pattern, explains)


def shared_addresses(digests: Iterable[Digest]) -> dict[str, list[Digest]]:
    by_url: dict[str, list[Digest]] = {}
    for digest in digests:
        by_url.setdefault(digest.url, []).append(digest)
    return {url: several for url, several in by_url.items() if len(several) > 1}


def best_pattern(elsewhere: Sequence[Elsewhere]) -> tuple[str | None, int]:
    """The permalink that fits most of these, if it fits more than one in two."""
    patterns = Counter(pattern for one in elsewhere for pattern in patterns_of(one.digest, one.address))
    if not patterns:
        return None, 0
    # The one with most of its parts explained, of those that fit as many.
    pattern, count = max(patterns.items(), key=lambda item: (item[1], item[0].count("{"), item[0]))
    return (pattern, count) if count * 2 > len(elsewhere) else (None, 0)


def patterns_of(digest: Digest, address: str) -> set[str]:
    """Permalinks that make this address of this digest, each part of the path by itself."""
    words = own_words(digest.key, digest.slug, digest.title, digest.lang or "")
    date = digest.published_at
    if date is not None:
        words |= {"year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}"}
    path = unquote(urlsplit(address).path)
    found = {""}
    for part in path.strip("/").split("/"):
        name, dot, ending = part.partition(".html") if part.endswith(".html") else (part, "", "")
        fitting = [f"{{{key}}}{dot}{ending}" for key in ORDER if words.get(key) and words[key] == name]
        found = {f"{before}/{one}" for before in found for one in (fitting[:2] or [part])}
        if len(found) > MOST:
            return set()
    end = "/" if path.endswith("/") else ""
    return {f"{one}{end}" for one in found if re.search(r"\{(?:slug|name|title|path)\}", one)}


ORDER = ("year", "month", "day", "name", "slug", "title", "lang", "section", "path")
MOST = 16

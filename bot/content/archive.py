"""Which tags stand on most of the digests before one, and so say little about it."""

from __future__ import annotations

import stat
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from bot.content.digest import read
from bot.errors import BotError
from bot.text.hashtags import plainly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Digest
    from bot.settings.model import Settings

NEIGHBOURS = 20
"""Digests before one that are looked at: in most blogs a file's name begins with its date."""
FEWEST = 10
"""Fewer digests tell nothing."""
COMMON_SHARE = 0.5
"""Of these digests: a tag that stands on more of them is common."""


class Archive:
    """Reads a blog's folders and digests for their tags, each once for as long as it stays as it is."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.names: dict[Path, tuple[int, list[str]]] = {}
        """By folder: when it was changed, and what stands in it, sorted."""
        self.tags: dict[Path, tuple[int, frozenset[str]]] = {}
        """By file: when it was changed, and the letters of its tags."""

    def common_tags(self, digest: Digest) -> frozenset[str]:
        """The letters of the tags that stand on most of the digests before this one.

        Only what stands before it counts, so that the post does not change with the next digest.
        """
        found: list[frozenset[str]] = []
        with suppress(OSError):
            found = list(islice(self.tags_before(digest.path), NEIGHBOURS))
        if len(found) < FEWEST:
            return frozenset()
        counts = Counter(chain.from_iterable(found))
        return frozenset(tag for tag, count in counts.items() if count > COMMON_SHARE * len(found))

    def tags_before(self, path: Path) -> Iterator[frozenset[str]]:
        """Of the files beside this one whose names stand before its own, the last first; of a digest with a folder of its own, of the folders beside it."""
        bundle = path.stem.lower() in {"index", "readme"}
        place = path.parent if bundle else path
        names = self.names_in(place.parent)
        for name in reversed(names[: bisect_left(names, place.name)]):
            beside = place.parent / name / path.name if bundle else place.parent / name
            if beside.suffix == path.suffix and (tags := self.tags_of(beside)) is not None:
                yield tags

    def names_in(self, folder: Path) -> list[str]:
        changed = folder.stat().st_mtime_ns
        if self.names.get(folder, (None,))[0] != changed:
            self.names[folder] = changed, sorted(one.name for one in folder.iterdir())
        return self.names[folder][1]

    def tags_of(self, path: Path) -> frozenset[str] | None:
        """None: it is no file."""
        try:
            seen = path.stat()
        except OSError:
            return None
        if not stat.S_ISREG(seen.st_mode):
            return None
        changed = seen.st_mtime_ns
        if self.tags.get(path, (None,))[0] != changed:
            tags: tuple[str, ...] = ()
            with suppress(BotError):  # what is wrong with another digest is told where that one is posted
                tags = read(path, self.settings, whole=False).tags
            self.tags[path] = changed, frozenset(map(plainly, tags))
        return self.tags[path][1]

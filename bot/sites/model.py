"""What a blog's own files tell about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What builds the blog."""

    ASTRO = "Astro"
    HUGO = "Hugo"
    JEKYLL = "Jekyll"
    ELEVENTY = "Eleventy"
    PLAIN = "a folder of Markdown"


@dataclass(frozen=True, slots=True)
class Found:
    """One value, and the file that it was found in."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Blog:
    """As much as its files say; None where they do not say, or say what nobody could use."""

    kind: Kind
    site: Found | None = None
    permalink: Found | None = None
    content: Found | None = None
    assets: tuple[str, ...] = ()
    """Folders that are there and whose files the site serves at its top."""

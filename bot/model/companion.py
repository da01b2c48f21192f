"""The digest itself as a document beside its post, and the record of the whole blog that its documents belong to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model.image import Image


# What bsky.app takes (npm @atproto/bsky, util/standard-site).
WORDS_PER_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Document:
    """A digest as a document of its blog, which its post pins."""

    path: str
    """Of its page, below the blog's address."""
    title: str
    description: str = ""
    """As the card has it: platforms show the document's instead of the card's."""
    text: str = ""
    """The whole body as plain text."""
    tags: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    blog: str = ""
    """What the blog calls itself, which the card shows too."""
    uri: str | None = None
    """Its own address on the platform; None: it is not known yet."""

    @property
    def reading_minutes(self) -> int | None:
        """As the app works it out; None where there are no words."""
        words = len(self.text.split())
        return math.ceil(words / WORDS_PER_MINUTE) if words else None


@dataclass(frozen=True, slots=True)
class Companion:
    """The record of a document, beside the digest's post."""

    uri: str
    cid: str
    """Of the version that the post pins."""
    record: Mapping[str, Any] | None = None
    """JSON, exactly as it is to be sent; None: what stands there already stays."""
    made_at: datetime | None = None
    """When this version was known to be there; None: nobody has seen it yet."""


@dataclass(frozen=True, slots=True)
class BlogProfile:
    """What a blog says of itself."""

    url: str
    name: str
    description: str | None = None
    icon: Image | None = None
    """Square and large enough; None: the blog has none that is."""


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """The record of a blog on one account."""

    account: str
    """Whose record it is, by the name that never changes."""
    uri: str
    cid: str
    """Of its present version."""
    name: str
    """What it calls the blog."""
    existing: bool
    """It is there already, whoever made it; False: it would be made."""

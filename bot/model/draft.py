"""What would be sent: one post for one target, to the byte; its pictures, from the bytes that were found on; the records beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """The largest picture that a platform takes."""

    max_bytes: int
    max_side: int
    """Pixels, of the longer side."""


@dataclass(frozen=True, slots=True)
class Hero:
    """A picture as it was found, not yet fitted."""

    source: str
    content: bytes = field(repr=False)
    media_type: str
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it will be sent."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    alt: str = ""
    sent_bytes: int | None = None
    """How many there were, where the content was let go of after it had been sent."""

    @property
    def size_bytes(self) -> int:
        return len(self.content) if self.sent_bytes is None else self.sent_bytes

    def sent(self) -> Image:
        """The same without its content, which nobody needs any more: a run may post a thousand."""
        return replace(self, content=b"", sent_bytes=self.size_bytes)


@dataclass(frozen=True, slots=True)
class Facet:
    """A stretch of the text that is more than words. ``start`` and ``end`` count UTF-8 bytes, end exclusive."""

    start: int
    end: int
    kind: str
    """"link", "tag" or "mention"."""
    value: str
    """The address, the tag without "#", or the handle without "@"."""


@dataclass(frozen=True, slots=True)
class Card:
    """A link card; its thumb is the Draft's image."""

    uri: str
    title: str
    description: str


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
class Draft:
    """One post for one target, to the byte."""

    text: str
    length: int
    """In the platform's own measure."""
    limit: int
    facets: tuple[Facet, ...] = ()
    link: str | None = None
    card: Card | None = None
    document: Document | None = None
    """What the post pins besides; its title and description are shown instead of the card's."""
    undocumented: str | None = None
    """Why it pins nothing, though its target makes documents; it is among the warnings too."""
    image: Image | None = None
    """Attached to the post, or the thumb of ``card`` where there is one."""
    langs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Carried outside the text."""
    cost_usd: Decimal | None = None
    fold: int | None = None
    """Characters of the text after which a feed folds it; None: it is shown whole."""
    made_with_ai: bool = False
    """The platform is told that the picture was made by a machine."""
    paid_partnership: bool = False
    """The platform is told that somebody paid for the post."""
    visibility: str | None = None
    """To whom it is shown, in the platform's own word; None: as the account's settings say."""
    spoiler: str = ""
    """Words behind which the text is hidden until a reader asks for it."""
    sensitive: bool = False
    """The picture is hidden until a reader asks for it."""
    weak: tuple[str, ...] = ()
    """What a careful editor would not sign, a line each; for previews."""
    warnings: tuple[str, ...] = ()

    @property
    def link_beside_card(self) -> str | None:
        """The link, where no card leads there already."""
        return None if self.card is not None and self.card.uri == self.link else self.link


# ── records beside posts ─────────────────────────────────────────────────────────────────────────


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

"""What the blog wrote: a digest, the pictures it names, and what its front matter says about its own posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a digest names, not yet fetched."""

    source: str
    """A URL or a path, as the digest has it."""
    alt: str | None
    """What the digest says the picture shows."""
    origin: str
    """Where it stands: the front-matter key ("heroImage", "ogImage", "social.image"), or "body"."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Why a digest that is no plain draft has no page, or none that is to be announced."""

    why: str
    """One clause: "its front matter says unlisted: true"."""
    remedy: str
    """What to do, so that it is announced."""


@dataclass(frozen=True, slots=True)
class Override:
    """What a digest's front matter says for one target (``social: {x: {...}}``)."""

    skip: bool | None = None
    """Whether nothing is to be posted; None: it does not say."""
    text: str | None = None
    hashtags: tuple[str, ...] | None = None
    image: str | None = None
    """A path or an address; empty: there is to be no picture."""
    alt: str | None = None
    hook: str | None = None
    """The first line alone."""
    made_with_ai: bool | None = None
    paid_partnership: bool | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """One post of the blog."""

    key: str
    """What the ledger knows it by: the front matter's ``id``, else its path below content/ without the ending."""
    path: Path
    slug: str
    url: str
    """The address of its page, percent-encoded."""
    title: str
    description: str | None = None
    lede: str | None = None
    """The body's leading blockquote, as plain text."""
    paragraphs: tuple[str, ...] = ()
    """The prose with which the body begins, a paragraph each, as plain text."""
    sections: tuple[str, ...] = ()
    """The first paragraph of each section behind these, as plain text."""
    words: str = ""
    """The body's first 4,000 characters, as plain text."""
    text: str = ""
    """The whole body as plain text, where a target makes documents; empty elsewhere."""
    source: str | None = None
    """Who is named behind "Source:" at the body's end."""
    pictures: tuple[Picture, ...] = ()
    """Hero first, then the others in the order in which they may stand in for it."""
    tags: tuple[str, ...] = ()
    lang: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    by_title: bool = False
    """``url`` is not its page's: that is found in the sitemap or feed by the title, once it is there."""
    draft: bool = False
    """Its front matter says that there is no page yet, or none that is to be announced."""
    kept_back: KeptBack | None = None
    """What says so, where it is not ``draft`` itself."""
    expires_at: datetime | None = None
    """When the generator takes the page away."""
    warnings: tuple[str, ...] = ()
    """What its author should know of how the file was read."""
    override: Override = Override()
    """What holds for every target (``social: {text: ...}``, ``social: false``)."""
    overrides: Mapping[str, Override] = field(default_factory=dict)
    """By the name of a target or a platform; ``content.overrides.override_for`` puts them together."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The whole front matter, for templates."""
    has_id: bool = False
    """``key`` is an ``id`` that its author gave it."""
    body: bytes | None = None
    """A print of its body (``text.likeness``), by which it is known when all its names have changed.

    None: it has no words, or an ``id`` of its own, which says more.
    """

    @property
    def age(self) -> tuple[datetime, str]:
        """By which the oldest comes first; without a date it comes last."""
        return self.published_at or LAST, self.key

    def is_out(self, now: datetime) -> bool:
        """Its page is to be there by now; a draft, and one that is dated ahead, is still to come."""
        return not self.draft and (self.published_at is None or self.published_at <= now)

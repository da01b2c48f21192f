"""The nouns of the bot, all frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from pathlib import Path


# ── what the blog wrote ──────────────────────────────────────────────────────────────────────────


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
class Override:
    """What a digest's front matter says for one target (``social: {x: {...}}``)."""

    skip: bool = False
    text: str | None = None
    hashtags: tuple[str, ...] | None = None
    image: str | None = None
    alt: str | None = None


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
    opening: str | None = None
    """The body's first sentence, as plain text."""
    pictures: tuple[Picture, ...] = ()
    """Hero first, then the others in the order in which they may stand in for it."""
    tags: tuple[str, ...] = ()
    lang: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    draft: bool = False
    social: bool = True
    """False where the front matter says ``social: false``: for no target at all."""
    override: Override = Override()
    """What holds for every target (``social: {text: ...}``)."""
    overrides: Mapping[str, Override] = field(default_factory=dict)
    """By target name; a target's own word goes before ``override``."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The whole front matter, for templates."""


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


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


# ── what a platform can take ─────────────────────────────────────────────────────────────────────


class Measure(StrEnum):
    """How a platform counts a text."""

    GRAPHEMES = "graphemes"
    WEIGHTED = "weighted"


class Mode(StrEnum):
    """What a post is made of besides its words."""

    CARD = "card"
    """A link card with a thumb; no link in the text."""
    IMAGE = "image"
    """The picture attached, the link in the text."""
    LINK = "link"
    """The link in the text, nothing attached."""
    PICTURE = "picture"
    """The picture attached, no link at all."""
    TEXT = "text"
    """Words only."""

    @property
    def link_in_text(self) -> bool:
        return self in {Mode.IMAGE, Mode.LINK}

    @property
    def attaches_image(self) -> bool:
        return self in {Mode.IMAGE, Mode.PICTURE}


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars a call."""

    post: Decimal
    post_with_link: Decimal
    alt_text: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything by which one platform differs from another, as data."""

    measure: Measure
    length: int
    """In ``measure``."""
    modes: tuple[Mode, ...]
    """What the platform can show; the first is the default."""
    image: ImageLimits
    """A picture of its own."""
    thumb: ImageLimits
    """The picture of a link card."""
    alt_length: int
    """Characters."""
    hashtags: int
    """In the text, by default."""
    max_bytes: int | None = None
    """UTF-8, besides ``length``."""
    extra_tags: int = 0
    """Tags that a post can carry outside its text."""
    links_itself: bool = False
    """The platform makes links, hashtags and mentions out of the bare text, wanted or not."""
    prices: Prices | None = None


# ── what would be sent ───────────────────────────────────────────────────────────────────────────


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
    image: Image | None = None
    """Attached to the post, or the thumb of ``card`` where there is one."""
    langs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Carried outside the text."""
    cost_usd: Decimal | None = None
    warnings: tuple[str, ...] = ()


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────


class Status(StrEnum):
    """Where an entry of the ledger stands."""

    CLAIMED = "claimed"
    POSTED = "posted"
    FAILED = "failed"
    IN_DOUBT = "in-doubt"
    SKIPPED = "skipped"
    BASELINE = "baseline"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Run:
    """One process that posts."""

    nonce: str
    """Random, new for every process; names its lock file."""
    host: str
    run_id: str | None = None
    """GITHUB_RUN_ID, where there is one."""
    run_attempt: int = 1


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be claimed: one digest for one target, and exactly what will be sent."""

    digest: Digest
    target: str
    payload: Mapping[str, Any]
    """JSON: the record or the body, as it will be sent."""
    rkey: str | None = None
    cost_usd: Decimal | None = None
    fingerprint: str = ""
    """A hash of what readers see of the digest (title and hero), to notice later edits."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one post, won in the ledger before anything is sent."""

    key: str
    target: str
    attempt: int
    run: Run
    claimed_at: datetime
    lease_until: datetime
    payload: Mapping[str, Any]
    rkey: str | None = None
    since_id: str | None = None
    """The newest own post on the target that the ledger knew when this was claimed."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a post exists."""

    id: str
    """The platform's own: an at:// URI, a post id, a file name."""
    url: str
    """Where a person sees it."""
    posted_at: datetime
    cid: str | None = None
    existing: bool = False
    """It was there already; nothing new was made."""
    warnings: tuple[str, ...] = ()
    """What was lost on the way without costing the post (an alt text)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger: a digest and a target, and what came of it."""

    key: str
    target: str
    """A target's name, or "*" for a baseline that holds for all of them."""
    status: Status
    title: str
    link: str
    path: str
    attempt: int
    updated_at: datetime
    published_at: datetime | None = None
    lang: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None
    run: Run | None = None
    claimed_at: datetime | None = None
    lease_until: datetime | None = None
    rkey: str | None = None
    payload: Mapping[str, Any] | None = None
    since_id: str | None = None
    receipt: Receipt | None = None
    cost_usd: Decimal | None = None
    fingerprint: str = ""


# ── what came of it ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Posted:
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class AlreadyPosted:
    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class WouldPost:
    pass


@dataclass(frozen=True, slots=True)
class Skipped:
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    reason: str
    retry_at: datetime | None = None
    """Set: put off until then. None: it failed."""


@dataclass(frozen=True, slots=True)
class InDoubt:
    reason: str


Outcome = Posted | AlreadyPosted | WouldPost | Skipped | Failed | InDoubt


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one digest on one target."""

    key: str
    path: str
    target: str
    outcome: Outcome
    title: str = ""
    draft: Draft | None = None
    warnings: tuple[str, ...] = ()
    platform: str = ""
    payload: Mapping[str, Any] | None = None
    """JSON: the record or the body exactly as it would be or was sent, where the preview is to show it."""

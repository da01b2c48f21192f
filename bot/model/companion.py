"""The records that stand beside posts: of a digest's document, and of the whole blog that its documents belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model.draft import Image


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

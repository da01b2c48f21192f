"""A blog as a platform knows it: the record that its documents belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model.image import Image


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

"""Where a digest's posts are or will be, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of one digest on one target; None: not known, or there is none."""

    url: str | None = None
    """Where a person sees the post."""
    uri: str | None = None
    """What programs know the post by, where that is another address (at://)."""
    document: str | None = None
    """The digest itself as a record, where the platform keeps one (at://)."""


@dataclass(frozen=True, slots=True)
class DigestAddresses:
    """One digest and all its addresses."""

    path: str
    """Below the folder of the settings, with "/" between its parts, so that it is the same wherever it is asked for."""
    page: str | None
    """None: its address is only known once the page is there, or the file cannot be read."""
    reason: str | None
    """Why there is and will be no post; None: nothing stands in the way of one on any target."""
    targets: Mapping[str, Mapping[str, str | None]]
    """Target to what ``Platform.addresses`` names, to the address."""
    unreadable: bool = False
    """Its file is no digest; ``reason`` says why."""

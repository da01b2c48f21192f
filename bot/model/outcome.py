"""What is told of one digest on one target, of its addresses, and of what the doctor found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model.draft import Draft
    from bot.model.entry import Receipt
    from bot.model.platform import Platform


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
class TakenDown:
    """The post was there, and is not any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    reason: str
    retry_at: datetime | None = None
    """Set: put off until then. None: it failed."""


@dataclass(frozen=True, slots=True)
class InDoubt:
    reason: str


Outcome = Posted | AlreadyPosted | WouldPost | Skipped | TakenDown | Failed | InDoubt


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
    platform: Platform | None = None
    """None: no target is called so any more."""
    payload: Mapping[str, Any] | None = None
    """JSON: the record or the body exactly as it would be or was sent, where the preview is to show it."""


# ── addresses ───────────────────────────────────────────────────────────────────────────────────


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


# ── findings ────────────────────────────────────────────────────────────────────────────────────


class Level(StrEnum):
    """How bad it is, from nothing to wrong settings."""

    OK = "ok"
    NOTE = "note"
    """Good to know."""
    WARNING = "warning"
    """Posts go out, but not as well as they could."""
    FAILURE = "failure"
    """Something will fail."""
    SETTINGS = "settings"
    """The settings are wrong, and nothing will be posted at all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``why`` and ``remedy`` are empty where all is well."""

    level: Level
    check: str
    """What was looked at: "settings", "login", ..."""
    what: str
    why: str = ""
    remedy: str = ""
    target: str | None = None

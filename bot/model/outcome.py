"""What came of one digest on one target."""

from __future__ import annotations

from dataclasses import dataclass
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

"""One thing that the doctor found: what, why it matters, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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

"""One thing that the doctor found: what, why it matters, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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


CODES = {Level.OK: 0, Level.NOTE: 0, Level.WARNING: 0, Level.FAILURE: 1, Level.SETTINGS: 2}


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


def exit_code(findings: Iterable[Finding]) -> int:
    """By the worst: 0 fine or warnings, 1 something will fail, 2 the settings are wrong."""
    return max((CODES[finding.level] for finding in findings), default=0)

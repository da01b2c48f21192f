"""What a finding's level means for the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

CODES = {Level.OK: 0, Level.NOTE: 0, Level.WARNING: 0, Level.FAILURE: 1, Level.SETTINGS: 2}


def exit_code(findings: Iterable[Finding]) -> int:
    """By the worst: 0 fine or warnings, 1 something will fail, 2 the settings are wrong."""
    return max((CODES[finding.level] for finding in findings), default=0)

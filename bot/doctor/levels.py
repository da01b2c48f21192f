"""What a finding's level means: the exit code, and the colour on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable


class Meaning(NamedTuple):
    """What one level means."""

    exit_code: int
    colour: str
    """As click names colours."""


LEVELS = {
    Level.OK: Meaning(0, "green"),
    Level.NOTE: Meaning(0, "blue"),
    Level.WARNING: Meaning(0, "yellow"),
    Level.FAILURE: Meaning(1, "red"),
    Level.SETTINGS: Meaning(2, "red"),
}


def exit_code(findings: Iterable[Finding]) -> int:
    """That of the worst: 0 fine or warnings, 1 something will fail, 2 the settings are wrong."""
    return max((LEVELS[finding.level].exit_code for finding in findings), default=0)

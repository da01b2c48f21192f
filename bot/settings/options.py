"""What can be said on every command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Options:
    """What was said on the command line for all commands alike."""

    content: Path | None = None
    state: Path | None = None
    config: Path | None = None
    state_branch: str | None = None
    verbosity: int = 0
    """-1 quiet, 0, 1 verbose."""

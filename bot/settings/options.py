"""What can be said on the command line of every command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What was said there; None: it was not."""

    content: Path | None = None
    state: Path | None = None
    config: Path | None = None
    state_branch: str | None = None
    verbosity: int = 0
    """-1 quiet, 0, 1 verbose."""
    put_off_is_done: bool = False
    """What was only put off is no failure: another run comes by itself, as on GitHub's runners."""

"""The accessibility checker axe-core, from npm by the lock file beside this: ``python -m tests.preview.axe install``."""

from __future__ import annotations

from pathlib import Path

from tests.locked import Locked

COMMAND = "python -m tests.preview.axe install"
AXE = Locked("axe", Path(__file__).resolve().parent)


def installed() -> Path | None:
    """The script, if it is there."""
    script = AXE.folder / "node_modules" / "axe-core" / "axe.min.js"
    return script if script.is_file() else None

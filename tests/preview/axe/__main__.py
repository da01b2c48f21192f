"""``python -m tests.preview.axe install``."""

from __future__ import annotations

import sys

from tests.preview.axe import AXE, COMMAND

if sys.argv[1:] != ["install"]:
    raise SystemExit(f"usage: {COMMAND}")
sys.stdout.write(f"{AXE.install()}\n")

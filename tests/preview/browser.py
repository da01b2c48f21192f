"""Where a headless Chromium is, and how it is started so that it minds its own business."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "google-chrome", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The browser that BOT_CHROMIUM names, else the first on the PATH."""
    return os.environ.get("BOT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)

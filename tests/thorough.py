"""How often something is repeated that proves more the more often it is done: seldom by day, often before a release."""

from __future__ import annotations

import os


def times(enough: int, thorough: int) -> int:
    """``enough``, or ``thorough`` where BOT_TEST_THOROUGH is set, as the release's own check does."""
    return thorough if os.environ.get("BOT_TEST_THOROUGH") else enough

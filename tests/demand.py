"""Parts that a laptop may lack: their absence skips a test there, and fails it where everything is demanded."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip the test with the reason; fail instead where BOT_TEST_DEMAND is set, as CI does."""
    if os.environ.get("BOT_TEST_DEMAND"):
        pytest.fail(f"demanded here, but {reason}")
    pytest.skip(reason)

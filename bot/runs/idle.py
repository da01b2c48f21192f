"""What a run says that has nothing to do."""

from __future__ import annotations

NOTHING_NEW = "nothing new"
NOTHING_NEW_JSON = '{"results": []}'

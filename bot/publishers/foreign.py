"""What stands in a platform's answer, which may be of any kind: only what is of the right one."""

from __future__ import annotations

from typing import Any


def table_in(source: Any, *names: str) -> dict[str, Any]:
    """The object under this name in the object under the one before it; an empty one where there is none."""
    for name in names:
        source = source.get(name) if isinstance(source, dict) else None
    return source if isinstance(source, dict) else {}


def objects_in(value: object) -> list[dict[str, Any]]:
    """The objects in a list; of anything else, none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

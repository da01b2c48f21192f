"""The addresses of digests' posts, as the one document that programs read and as lines for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.text.safe import json_text, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import DigestAddresses

NAME_COLUMNS = 10
"""For a target's name, which may be longer."""


def dump_addresses(rows: Sequence[DigestAddresses]) -> str:
    """``{"results": [...]}``: every key always there, in the same order, null where there is nothing to say."""
    results = [
        {
            "path": row.path,
            "page": row.page,
            "reason": row.reason,
            "targets": {target: dict(addresses) for target, addresses in row.targets.items()},
        }
        for row in rows
    ]
    return json_text(json.dumps({"results": results}, ensure_ascii=False, indent=2))


def post_addresses(row: DigestAddresses) -> list[str]:
    return [url for addresses in row.targets.values() if (url := addresses.get("url"))]


def format_addresses(row: DigestAddresses) -> Iterator[str]:
    """One digest in lines: its page, its posts, and why there is none."""
    yield line(row.path)
    if row.page is not None:
        yield f"  {'page':<{NAME_COLUMNS}} {line(row.page)}"
    for target, addresses in row.targets.items():
        for name, address in ((target, addresses.get("url")), ("document", addresses.get("document"))):
            if address:
                yield f"  {line(name):<{NAME_COLUMNS}} {line(address)}"
    if row.reason is not None:
        yield f"  {'no post':<{NAME_COLUMNS}} {line(row.reason)}"

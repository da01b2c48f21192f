"""``bot resolve``: a person says what became of a post that is in doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.model import Receipt
from bot.runs.entries import find_entry
from bot.settings.read import find_target
from bot.store import require_ledger
from bot.watcher.verdict import Standing, standing_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.model import Entry
    from bot.settings.model import Settings, Target
    from bot.store import Store


def resolve(file: Path, target_name: str, url: str | None, settings: Settings, store: Store, now: datetime) -> Entry:
    """Write down that it was posted at ``url``, or with None that it was not; returns its entry.

    Raises UsageError where it is not in doubt, or the address is none of a post on that platform.
    """
    require_ledger(store)
    entry = find_entry(file, target_name, settings, store)
    if standing_of(entry, now, store.alive) is Standing.ABANDONED:
        abandoned = entry
        entry = store.change(lambda ledger: ledger.doubt(abandoned, "resolved by hand", now), f"doubt {entry.key}")
    if standing_of(entry, now, store.alive) is not Standing.IN_DOUBT:
        raise UsageError(
            f"{entry.path} on {target_name} is not in doubt: it is {entry.status.value}",
            remedy=f"bot status {file} shows it",
        )
    doubtful = entry
    if url is None:
        return store.change(
            lambda ledger: ledger.absent(doubtful, now, "resolved by hand: not posted"), f"resolve {entry.key}"
        )
    receipt = receipt_at(url, find_target(target_name, settings), entry.claimed_at or now)
    return store.change(lambda ledger: ledger.found(doubtful, receipt, now), f"resolve {entry.key}")


def receipt_at(url: str, target: Target, posted_at: datetime) -> Receipt:
    """What a post's address says about it."""
    platform = target.platform
    match = re.match(platform.post_address, url)
    if match is None:
        raise UsageError(f"{url} is not the address of a post on {platform.look.label}")
    groups = {name: part for name, part in match.groupdict().items() if part is not None}
    post_id = platform.post_id.format_map(groups) if groups else url
    return Receipt(id=post_id, url=url, posted_at=posted_at)

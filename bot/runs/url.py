"""``bot url``: where a digest's posts are, or will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import read
from bot.errors import UsageError
from bot.runs.targets import configured_targets
from bot.watcher.standing import receipt_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


def post_addresses(
    file: Path, to: Sequence[str], settings: Settings, store: Store, publisher_of: Callable[[Target], Publisher]
) -> list[str]:
    """The address of the digest's post on each target, where it is posted or its platform lets it be known before.

    Raises UsageError where none is.
    """
    digest = read(file, settings)
    targets = configured_targets(settings, to)
    known: dict[str, str] = {}
    if store.exists():
        entries = store.read(lambda ledger: [ledger.entry(digest, target.name) for target in targets])
        receipts = [receipt_of(entry) if entry else None for entry in entries]
        known = {target.name: receipt.url for target, receipt in zip(targets, receipts, strict=True) if receipt}
    maybe = [known.get(target.name) or publisher_of(target).address(digest) for target in targets]
    addresses = [address for address in maybe if address]
    if not addresses:
        raise UsageError(
            f"{file}: none of these targets' addresses is known before posting",
            remedy="for Bluesky's set BLUESKY_HANDLE or the target's handle",
        )
    return addresses

"""Targets that are one and the same account, named before anything is posted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.publishers.interface import Publisher
    from bot.settings.model import Target


REMEDY = "give each its own secrets (env in its settings), or leave one out"
"""What to do about it."""


def same_accounts(targets: Sequence[Target], publisher_of: Callable[[Target], Publisher]) -> list[str]:
    """A clause for every account that more than one of these targets posts to, as far as that can be told without asking."""
    platforms = Counter(target.platform.name for target in targets)
    by_account: dict[str, list[str]] = {}
    for target in targets:
        # A publisher is made only where there may be something to say.
        if platforms[target.platform.name] > 1 and (account := publisher_of(target).account()) is not None:
            by_account.setdefault(account, []).append(target.name)
    return [
        f"the targets {' and '.join(names)} are one account ({account}), which takes each digest once"
        for account, names in by_account.items()
        if len(names) > 1
    ]

"""Telling the ledger which targets there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.clock import Clock
    from bot.runs.messages import Messages
    from bot.store import Store


def register(names: Sequence[str], store: Store, clock: Clock, messages: Messages) -> None:
    """Targets that the ledger has never seen start from now."""
    if not names:
        return
    now = clock.now()
    new = store.change(lambda ledger: ledger.register(names, now), f"targets {', '.join(names)}")
    for name in new:
        messages.detail(f"{name}: new to this ledger; what was handled before is not poured out on it")

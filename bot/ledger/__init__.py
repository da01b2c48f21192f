"""What we meant to post, and what came of it."""

from __future__ import annotations

from bot.ledger.files import Seen
from bot.ledger.ledger import Ledger
from bot.ledger.rows import Event

__all__ = ["Event", "Ledger", "Seen"]

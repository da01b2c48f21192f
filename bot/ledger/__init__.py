"""What we meant to post, and what came of it."""

from __future__ import annotations

from bot.ledger.files import Seen
from bot.ledger.ledger import Ledger

__all__ = ["Ledger", "Seen"]

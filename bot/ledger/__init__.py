"""What we meant to post, and what came of it."""

from __future__ import annotations

from bot.ledger.ledger import Ledger
from bot.ledger.side_tables import Seen

__all__ = ["Ledger", "Seen"]

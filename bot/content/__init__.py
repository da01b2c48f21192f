"""A Markdown file, read into a Digest."""

from __future__ import annotations

from bot.content.address import key_of
from bot.content.digest import read

__all__ = ["key_of", "read"]

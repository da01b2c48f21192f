"""One digest as one post that fits its target exactly."""

from bot.formatter.compose import compose

__all__ = ["compose"]

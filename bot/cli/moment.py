"""A time as a person says it on the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.settings.table import duration


def moment(text: str, now: datetime) -> datetime:
    """A time as a person says it: a date, or how long ago."""
    try:
        ago = duration(text)
    except ValueError:
        try:
            date = datetime.fromisoformat(text)
        except ValueError:
            raise click.UsageError(f"{text!r} is neither a date like 2026-11-01 nor a time like 7d") from None
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return now - ago

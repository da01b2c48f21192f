"""When a server wants to be asked again, and what time it is there, by its answer's headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.clock import aware

if TYPE_CHECKING:
    from collections.abc import Mapping

# Longer than any window of rate limits of Bluesky, X and Mastodon (a day); what is larger is a date, not a delay.
LONGEST_DELAY_SECONDS = 366 * 86400
LONGEST_WAIT = timedelta(hours=25)
"""Whoever asks for more is asked again all the same: no post is put off for years by a header."""
NOTABLE_SKEW = timedelta(minutes=1)
"""Dates are whole seconds, and answers take some: less is no difference between two clocks."""


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """What time it is for whoever answered, by its Date, which has no fractions of a second; None: it does not say."""
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        return aware(parsedate_to_datetime(lower.get("date", "")))
    except (ValueError, TypeError):
        return None


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When the platform wants to be asked again, from ``retry-after`` or a rate limit's reset; None where it does not say.

    By our clock: what the platform says by its own is moved by as much as the two differ.
    """
    ahead = now - (server_time(headers) or now)
    if abs(ahead) < NOTABLE_SKEW:
        ahead = timedelta(0)
    try:
        time = asked_back_at(headers, now - ahead)
        return None if time is None else min(time + ahead, now + LONGEST_WAIT)
    except OverflowError:  # the platform's clock, or what it asks for, is at the end of all calendars
        return now + LONGEST_WAIT


def asked_back_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The same by the platform's clock, by which it is ``now``."""
    lower = {name.lower(): value for name, value in headers.items()}
    if time := parse_time(lower.get("retry-after"), now):
        return time
    # The daily cap, where it is the one that is used up, ends long after the window of 15 minutes.
    for daily in ("x-user-limit-24hour", "x-app-limit-24hour"):
        if lower.get(f"{daily}-remaining", "").strip() == "0" and (
            time := parse_time(lower.get(f"{daily}-reset"), now)
        ):
            return time
    named = (lower.get(name) for name in ("x-rate-limit-reset", "ratelimit-reset", "x-ratelimit-reset"))
    return parse_time(next(filter(None, named), None), now)


def parse_time(value: str | None, now: datetime) -> datetime | None:
    """A number of seconds, seconds since 1970, an HTTP date or an ISO one, as a time that is not in the past."""
    value = (value or "").strip()
    if not value:
        return None
    try:
        if value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdigit():
            seconds = float(value)
            then = (
                now + timedelta(seconds=seconds)
                if seconds < LONGEST_DELAY_SECONDS
                else datetime.fromtimestamp(seconds, UTC)
            )
        else:
            then = aware(datetime.fromisoformat(value) if value[:1].isdigit() else parsedate_to_datetime(value))
        return max(then.astimezone(UTC), now)
    except (ValueError, OverflowError, OSError):
        return None

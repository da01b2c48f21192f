"""Does this machine's clock go with those of the servers?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FetchError, TargetRejected
from bot.model import Finding, Level
from bot.publishers.retry import server_time
from bot.settings.secrets import service_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.clock import Clock
    from bot.settings.model import Target

CHECK = "clock"
TIMEOUT_SECONDS = 10.0
SLACK_SECONDS = 30.0
"""A difference that nobody minds."""


def check_clock(target: Target, environ: Mapping[str, str], clock: Clock) -> Iterator[Finding]:
    """Nothing where the target has no server."""
    address = health_address(target, environ)
    if address is None:
        return
    host = urlsplit(address).hostname or address
    before = clock.now()
    date = server_date(address)
    after = clock.now()
    if date is None:
        yield Finding(
            Level.NOTE, CHECK, f"{host} did not say what time it is", "the clock could not be compared",
            "run bot doctor again in a while", target.name,
        )  # fmt: skip
        return
    yield compare_clocks(before + (after - before) / 2, date, target, host)


def compare_clocks(ours: datetime, theirs: datetime, target: Target, host: str) -> Finding:
    seconds = (ours - theirs).total_seconds()
    off = abs(seconds)
    if off <= SLACK_SECONDS:
        return Finding(Level.OK, CHECK, f"the clock agrees with {host}'s to {max(1, round(off))} s", target=target.name)
    way = "ahead of" if seconds > 0 else "behind"
    service = target.platform.service
    fatal = service is not None and service.skew_seconds is not None and off >= service.skew_seconds
    why = "posts carry a wrong time, and digests come out early or late"
    if fatal:
        why = f"nothing is sent to {target.platform.look.label} by a clock that is minutes off"
    return Finding(
        Level.FAILURE if fatal else Level.WARNING, CHECK, f"this machine's clock is {round(off)} s {way} {host}'s",
        why, "set the clock, best with NTP", target.name,
    )  # fmt: skip


def health_address(target: Target, environ: Mapping[str, str]) -> str | None:
    """What to ask of the target's server; None where there is none, or its address is not fit to be asked."""
    try:
        address = service_of(target, environ)
    except TargetRejected:
        return None
    return None if address is None or target.platform.service is None else address + target.platform.service.health


def server_date(address: str) -> datetime | None:
    """The Date of whatever answer comes; no account is named."""
    from bot.web.fetch import Fetch, Request

    fetch = Fetch(owners=True, statuses=None, max_redirects=0, max_bytes=0, timeout_seconds=TIMEOUT_SECONDS)
    try:
        return server_time(dict(fetch(address, Request("HEAD")).headers))
    except FetchError:
        return None

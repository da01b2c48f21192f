"""Are a target's secrets there, do they open its account, does this machine's clock go with its server's, and what will a post cost?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FetchError, PublishError, TargetRejected, TryLater
from bot.git import on_github
from bot.model import Finding, Level, Mode
from bot.pipeline.one_account import REMEDY, same_accounts
from bot.settings.paths import shown
from bot.settings.secrets import not_set_up, service_of
from bot.settings.text import with_target_settings
from bot.web.retry_after import server_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target


def check_any_target(targets: Sequence[Target], environ: Mapping[str, str]) -> Iterator[Finding]:
    if all(target.missing_secrets(environ) for target in targets):
        names = [target.name for target in targets]
        what = (
            f"no target is set up: neither {' nor '.join(names)}" if len(names) > 1 else "the only target is not set up"
        )
        remedy = "set the secrets of one, or post into state/outbox/ with: --to outbox"
        yield Finding(Level.FAILURE, "secrets", what, "there is nowhere to post to", remedy)


def check_same_account(targets: Sequence[Target], publisher_of: Callable[[Target], Publisher]) -> Iterator[Finding]:
    for shared in same_accounts(targets, publisher_of):
        why = "one of them gets no post, or the account gets two"
        yield Finding(Level.WARNING, "accounts", shared, why, REMEDY)


def check_secrets(target: Target, environ: Mapping[str, str], *, named: bool) -> Iterator[Finding]:
    """Whether they are set, and look like what they should be; no secret is ever shown."""
    missing = target.missing_secrets(environ)
    if missing:
        yield Finding(
            Level.FAILURE if named or len(missing) < len(target.secret_names()) else Level.WARNING,
            "secrets", not_set_up(target, environ) or "",
            f"nothing is posted to {target.name}", where_to_get_secrets(target), target.name,
        )  # fmt: skip
        return
    for secret, name in zip(target.platform.secrets, target.secret_names(), strict=True):
        if secret.pattern and not re.fullmatch(secret.pattern, environ[name].strip()):
            yield Finding(Level.WARNING, "secrets", f"{name} {secret.mismatch}", secret.why, secret.remedy, target.name)


def where_to_get_secrets(target: Target) -> str:
    get = target.platform.get_secrets
    return f"{get[0].rstrip(';')}; or leave the target out" if get else "set them, or leave the target out"


def check_login(target: Target, publisher: Publisher) -> Finding:
    """Log in, posting nothing and spending nothing."""
    if not target.secret_names():
        return Finding(Level.OK, "login", f"{target.name} needs no account", target=target.name)
    try:
        who = publisher.check()
    except TryLater as error:
        return Finding(
            Level.FAILURE, "login", str(error), f"whether the secrets of {target.name} are right is not known",
            "run bot doctor again in a while", target.name,
        )  # fmt: skip
    except PublishError as error:
        return Finding(
            Level.FAILURE, "login", error.what, f"every post to {target.name} will be refused",
            error.remedy or "look at the account and its keys", target.name,
        )  # fmt: skip
    return Finding(Level.OK, "login", f"{target.name}: {who}", target=target.name)


def note_cost(target: Target) -> Iterator[Finding]:
    prices = target.limits.prices
    if prices is None:
        return
    with_link = target.mode.link_in_text
    post = prices.post_with_link if with_link else prices.post
    what = f"a post to {target.name} costs ${post} {'with' if with_link else 'without'} its link"
    if target.mode in {Mode.IMAGE, Mode.PICTURE}:
        what += f", ${prices.alt_text} more for a picture's alt text"
    cap = f"; the cap is ${target.monthly_cap_usd} a month" if target.monthly_cap_usd is not None else ""
    yield Finding(Level.NOTE, "cost", f"{what}{cap}. This check cost nothing", target=target.name)


def check_identity(
    target: Target, publisher: Publisher, settings: Settings, environ: Mapping[str, str]
) -> Iterator[Finding]:
    """Of an account that could log in. What the settings lack is written there, once."""
    try:
        identity = publisher.identity()
    except PublishError:
        return  # the log-in's own finding says so
    if identity is None or identity == target.did:
        return
    if target.did is not None:
        yield Finding(
            Level.WARNING, "identity", f"{target.name}: the settings say did = {target.did}, and the account is {identity}",
            "bot url tells addresses that no post will have, and posts pin no document",
            "correct did, or log in as the other account", target.name,
        )  # fmt: skip
        return
    where = write_identity(settings, environ, target, identity)
    if where is not None:
        what = f"{target.name}: did = {identity} was written into {where}, so that bot url needs no network"
        yield Finding(Level.NOTE, "identity", what, target=target.name)
        return
    yield Finding(
        Level.NOTE, "identity", f"{target.name}: the settings do not say did = {identity}", "bot url knows no at:// addresses",
        f'add below [targets.{target.name}]: did = "{identity}"', target.name,
    )  # fmt: skip


def write_identity(settings: Settings, environ: Mapping[str, str], target: Target, identity: str) -> str | None:
    """Returns the settings file that has it now; None where it has no place in one, or where a runner's file would die."""
    path = settings.source
    if path is None or on_github(environ):
        return None
    every = [target.name for target in settings.targets]
    try:
        text = path.read_text(encoding="utf-8-sig")
        written = with_target_settings(text, path.name, {target.name: {"did": identity}}, every)
        if written is None:
            return None
        path.write_text(written, encoding="utf-8")
    except OSError:
        return None
    return shown(path)


# ── the clock ───────────────────────────────────────────────────────────────────────────────────


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
            Level.NOTE, "clock", f"{host} did not say what time it is", "the clock could not be compared",
            "run bot doctor again in a while", target.name,
        )  # fmt: skip
        return
    yield compare_clocks(before + (after - before) / 2, date, target, host)


def compare_clocks(ours: datetime, theirs: datetime, target: Target, host: str) -> Finding:
    seconds = (ours - theirs).total_seconds()
    off = abs(seconds)
    if off <= SLACK_SECONDS:
        return Finding(
            Level.OK, "clock", f"the clock agrees with {host}'s to {max(1, round(off))} s", target=target.name
        )
    way = "ahead of" if seconds > 0 else "behind"
    service = target.platform.service
    fatal = service is not None and service.skew_seconds is not None and off >= service.skew_seconds
    why = "posts carry a wrong time, and digests come out early or late"
    if fatal:
        why = f"nothing is sent to {target.platform.look.label} by a clock that is minutes off"
    return Finding(
        Level.FAILURE if fatal else Level.WARNING, "clock", f"this machine's clock is {round(off)} s {way} {host}'s",
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

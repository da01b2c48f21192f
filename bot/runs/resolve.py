"""``bot resolve``: a person says what became of a post that is in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bot.clock import minute
from bot.errors import TargetRejected, UsageError
from bot.model import Receipt, Status
from bot.runs.entries import find_entry
from bot.settings.secrets import account_name, service_of
from bot.settings.targets import find_target
from bot.store import require_ledger
from bot.watcher.standing import Standing, standing_of
from bot.web.address import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.ledger import Ledger
    from bot.model import Entry
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Resolution:
    """By what a person's word is checked and written down."""

    settings: Settings
    store: Store
    environ: Mapping[str, str]
    now: datetime


CLOCKS_APART = timedelta(minutes=10)
"""So far a platform's clock may be from that of whoever claimed."""
KNOWN_POSTS = 20
"""So many of a target's newest posts say what its account is called."""


def resolve(file: Path, target_name: str, url: str | None, how: Resolution) -> Entry:
    """Write down that it was posted at ``url``, or with None that it was not; returns its entry.

    Raises UsageError where it is not in doubt, or the address is none of a post on that platform.
    """
    settings, store, now, environ = how.settings, how.store, how.now, how.environ
    require_ledger(store)
    entry = find_entry(file, target_name, settings, store)
    if standing_of(entry, now, store.alive) is Standing.ABANDONED:
        abandoned = entry
        entry = store.change(lambda ledger: ledger.doubt(abandoned, "resolved by hand", now), f"doubt {entry.key}")
    if standing_of(entry, now, store.alive) is not Standing.IN_DOUBT:
        raise UsageError(
            f"{entry.path} on {target_name} is not in doubt: it is {entry.status.value}",
            remedy=f"bot status {file} shows it",
        )
    doubtful = entry
    if url is None:
        return store.change(
            lambda ledger: ledger.absent(still_in_doubt(ledger, doubtful), now, "resolved by hand: not posted"),
            f"resolve {entry.key}",
        )
    target = find_target(target_name, settings)
    receipt = receipt_at(url, target, entry.claimed_at or now)
    check_time(url, receipt.id, target, entry, now)
    known = store.read(
        lambda ledger: list(
            islice(ledger.entries(target=target_name, status=Status.POSTED, payloads=False), KNOWN_POSTS)
        )
    )
    check_server(url, target, known, environ)
    check_account(url, target, known, environ)
    return store.change(
        lambda ledger: ledger.found(not_taken(ledger, still_in_doubt(ledger, doubtful), receipt), receipt, now),
        f"resolve {entry.key}",
    )


def still_in_doubt(ledger: Ledger, entry: Entry) -> Entry:
    """The entry, unless somebody has found out or begun something meanwhile: then UsageError."""
    current = ledger.get(entry.key, entry.target)
    if current is None or current.status is not Status.IN_DOUBT or current.attempt != entry.attempt:
        what = current.status.value if current else "gone"
        raise UsageError(
            f"{entry.path} on {entry.target} is not in doubt any more: it is {what}", remedy="see: bot status"
        )
    return current


def not_taken(ledger: Ledger, entry: Entry, receipt: Receipt) -> Entry:
    """The entry, unless the post is another entry's: then UsageError."""
    if holder := ledger.holder(receipt.id, entry.key, entry.target):
        key, target = holder
        raise UsageError(
            f"{receipt.url} is the post of {key} on {target}, so it is not that of {entry.path}",
            remedy="name its own post, or: --not-posted",
        )
    return entry


def receipt_at(url: str, target: Target, posted_at: datetime) -> Receipt:
    platform = target.platform
    groups = groups_of(url, target)
    post_id = platform.post_id.format_map(groups) if groups else url
    return Receipt(id=post_id, url=url, posted_at=posted_at)


def groups_of(url: str, target: Target) -> dict[str, str]:
    """The parts of a post's address that the platform names. Raises UsageError for what is no such address."""
    platform = target.platform
    match = re.fullmatch(f"(?:{platform.post_address or '.*'})(?:[/?#].*)?", url.strip())
    if match is None:
        raise UsageError(f"{url} is not the address of a post on {platform.look.label}")
    return {name: part for name, part in match.groupdict().items() if part is not None}


def check_time(url: str, post_id: str, target: Target, entry: Entry, now: datetime) -> None:
    """Raise UsageError for a post that was not made between the claim and now, by the time in its id."""
    made = target.platform.post_time(post_id) if target.platform.post_time else None
    if made is None:
        return
    if made > now + CLOCKS_APART:
        raise UsageError(f"{url} cannot be: its id is of {minute(made)}, which is ahead of this machine's clock")
    if entry.claimed_at is not None and made < entry.claimed_at - CLOCKS_APART:
        raise UsageError(
            f"{url} was posted at {minute(made)}, before {entry.path} was claimed at {minute(entry.claimed_at)}, so it is "
            "another post"
        )


def check_server(url: str, target: Target, entries: Iterable[Entry], environ: Mapping[str, str]) -> None:
    """Raise UsageError for a post on another server, where each counts its own ids."""
    service = target.platform.service
    if service is None or not service.own_ids:
        return
    try:
        own = service_of(target, environ)
    except TargetRejected:
        own = None
    places = {
        host_of(address) for address in (own, *(entry.receipt.url for entry in entries if entry.receipt)) if address
    }
    if places and host_of(url.strip()) not in places:
        raise UsageError(
            f"{url} is on another server than {target.name}, which posts to {' and '.join(sorted(map(str, places)))}",
            remedy="name the post's address on its own server",
        )


def check_account(url: str, target: Target, entries: Iterable[Entry], environ: Mapping[str, str]) -> None:
    """Raise UsageError for a post of another account, as far as the settings and the target's earlier posts tell.

    ``entries``: the target's posts that the ledger knows.
    """
    who = account_in(url, target)
    own = own_names(target, entries, environ)
    # "i" stands for whoever it is; a did and a handle cannot be compared without asking.
    alike = [name for name in own if name.startswith("did:") == who.startswith("did:")]
    if who in {"", "i", *alike} or not alike:
        return
    raise UsageError(
        f"{url} is a post of {who}, and {target.name} posts as {alike[0]}",
        remedy=f'name its own post; or if the account was renamed, write handle = "{who}" into the settings of {target.name}',
    )


def own_names(target: Target, entries: Iterable[Entry], environ: Mapping[str, str]) -> list[str]:
    """What the target's account is called: as the settings say, else as its newest posts do."""
    configured = account_name(target, environ).casefold()
    # A mail address is what somebody logs in with, and no name that an address shows.
    names = [configured] if configured and "@" not in configured else []
    addresses = (address for entry in entries if entry.receipt for address in (entry.receipt.url, entry.receipt.id))
    for who in filter(None, (account_in(address, target) for address in addresses)):
        if who != "i" and not any(name.startswith("did:") == who.startswith("did:") for name in names):
            names.append(who)
    return names


def account_in(address: str, target: Target) -> str:
    """Whose post it is by its address, a did or a handle in small letters; empty where it does not say."""
    match = re.match(target.platform.post_address or "(?!)", address.strip())
    named = match.groupdict().get("who") if match else None
    parts = re.match(r"(?!https?:)[a-z]+://([^/]+)/", address.strip())
    return (named or (parts.group(1) if parts else "")).removeprefix("@").casefold()

"""The targets that the ledger has heard of, since when, and which accounts they have posted to."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from bot.ledger.identity import IDENTITY
from bot.ledger.rows import EVERY, micros, moment_or_none, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from bot.ledger.side_tables import Marks


class Targets:
    """The targets of one ledger; a target's name can change, and its account too."""

    def __init__(self, connection: sqlite3.Connection, marks: Marks) -> None:
        self.connection = connection
        self.marks = marks

    def names(self) -> set[str]:
        """Every target that the ledger has ever heard of."""
        return {name for (name,) in self.connection.execute("SELECT name FROM targets")}

    def begun(self) -> datetime | None:
        """When the first one was set up."""
        (since,) = self.connection.execute("SELECT min(since) FROM targets").fetchone()
        return moment_or_none(since)

    def unregistered(self, targets: Iterable[str]) -> list[str]:
        known = self.names()
        return [name for name in dict.fromkeys(targets) if name not in known]

    def register(self, targets: Iterable[str], now: datetime) -> list[str]:
        """Make these targets known; returns those that are new.

        What an older ledger knows already is marked as handled for a new target, so that it starts from now.
        """
        first = not self.names()
        new = self.unregistered(targets)
        for name in new:
            self.connection.execute("INSERT INTO targets VALUES (?, ?)", (name, micros(now)))
            if not first:
                self.connection.execute(
                    f"INSERT INTO entries (key, target, status, updated_at, {IDENTITY}, reason) SELECT key, ?1, 'baseline', ?2, {IDENTITY}, "  # noqa: S608 -- names of ours
                    "'handled before ' || ?1 || ' was set up' FROM entries e "
                    "WHERE target = (SELECT min(target) FROM entries WHERE key = e.key) "
                    "AND NOT EXISTS (SELECT 1 FROM entries WHERE key = e.key AND target IN (?1, ?3))",
                    (name, micros(now), EVERY),
                )
        return new

    # ── accounts ─────────────────────────────────────────────────────────────────────────────────

    def note_account(self, target: str, account: str, now: datetime, login: str | None = None) -> None:
        """The target posts to this account from now on. ``login``: the name that led to it."""
        noted = self.accounts_of(target)
        if not noted or noted[-1][1] != account:
            self.marks.set(mark_name(target), json.dumps([*noted, (micros(now), account)]))
        if login is not None:
            self.marks.set(login_mark(target), digest_of(login))

    def account_behind(self, target: str, login: str) -> str | None:
        """The account that this name led to when the target last posted; None: it had another name then, or nothing is known."""
        noted = self.accounts_of(target)
        return noted[-1][1] if noted and self.marks.get(login_mark(target)) == digest_of(login) else None

    def account_at(self, target: str, moment: datetime) -> str | None:
        """The account that the target posted to then; before the first one was noted, that one."""
        noted = self.accounts_of(target)
        earlier = [account for since, account in noted if since <= micros(moment)]
        return earlier[-1] if earlier else next((account for _, account in noted), None)

    def accounts_of(self, target: str) -> list[tuple[int, str]]:
        """Since when (microseconds since 1970) it posts to which account, the oldest first."""
        return [(int(since), str(account)) for since, account in json.loads(self.marks.get(mark_name(target)) or "[]")]


def mark_name(target: str) -> str:
    return storable(f"accounts of {target}")


def login_mark(target: str) -> str:
    return storable(f"login of {target}")


def digest_of(login: str) -> str:
    """Tells two names apart; one may be a mail address, which nobody shall read in a ledger."""
    return hashlib.sha256(login.encode()).hexdigest()[:6]

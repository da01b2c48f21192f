"""Which account each target has posted to, and since when: a target's name can change, and its account too."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from bot.ledger.files import FileMemory
from bot.ledger.reader import Reader
from bot.ledger.rows import micros, storable
from bot.model import Status

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Entry

HAS_IT = frozenset({Status.CLAIMED, Status.IN_DOUBT, Status.POSTED, Status.DELETED})
"""The account has, had or may have the post."""


class AccountMemory(Reader, FileMemory):
    """The part of the ledger that knows one account under several targets' names."""

    def note_account(self, target: str, account: str, now: datetime, login: str | None = None) -> None:
        """The target posts to this account from now on. ``login``: the name that led to it."""
        noted = self.accounts_of(target)
        if not noted or noted[-1][1] != account:
            self.set_mark(mark_name(target), json.dumps([*noted, (micros(now), account)]))
        if login is not None:
            self.set_mark(login_mark(target), digest_of(login))

    def account_behind(self, target: str, login: str) -> str | None:
        """The account that this name led to when the target last posted; None: it had another name then, or nothing is known."""
        noted = self.accounts_of(target)
        return noted[-1][1] if noted and self.mark(login_mark(target)) == digest_of(login) else None

    def on_same_account(self, key: str, target: str, account: str) -> Entry | None:
        """What is known of this digest on another target that was the same account when it was claimed."""
        for name in sorted(self.targets() - {target}):
            entry = self.get(key, name)
            if entry is None or entry.status not in HAS_IT:
                continue
            if self.account_at(name, entry.claimed_at or entry.updated_at) == account:
                return entry
        return None

    def account_at(self, target: str, moment: datetime) -> str | None:
        """The account that the target posted to then; before the first one was noted, that one."""
        noted = self.accounts_of(target)
        earlier = [account for since, account in noted if since <= micros(moment)]
        return earlier[-1] if earlier else next((account for _, account in noted), None)

    def accounts_of(self, target: str) -> list[tuple[int, str]]:
        """Since when (microseconds since 1970) it posts to which account, the oldest first."""
        return [(int(since), str(account)) for since, account in json.loads(self.mark(mark_name(target)) or "[]")]


def mark_name(target: str) -> str:
    return storable(f"accounts of {target}")


def login_mark(target: str) -> str:
    return storable(f"login of {target}")


def digest_of(login: str) -> str:
    """Tells two names apart; one may be a mail address, which nobody shall read in a ledger."""
    return hashlib.sha256(login.encode()).hexdigest()[:6]

"""No digest goes to one account twice, whatever the targets are called that post to it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import PublishError
from bot.model import OPEN, Claim, Failed, Outcome, Skipped, Status
from bot.watcher.standing import outcome_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.ledger import Ledger
    from bot.model import Claimer, Intent
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


OPEN_TO_CLAIM = frozenset({Status.FAILED, Status.BASELINE})


@dataclass(frozen=True, slots=True)
class OneAccount:
    """Knows each target's account, and stops the second target before its claim."""

    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    known: dict[str, str | None] = field(default_factory=dict)
    """Target name to its account; None: it cannot be told."""
    logins: dict[str, str] = field(default_factory=dict)
    """Target name to the name by which it logged in."""

    def learn(self, target: Target) -> None:
        """Ask for its account, once in a run; before the claim, for no ledger is kept waiting for a platform."""
        if target.name in self.known:
            return
        account, publisher = None, self.publisher_of(target)
        login = publisher.account() if publisher.repeatable else None
        if login is not None:
            # A log-in takes long, and is not waited for where an earlier one has told.
            account = self.store.read(lambda ledger: ledger.targets.account_behind(target.name, login))
        if account is None:
            with suppress(PublishError):  # what refuses this refuses the post too, and is said there
                account = publisher.lasting_account()
        if login is not None and login != account:
            self.logins[target.name] = login
        self.known[target.name] = account

    def note(self, ledger: Ledger, target: str, now: datetime) -> None:
        """Write down whose the target is, as far as that is known: what may have been sent is looked for there alone."""
        if (account := self.known.get(target)) is not None:
            ledger.targets.note_account(target, account, now, self.logins.get(target))

    def refuse(self, ledger: Ledger, intent: Intent, claimer: Claimer, now: datetime) -> Outcome | None:
        """Why this target's account must not get this digest; None: it may, and the ledger knows whose it is."""
        account = self.known.get(intent.target)
        if account is None:
            return self.put_off(ledger, intent, now)
        key = ledger.key_of(intent.digest)
        own, twin = ledger.get(key, intent.target), ledger.on_same_account(key, intent.target, account)
        if twin is None or (own is not None and own.status not in OPEN_TO_CLAIM):
            self.note(ledger, intent.target, now)
            return None
        if twin.target in {target.name for target in self.settings.targets}:
            why = f"{twin.target} has it, and both are one account ({account}); {REMEDY}"
            won = ledger.claim(intent, claimer, now, timedelta(0))
            if isinstance(won, Claim):
                ledger.fail(won, why, now)
            return Failed(why)
        if twin.status in OPEN:
            return outcome_behind(twin, now)
        why = f"it was posted to this account as {twin.target}, a target of another name"
        ledger.baseline([intent.digest], now, intent.target, reason=why)
        return Skipped(why)

    def put_off(self, ledger: Ledger, intent: Intent, now: datetime) -> Outcome | None:
        """Why this digest waits until the target's account can be told: the one that it posted to last has it. None: it need not."""
        account = ledger.targets.account_at(intent.target, now)
        if account is None:
            return None
        key = ledger.key_of(intent.digest)
        own, twin = ledger.get(key, intent.target), ledger.on_same_account(key, intent.target, account)
        if twin is None or (own is not None and own.status not in OPEN_TO_CLAIM):
            return None
        return Failed(f"{twin.target} has it, and whether both are one account ({account}) could not be asked", now)


# ── named before anything is posted ──────────────────────────────────────────────────────────────

REMEDY = "give each its own secrets (env in its settings), or leave one out"


def same_accounts(targets: Sequence[Target], publisher_of: Callable[[Target], Publisher]) -> list[str]:
    """A clause for every account that more than one of these targets posts to, as far as that can be told without asking."""
    platforms = Counter(target.platform.name for target in targets)
    by_account: dict[str, list[str]] = {}
    for target in targets:
        # A publisher is made only where there may be something to say.
        if platforms[target.platform.name] > 1 and (account := publisher_of(target).account()) is not None:
            by_account.setdefault(account, []).append(target.name)
    return [
        f"the targets {' and '.join(names)} are one account ({account}), which takes each digest once"
        for account, names in by_account.items()
        if len(names) > 1
    ]

"""Settling in the ledger: writing what came of every claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.errors import LedgerError, SaidToBeThere, TryLater, Unknown, describe
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Receipt, Status
from bot.pipeline.one_account import REMEDY
from bot.points import Point, reach
from bot.settings.paths import shown
from bot.watcher.standing import doubt_remedy, outcome_behind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Entry, Result
    from bot.pipeline.job import Delivery
    from bot.store import Store


@dataclass(slots=True)
class Settling:
    store: Store
    clock: Clock
    broken: str | None = None
    """Why the ledger cannot be written any more, of a run that has sent something already."""

    def settle(self, deliveries: Sequence[Delivery]) -> list[Result]:
        if not deliveries:
            return []
        now = self.clock.now()
        reach(Point.SETTLE_BEFORE)
        try:
            settled = self.store.change(
                lambda ledger: [self.record(ledger, delivery, now) for delivery in deliveries],
                "settle " + ", ".join(f"{delivery.claim.key} on {delivery.claim.target}" for delivery in deliveries),
            )
        except LedgerError as error:
            return self.unwritten(deliveries, error)
        except Exception as error:  # noqa: BLE001 -- one answer that cannot be written down keeps no other from being
            if len(deliveries) > 1:
                return [result for delivery in deliveries for result in self.settle([delivery])]
            return [self.left_claimed(delivery, describe(error)) for delivery in deliveries]
        reach(Point.SETTLE_AFTER)
        return settled

    def record(self, ledger: Ledger, delivery: Delivery, now: datetime) -> Result:
        if delivery.account is not None:
            ledger.targets.note_account(delivery.claim.target, delivery.account, delivery.claim.claimed_at)
        match delivery.answer:
            case Receipt(existing=True) as receipt if holder := ledger.holder(
                receipt.id, delivery.claim.key, delivery.claim.target
            ):
                return self.record_for_other_entry(ledger, delivery, receipt, holder, now)
            case Receipt() as receipt:
                ledger.settle(delivery.claim, receipt, now)
                warned = replace(delivery.drafted, warnings=(*delivery.drafted.warnings, *receipt.warnings))
                outcome = AlreadyPosted(receipt) if receipt.existing else Posted(receipt)
                return warned.without_content().result(delivery.job.digest, outcome)
            case TryLater() as error:
                retry_at = error.retry_at or now
                entry = ledger.fail(delivery.claim, str(error), now, retry_at)
                return self.written(delivery, entry, Failed(str(error), retry_at), now)
            case Unknown() as error:
                entry = ledger.doubt(delivery.claim, str(error), now)
                if isinstance(error, SaidToBeThere):
                    ledger.said_to_be_there(delivery.claim)
                return self.written(delivery, entry, InDoubt(f"{error}. {doubt_remedy(entry)}"), now)
            case error:
                entry = ledger.fail(delivery.claim, str(error), now)
                return self.written(delivery, entry, Failed(str(error)), now)

    def written(self, delivery: Delivery, entry: Entry, outcome: Outcome, now: datetime) -> Result:
        """The result with this outcome, or with what somebody else has made of the entry since the claim was lost to them."""
        own = entry.attempt == delivery.claim.attempt and entry.status in {Status.FAILED, Status.IN_DOUBT}
        return delivery.result(outcome if own else outcome_behind(entry, now))

    def record_for_other_entry(
        self, ledger: Ledger, delivery: Delivery, receipt: Receipt, holder: tuple[str, str], now: datetime
    ) -> Result:
        """Write down that the post which the platform has in this one's place belongs to another entry: it is not this one."""
        key, target = holder
        claim = delivery.claim
        if key == claim.key:
            why = f"{receipt.url} stands there already, as the post of the target {target}: both are one account"
            why += f"; {REMEDY}"
            entry = ledger.fail(claim, why, now)
            return self.written(delivery, entry, Failed(why), now)
        why = f"{claim.target} has this very text already, as the post of {key}: {receipt.url}"
        entry = ledger.doubt(claim, why, now)
        ledger.said_to_be_there(claim, looked_once_more=True)
        return self.written(delivery, entry, InDoubt(f"{why}. {doubt_remedy(entry)}"), now)

    def unwritten(self, deliveries: Sequence[Delivery], error: LedgerError) -> list[Result]:
        """What came of claims that the ledger does not take any more; their claims stand, so the next run looks."""
        # The error's remedy is for a run that has sent nothing.
        self.broken = error.what
        return [self.left_claimed(delivery, error.what) for delivery in deliveries]

    def left_claimed(self, delivery: Delivery, reason: str) -> Result:
        """What came of one claim that stands in the ledger without its end."""
        where = f"{shown(delivery.job.digest.path)} {delivery.claim.target}"
        why = f"could not be written into the ledger ({reason})"
        outcome: Outcome = Failed(f"{delivery.answer}; this {why}", self.clock.now())
        if isinstance(delivery.answer, Receipt):
            url = delivery.answer.url
            outcome = InDoubt(
                f"it is posted, {url}, which {why}; the next run finds it, or: bot resolve {where} --posted {url}"
            )
        elif isinstance(delivery.answer, Unknown):
            outcome = InDoubt(
                f"{delivery.answer}; this {why}; the next run looks what became of it, or look at the account, then: "
                f"bot resolve {where} --posted URL | --not-posted"
            )
        return delivery.result(outcome)

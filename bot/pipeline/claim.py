"""Claiming in the ledger, before anything is sent, exactly what will be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bot.errors import TryLater, describe
from bot.model import AlreadyPosted, Claim, Failed, Intent, Result, Status
from bot.pipeline.documents import accompany, look_beside
from bot.pipeline.job import Delivery
from bot.points import Point, reach
from bot.watcher.standing import outcome_behind
from bot.watcher.verdict import twin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.ledger import Ledger
    from bot.model import Digest, Entry, Outcome
    from bot.pipeline.job import Drafted, Job, Uploaded
    from bot.pipeline.one_account import OneAccount
    from bot.pipeline.settle import Settling
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target


@dataclass(slots=True)
class Claimed:
    """What one change of the ledger came to."""

    settled: list[Result] = field(default_factory=list)
    """Of the deliveries that were written with it."""
    claims: list[tuple[Drafted, Claim]] = field(default_factory=list)
    """Those that were won, and may be sent."""
    others: list[Result] = field(default_factory=list)
    """What stands in the way of the rest of the digest's targets."""


@dataclass(frozen=True, slots=True)
class Claiming:
    """Claims a digest's targets together, in one change with the receipts that are still to be written."""

    settings: Settings
    settling: Settling
    publisher_of: Callable[[Target], Publisher]
    accounts: OneAccount
    refused: dict[str, str]
    """Target name to the reason why nothing more can be posted to it in this run."""

    def claim(self, job: Job, drafts: Sequence[Drafted], late: Sequence[Delivery]) -> Claimed:
        """Write what came of the ``late`` deliveries and claim the next digest's targets, in one change."""
        now = self.settling.clock.now()
        # Taken before the claim is written: a write may take long, and the lease counts from its beginning.
        ends = self.settling.clock.monotonic() + self.settings.lease.total_seconds()
        intents: list[tuple[Drafted, Intent]] = []
        hopeless: list[Result] = []
        for drafted in drafts:
            if drafted.draft is None:
                hopeless.append(drafted.result(job.digest, Failed(drafted.problem or "no draft")))
            elif drafted.target.name in self.refused:
                hopeless.append(drafted.result(job.digest, Failed(f"not tried: {self.refused[drafted.target.name]}")))
            else:
                try:
                    intents.append(self.intent(job, drafted, now))
                except Exception as error:  # noqa: BLE001 -- it is this digest's failure, and nothing of it was sent
                    hopeless.append(drafted.result(job.digest, Failed(describe(error))))
        if not late and not intents:
            return Claimed(others=hopeless)
        reach(Point.CLAIM_BEFORE)
        claimed = self.settling.store.change(
            lambda ledger: self.write(ledger, job, intents, late, now), f"claim {job.digest.key}"
        )
        reach(Point.CLAIM_AFTER)
        claimed.others += hopeless
        claimed.claims = [(drafted, replace(claim, lease_until_monotonic=ends)) for drafted, claim in claimed.claims]
        return claimed

    def amend(self, delivery: Delivery, instead: Drafted) -> Delivery | tuple[Drafted, Claim]:
        """The claim of a delivery that was refused, with something else to send; where it is lost, nothing is sent."""
        if instead.draft is None:
            return delivery
        claim = delivery.claim
        try:
            # A document that was made with the picture is there by now, and stays.
            publisher = self.publisher_of(instead.target)
            instead = look_beside(delivery.job.digest, instead, publisher, claim.companion)
            if instead.put_off is not None:
                return replace(delivery, answer=instead.put_off)
            instead, intent = self.intent(delivery.job, instead, self.settling.clock.now())
            amended = self.settling.store.change(
                lambda ledger: ledger.amend(claim, intent.payload, intent.cost_usd, intent.companion),
                f"claim {claim.key} on {claim.target} without its picture",
            )
        except Exception as error:  # noqa: BLE001 -- the platform refused the post, so nothing of it is out
            return replace(delivery, answer=TryLater(describe(error)))
        return instead, amended

    def keep(self, uploaded: Uploaded) -> Delivery | tuple[Drafted, Claim]:
        """The claim with what its platform calls the picture, to be sent; where it is lost, nothing is."""
        claim = uploaded.claim
        try:
            kept = self.settling.store.change(
                lambda ledger: ledger.amend(claim, uploaded.payload, companion=claim.companion),
                f"claim {claim.key} on {claim.target} with its picture",
            )
        except Exception as error:  # noqa: BLE001 -- nothing of the post is out
            return Delivery(uploaded.job, uploaded.drafted, claim, TryLater(describe(error)))
        return uploaded.drafted, kept

    def write(
        self,
        ledger: Ledger,
        job: Job,
        intents: Iterable[tuple[Drafted, Intent]],
        late: Iterable[Delivery],
        now: datetime,
    ) -> Claimed:
        """The change itself; a store may call it more than once."""
        claimed = Claimed(settled=[self.settling.record(ledger, delivery, now) for delivery in late])
        claimer = self.settling.store.claimer
        for drafted, prepared in intents:
            known = ledger.entry(job.digest, drafted.target.name)
            if known is not None and known.status is Status.BASELINE and not job.archive:
                claimed.others.append(drafted.result(job.digest, outcome_behind(known, now)))
                continue
            intent = self.with_own_rkey(ledger, job, drafted, prepared, now)
            if job.again:
                self.accounts.note(ledger, drafted.target.name, now)
            elif (refusal := self.accounts.refuse(ledger, intent, claimer, now)) is not None:
                claimed.others.append(drafted.result(job.digest, refusal))
                continue
            if drafted.put_off is not None:
                claimed.others.append(self.put_off(ledger, job, drafted, intent, now))
                continue
            if known is not None and known.payload and not job.again:
                publisher = self.publisher_of(drafted.target)
                intent = replace(intent, payload=publisher.resumed(intent.payload, known.payload, now))
            over_cap = self.over_cap(ledger, drafted.target, intent, now)
            if over_cap is not None:
                entry = ledger.put_off(intent, claimer, now, over_cap.reason, over_cap.retry_at or now)
                lost = not job.again and entry.status is not Status.FAILED
                claimed.others.append(drafted.result(job.digest, outcome_behind(entry, now) if lost else over_cap))
                continue
            changed = (
                job.again
                and known is not None
                and known.attempt != job.attempts.get(drafted.target.name, known.attempt)
            )
            won = ledger.claim(intent, claimer, now, self.settings.lease, again=job.again and not changed)
            if isinstance(won, Claim):
                claimed.claims.append((drafted, won))
            else:
                claimed.others.append(drafted.result(job.digest, outcome_of_other(won, job.digest, now)))
        return claimed

    def intent(self, job: Job, drafted: Drafted, now: datetime) -> tuple[Drafted, Intent]:
        """All that is to be claimed: what will be sent, to the byte; and the draft with the address of its document."""
        if drafted.draft is None:
            raise AssertionError(job.digest.key)
        publisher = self.publisher_of(drafted.target)
        prepared = publisher.prepare(job.digest, drafted.draft, now, again=job.again)
        accompanied_draft, accompanied = accompany(publisher, prepared, job.digest, drafted, now)
        return accompanied_draft, Intent(
            digest=job.digest,
            target=drafted.target.name,
            payload=accompanied.payload,
            rkey=prepared.rkey,
            cost_usd=drafted.draft.cost_usd,
            fingerprint=fingerprint(job.digest),
            companion=accompanied.companion,
        )

    def with_own_rkey(self, ledger: Ledger, job: Job, drafted: Drafted, intent: Intent, now: datetime) -> Intent:
        """The intent under another rkey, where another digest that had this file's name and time was claimed under this one."""
        if intent.rkey is None or drafted.draft is None:
            return intent
        key = ledger.key_of(job.digest)
        if not ledger.has_rkey(intent.rkey, key, intent.target):
            return intent
        renamed = replace(job.digest, key=key if key != job.digest.key else f"{key} {job.digest.title}")
        prepared = self.publisher_of(drafted.target).prepare(renamed, drafted.draft, now, again=job.again)
        return replace(intent, rkey=prepared.rkey)

    def put_off(self, ledger: Ledger, job: Job, drafted: Drafted, intent: Intent, now: datetime) -> Result:
        """Write down that what it is to pin could not be asked for now."""
        if drafted.put_off is None:
            raise AssertionError(job.digest.key)
        later = Failed(str(drafted.put_off), drafted.put_off.retry_at or now)
        if not job.again:
            # Nobody has looked what is there, so what is known of it stays.
            unaccompanied = replace(intent, companion=None)
            claimer = self.settling.store.claimer
            known = ledger.put_off(unaccompanied, claimer, now, later.reason, later.retry_at or now)
            if known.status is not Status.FAILED:
                return drafted.result(job.digest, outcome_behind(known, now))
        return drafted.result(job.digest, later)

    def over_cap(self, ledger: Ledger, target: Target, intent: Intent, now: datetime) -> Failed | None:
        """The month's money is spent: put off to the next month."""
        if target.monthly_cap_usd is None or intent.cost_usd is None:
            return None
        month = month_of(now)
        spent = ledger.spent(target.name, month)
        if spent + intent.cost_usd <= target.monthly_cap_usd:
            return None
        return Failed(
            f"this month's ${target.monthly_cap_usd} for {target.name} would be passed: ${spent} is spent and this post costs "
            f"${intent.cost_usd}; raise monthly_cap_usd, or wait for the next month",
            (month + timedelta(days=32)).replace(day=1),
        )


def outcome_of_other(entry: Entry, digest: Digest, now: datetime) -> Outcome:
    """What it means that this entry stands in the digest's way; it may be another file's, posted a moment ago."""
    outcome = outcome_behind(entry, now)
    twin = twin_of(digest, entry) if isinstance(outcome, AlreadyPosted) else None
    return (twin.outcome if twin is not None else None) or outcome


def month_of(now: datetime) -> datetime:
    """The beginning of the month in UTC, from which a month's money counts."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def fingerprint(digest: Digest) -> str:
    """A hash of what readers see of a digest, by which a later edit is noticed."""
    hero = digest.pictures[0].source if digest.pictures else ""
    return hashlib.sha256(f"{digest.title}\0{hero}".encode()).hexdigest()[:16]

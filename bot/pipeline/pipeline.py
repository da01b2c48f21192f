"""The one way from Digest to Receipt: draft, claim in the ledger, publish, settle in the ledger."""

from __future__ import annotations

import contextlib
import hashlib
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import (
    DigestError,
    LedgerError,
    PictureRejected,
    PublishError,
    Rejected,
    TargetRejected,
    TryLater,
    Unknown,
)
from bot.model import (
    AlreadyPosted,
    Claim,
    Entry,
    Failed,
    InDoubt,
    Intent,
    Outcome,
    Posted,
    Receipt,
    Result,
    Skipped,
    WouldPost,
)
from bot.pipeline.doubt import outcome_of, remedy
from bot.points import Point, reach
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Digest, Draft, Image
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Job:
    """One digest and the targets that it is to be posted to."""

    digest: Digest
    targets: tuple[Target, ...]
    again: bool = False
    warnings: tuple[str, ...] = ()
    """What was found wrong with its page."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that can be sent, or the reason why there is none."""

    target: Target
    draft: Draft | None
    warnings: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending one claim."""

    job: Job
    ready: Ready
    claim: Claim
    answer: Receipt | PublishError


@dataclass(slots=True)
class Pipeline:
    """Everything that one run posts with."""

    settings: Settings
    clock: Clock
    compose: Callable[[Digest, Target, Image | None], Draft]
    pictures: Callable[[Digest, Target], tuple[Image | None, tuple[str, ...]]]
    publisher: Callable[[Target], Publisher]
    stopped: Callable[[], bool] = lambda: False
    refused: dict[str, str] = field(default_factory=dict)
    """Target name to the reason why nothing more can be posted to it in this run."""
    broken: str | None = None
    """Why the ledger cannot be written any more, of a run that has sent something already."""

    # ── drafts ───────────────────────────────────────────────────────────────────────────────────

    def ready(self, digest: Digest, target: Target, warnings: tuple[str, ...] = ()) -> Ready:
        """The draft for one target; never raises for what a digest holds."""
        image, found = self.pictures(digest, target)
        warnings = (*warnings, *found)
        try:
            draft = self.compose(digest, target, image)
        except DigestError as error:
            return Ready(target, None, warnings, str(error))
        return Ready(target, draft, warnings)

    def preview(self, job: Job, skipped: Callable[[Digest, Target], str | None]) -> Iterator[Result]:
        """What would be sent, without a ledger, a secret or a word to a platform."""
        for target in job.targets:
            ready = self.ready(job.digest, target)
            reason = skipped(job.digest, target)
            outcome: Outcome = WouldPost()
            if ready.problem is not None:
                outcome = Failed(ready.problem)
            elif reason is not None:
                outcome = Skipped(reason)
            shown_result = result(job.digest, ready, outcome)
            if ready.draft is not None:
                payload = self.publisher(target).prepare(job.digest, ready.draft, self.clock.now()).payload
                shown_result = replace(shown_result, payload=payload)
            yield shown_result

    # ── posting ──────────────────────────────────────────────────────────────────────────────────

    def post(self, store: Store, jobs: Sequence[Job]) -> Iterator[Result]:
        """Post every job, digest after digest, its targets side by side; yields what came of each as it comes.

        A claim is durable before anything is sent. On a shared ledger the last receipt of a digest is written
        together with the next one's claims where these are ready, so that N posts cost N + 1 writes.
        """
        targets = {target.name: target for job in jobs for target in job.targets}
        if not targets:
            return
        late: list[Sent] = []
        begun = False
        # Two digests' drafts at once, a sender and a log-in for each target.
        with self.kept(store, late), ThreadPoolExecutor(4 * len(targets), thread_name_prefix="bot") as pool:
            for target in targets.values():
                pool.submit(self.warm, target)
            for number, (job, drafts) in enumerate(self.ahead(pool, jobs)):
                wait_for_turn = bool(number and self.settings.spacing)
                if late and (wait_for_turn or not all(draft.done() for draft in drafts)):
                    yield from self.settle(store, late)
                    late.clear()
                readies = [draft.result() for draft in drafts]
                if wait_for_turn:
                    self.clock.sleep(self.settings.spacing.total_seconds())
                if (halt := self.halt()) is not None:
                    yield from (result(job.digest, ready, halt) for ready in readies)
                    continue
                try:
                    settled, claims, others = self.claim(store, job, readies, late)
                except LedgerError as error:
                    if not begun:
                        raise
                    yield from self.unwritten(late, error)
                    yield from (result(job.digest, ready, self.halt() or Failed(str(error))) for ready in readies)
                    late.clear()
                    continue
                late.clear()
                begun = begun or bool(claims)
                yield from settled
                yield from others
                for answered, more in self.answers(store, {pool.submit(self.send, job, *won) for won in claims}, pool):
                    late += answered
                    if more or store.local:
                        yield from self.settle(store, late)
                        late.clear()
            yield from self.settle(store, late)

    @contextlib.contextmanager
    def kept(self, store: Store, late: Sequence[Sent]) -> Iterator[None]:
        """Receipts that wait for the next write are written also when something unforeseen ends the run."""
        try:
            yield
        except BaseException:
            self.settle(store, late)
            raise

    def answers(
        self, store: Store, sending: set[Future[Sent]], pool: ThreadPoolExecutor
    ) -> Iterator[tuple[list[Sent], bool]]:
        """What came of these claims, as the answers come, and whether others are still to come."""
        while sending:
            done, sending = wait(sending, return_when=FIRST_COMPLETED)
            answered = []
            for sent in (future.result() for future in done):
                bare = self.without_picture(store, sent)
                if isinstance(bare, Sent):
                    answered.append(bare)
                else:
                    sending.add(pool.submit(self.send, *bare))
            yield answered, bool(sending)

    def ahead(self, pool: ThreadPoolExecutor, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Future[Ready]]]]:
        """Every job with its drafts under way, the next one's begun before this one is sent."""
        begun: deque[tuple[Job, list[Future[Ready]]]] = deque()
        for job in jobs:
            begun.append((job, [pool.submit(self.ready, job.digest, target, job.warnings) for target in job.targets]))
            if len(begun) > 1:
                yield begun.popleft()
        yield from begun

    def warm(self, target: Target) -> None:
        """Import the SDK and log in while the hero is fetched; what goes wrong is said when something is sent."""
        with contextlib.suppress(PublishError):
            self.publisher(target).warm()

    def claim(
        self, store: Store, job: Job, readies: Sequence[Ready], late: Sequence[Sent]
    ) -> tuple[list[Result], list[tuple[Ready, Claim]], list[Result]]:
        """Write the late receipts and claim the next digest's targets, in one change.

        Returns the late ones' results, the claims that were won, and what stands in the way of the others.
        """
        now = self.clock.now()
        intents: list[tuple[Ready, Intent | str]] = []
        for ready in readies:
            if ready.draft is None:
                intents.append((ready, ready.problem or "no draft"))
            elif ready.target.name in self.refused:
                intents.append((ready, f"not tried: {self.refused[ready.target.name]}"))
            else:
                intents.append((ready, self.intent(job, ready.target, ready.draft, now)))
        wanted = any(isinstance(intent, Intent) for _, intent in intents)

        def apply(ledger: Ledger) -> tuple[list[Result], list[tuple[Ready, Claim]], list[Result]]:
            settled = [self.record(ledger, sent, now) for sent in late]
            claims: list[tuple[Ready, Claim]] = []
            others: list[Result] = []
            for ready, intent in intents:
                if isinstance(intent, str):
                    others.append(result(job.digest, ready, Failed(intent)))
                    continue
                over = self.over_cap(ledger, ready.target, intent, now)
                if over is not None:
                    ledger.put_off(intent, store.claimer, now, over.reason, over.retry_at or now)
                won = over or ledger.claim(intent, store.claimer, now, self.settings.lease, again=job.again)
                if isinstance(won, Claim):
                    claims.append((ready, won))
                elif isinstance(won, Entry):
                    others.append(result(job.digest, ready, outcome_of(won)))
                else:
                    others.append(result(job.digest, ready, won))
            return settled, claims, others

        if not late and not wanted:
            return [], [], [result(job.digest, ready, Failed(str(intent))) for ready, intent in intents]
        reach(Point.CLAIM_BEFORE)
        claimed = store.change(apply, f"claim {job.digest.key}")
        reach(Point.CLAIM_AFTER)
        return claimed

    def intent(self, job: Job, target: Target, draft: Draft, now: datetime) -> Intent:
        prepared = self.publisher(target).prepare(job.digest, draft, now, again=job.again)
        return Intent(
            digest=job.digest,
            target=target.name,
            payload=prepared.payload,
            rkey=prepared.rkey,
            cost_usd=draft.cost_usd,
            fingerprint=fingerprint(job.digest),
        )

    def over_cap(self, ledger: Ledger, target: Target, intent: Intent, now: datetime) -> Failed | None:
        """The month's money is spent: put off to the next month."""
        if target.monthly_cap_usd is None or intent.cost_usd is None:
            return None
        month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        spent = ledger.spent(target.name, month)
        if spent + intent.cost_usd <= target.monthly_cap_usd:
            return None
        return Failed(
            f"this month's ${target.monthly_cap_usd} for {target.name} would be passed: ${spent} is spent and this post costs "
            f"${intent.cost_usd}; raise monthly_cap_usd, or wait for the next month",
            (month + timedelta(days=32)).replace(day=1),
        )

    def send(self, job: Job, ready: Ready, claim: Claim) -> Sent:
        """Send one claim, in a thread of its own."""
        draft = ready.draft
        if draft is None:
            raise AssertionError(claim)
        # Somebody else may take a claim for dead when its lease is over; half of it is kept for the answer.
        if self.clock.now() - claim.claimed_at > self.settings.lease / 2:
            late = TryLater("preparing took more than half the lease; nothing was sent", self.clock.now())
            return Sent(job, ready, claim, late)
        if ready.target.name in self.refused:
            return Sent(job, ready, claim, Rejected(f"not tried: {self.refused[ready.target.name]}"))
        try:
            reach(Point.SEND_BEFORE)
            receipt = self.publisher(ready.target).publish(claim, draft.image)
            reach(Point.SEND_AFTER)
        except PublishError as error:
            if isinstance(error, TargetRejected):
                self.refused[ready.target.name] = str(error)
            return Sent(job, ready, claim, error)
        return Sent(job, ready, claim, receipt)

    def halt(self) -> Failed | None:
        """Why nothing new may be begun any more."""
        if self.broken is not None:
            return Failed(f"not sent, for the ledger cannot be written any more: {self.broken}", self.clock.now())
        return Failed("the run was stopped before this was sent", self.clock.now()) if self.stopped() else None

    def without_picture(self, store: Store, sent: Sent) -> Sent | tuple[Job, Ready, Claim]:
        """The same post without the picture that the platform refused, claimed anew before it is sent; else ``sent``."""
        if not isinstance(sent.answer, PictureRejected) or sent.ready.draft is None or sent.ready.draft.image is None:
            return sent
        target = sent.ready.target
        draft = self.compose(sent.job.digest, target, None)
        warning = f"posted without its picture, which {target.name} refused: {sent.answer}"
        intent = self.intent(sent.job, target, draft, self.clock.now())
        try:
            claim = store.change(
                lambda ledger: ledger.amend(sent.claim, intent.payload, intent.rkey, intent.cost_usd),
                f"claim {sent.claim.key} on {target.name} without its picture",
            )
        except LedgerError as error:
            return replace(sent, answer=TryLater(str(error)))
        return sent.job, replace(sent.ready, draft=draft, warnings=(*sent.ready.warnings, warning)), claim

    def settle(self, store: Store, late: Sequence[Sent]) -> list[Result]:
        """Write what came of these claims."""
        if not late:
            return []
        now = self.clock.now()
        reach(Point.SETTLE_BEFORE)
        try:
            settled = store.change(
                lambda ledger: [self.record(ledger, sent, now) for sent in late],
                "settle " + ", ".join(f"{sent.claim.key} on {sent.claim.target}" for sent in late),
            )
        except LedgerError as error:
            return self.unwritten(late, error)
        reach(Point.SETTLE_AFTER)
        return settled

    def unwritten(self, late: Sequence[Sent], error: LedgerError) -> list[Result]:
        """What came of claims that the ledger does not take any more; their claims stand, so the next run looks."""
        # The rest of the message is for a run that has sent nothing.
        self.broken = error.problem
        results = []
        for sent in late:
            where = f"{shown(sent.job.digest.path)} {sent.claim.target}"
            why = f"could not be written into the ledger ({self.broken})"
            outcome: Outcome = Failed(f"{sent.answer}; this {why}", self.clock.now())
            if isinstance(sent.answer, Receipt):
                url = sent.answer.url
                outcome = InDoubt(
                    f"it is posted, {url}, which {why}; the next run finds it, or: bot resolve {where} --posted {url}"
                )
            elif isinstance(sent.answer, Unknown):
                outcome = InDoubt(
                    f"{sent.answer}; this {why}; the next run looks what became of it, or look at the account, then: "
                    f"bot resolve {where} --posted URL | --not-posted"
                )
            results.append(result(sent.job.digest, sent.ready, outcome))
        return results

    def record(self, ledger: Ledger, sent: Sent, now: datetime) -> Result:
        """Write what came of one claim."""
        digest = sent.job.digest
        match sent.answer:
            case Receipt() as receipt:
                ledger.settle(sent.claim, receipt, now)
                ready = without_content(replace(sent.ready, warnings=(*sent.ready.warnings, *receipt.warnings)))
                return result(digest, ready, AlreadyPosted(receipt) if receipt.existing else Posted(receipt))
            case TryLater() as error:
                retry_at = error.retry_at or now
                ledger.fail(sent.claim, str(error), now, retry_at)
                return result(digest, sent.ready, Failed(str(error), retry_at))
            case Unknown() as error:
                entry = ledger.doubt(sent.claim, str(error), now)
                return result(digest, sent.ready, InDoubt(f"{error}. {remedy(entry)}"))
            case error:
                ledger.fail(sent.claim, str(error), now)
                return result(digest, sent.ready, Failed(str(error)))


def without_content(ready: Ready) -> Ready:
    """As it was sent, but for the picture's content."""
    draft = ready.draft
    if draft is None or draft.image is None:
        return ready
    return replace(ready, draft=replace(draft, image=draft.image.sent()))


def result(digest: Digest, ready: Ready, outcome: Outcome) -> Result:
    return Result(
        key=digest.key,
        path=shown(digest.path),
        target=ready.target.name,
        outcome=outcome,
        title=digest.title,
        draft=ready.draft,
        warnings=ready.warnings,
        platform=ready.target.platform,
    )


def fingerprint(digest: Digest) -> str:
    """A hash of what readers see of a digest, by which a later edit is noticed."""
    hero = digest.pictures[0].source if digest.pictures else ""
    return hashlib.sha256(f"{digest.title}\0{hero}".encode()).hexdigest()[:16]

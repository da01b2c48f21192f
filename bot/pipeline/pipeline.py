"""The one way from Digest to Receipt: draft, claim in the ledger, send, settle in the ledger."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from bot.errors import LedgerError, PictureRejected, TryLater, describe
from bot.memory import use_one_pool
from bot.model import Failed
from bot.pipeline.claim import Claimed, Claiming
from bot.pipeline.documents import look_beside
from bot.pipeline.drafts import Drafts
from bot.pipeline.job import Delivery, Uploaded, result_for
from bot.pipeline.one_account import OneAccount
from bot.pipeline.send import UNSENT, Sending
from bot.pipeline.settle import Settling

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from bot.clock import Clock
    from bot.model import Claim, Result
    from bot.pipeline.hook import Hooks
    from bot.pipeline.job import Drafted, Job
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


def open_pipeline(
    settings: Settings,
    store: Store,
    clock: Clock,
    publisher_of: Callable[[Target], Publisher],
    stopped: threading.Event,
    hooks: Hooks | None = None,
) -> Pipeline:
    """The pipeline of one run; what it learns of a target (a refused log-in) holds for all of the run."""
    refused: dict[str, str] = {}
    settling = Settling(store, clock)
    return Pipeline(
        settings,
        Drafts(settings, hooks),
        Claiming(settings, settling, publisher_of, OneAccount(settings, store, publisher_of), refused),
        Sending(settings.lease, clock, publisher_of, refused),
        settling,
        stopped,
    )


TICK_SECONDS = 0.2
"""How soon a stop is noticed while answers are waited for."""
TOGETHER_SECONDS = 0.05
"""How long an answer waits for another one, to be written with it: each write waits for the disk, and nothing is claimed meanwhile."""
GRACE_SECONDS = 2.0
"""How long a run that was stopped waits for answers that are under way; then they are in doubt."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Posts jobs, digest after digest, a digest's targets side by side."""

    settings: Settings
    drafts: Drafts
    claiming: Claiming
    sending: Sending
    settling: Settling
    stopped: threading.Event
    """Set: nothing new is begun any more."""

    def post(self, jobs: Sequence[Job]) -> Iterator[Result]:
        """Post every job; yields what came of each target as it comes.

        A claim is durable before anything is sent. The last receipts of a digest are written together with the next
        one's claims where these are ready, so that N posts cost N + 1 writes.
        """
        targets = {target.name: target for job in jobs for target in job.targets}
        if not targets:
            return
        if len(jobs) > 1:
            use_one_pool()
        late: list[Delivery] = []
        # Two digests' drafts at once, a sender and a log-in for each target.
        with self.settle_whatever_happens(late), self.threads(4 * len(targets)) as pool:
            for target in targets.values():
                pool.submit(self.sending.log_in, target)
            begun = False
            for number, (job, drafting) in enumerate(self.draft_ahead(pool, jobs)):
                waits_for_turn = bool(number and self.settings.spacing)
                if late and (waits_for_turn or not all(future.done() for future in drafting)):
                    yield from self.settle_late(late)
                if not self.wait_for_all(drafting):
                    stopped = self.reason_to_stop() or Failed("not sent", self.settling.clock.now())
                    yield from (result_for(job.digest, target, stopped) for target in job.targets)
                    continue
                drafts = [future.result() for future in drafting]
                if waits_for_turn:
                    self.settling.clock.sleep(self.settings.spacing.total_seconds())
                if (stop := self.reason_to_stop()) is not None:
                    yield from (drafted.result(job.digest, stop) for drafted in drafts)
                    continue
                claimed = self.claim(job, drafts, late, begun=begun)
                late.clear()
                begun = begun or bool(claimed.claims)
                yield from claimed.settled
                yield from claimed.others
                yield from self.send_claims(job, claimed.claims, pool, late)
            yield from self.settle_late(late)

    def claim(self, job: Job, drafts: Sequence[Drafted], late: Sequence[Delivery], *, begun: bool) -> Claimed:
        """What was claimed of these drafts, and what came of the ``late`` deliveries, which are written with it.

        Where nothing can be claimed, each draft is a failure; before anything was ``begun``, LedgerError is raised.
        """
        try:
            return self.claiming.claim(job, drafts, late)
        except LedgerError as error:
            if not begun:
                raise
            settled = self.settling.unwritten(late, error)
            failed = self.reason_to_stop() or Failed(str(error))
        except Exception as error:  # noqa: BLE001 -- a digest that cannot be claimed: it is its own failure
            settled = self.settling.settle(late)
            failed = Failed(describe(error))
        return Claimed(settled=settled, others=[drafted.result(job.digest, failed) for drafted in drafts])

    @contextmanager
    def threads(self, number: int) -> Iterator[ThreadPoolExecutor]:
        """So many threads; a run that was stopped does not wait for them."""
        pool = ThreadPoolExecutor(number, thread_name_prefix="bot")
        try:
            yield pool
        finally:
            pool.shutdown(wait=not self.stopped.is_set(), cancel_futures=True)

    def wait_for_all(self, futures: Collection[Future[Any]]) -> bool:
        """Wait for all of these; False where the run was stopped before they were done."""
        while wait(futures, TICK_SECONDS).not_done:
            if self.stopped.is_set():
                return not wait(futures, 0).not_done
        return True

    @contextmanager
    def settle_whatever_happens(self, late: Sequence[Delivery]) -> Iterator[None]:
        """Receipts that wait for the next write are written also when something unforeseen ends the run."""
        try:
            yield
        except BaseException:
            self.settling.settle(late)
            raise

    def draft_ahead(self, pool: ThreadPoolExecutor, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Future[Drafted]]]]:
        """Every job with its drafts under way, the next one's begun before this one is sent."""
        begun: deque[tuple[Job, list[Future[Drafted]]]] = deque()
        for job in jobs:
            drafting = [pool.submit(self.draft, job, target) for target in job.targets]
            begun.append((job, drafting))
            if len(begun) > 1:
                yield begun.popleft()
        yield from begun

    def draft(self, job: Job, target: Target) -> Drafted:
        """The draft for one target, with what is there already of what it is to pin; never raises."""
        drafted = self.drafts.draft(job.digest, target, job.warnings)
        try:
            self.claiming.accounts.learn(target)
            return look_beside(job.digest, drafted, self.sending.publisher_of(target), job.companions.get(target.name))
        except Exception as error:  # noqa: BLE001 -- the others go on
            return replace(drafted, draft=None, problem=describe(error))

    def reason_to_stop(self) -> Failed | None:
        """Why nothing new may be begun any more."""
        now = self.settling.clock.now()
        if self.settling.broken is not None:
            return Failed(f"not sent, for the ledger cannot be written any more: {self.settling.broken}", now)
        return Failed(UNSENT, now) if self.stopped.is_set() else None

    def send_claims(
        self, job: Job, claims: Iterable[tuple[Drafted, Claim]], pool: ThreadPoolExecutor, late: list[Delivery]
    ) -> Iterator[Result]:
        """Send these claims side by side; what came of them is written as the answers come.

        The last ones stay in ``late``, to be written with the next digest's claims.
        """
        if (stop := self.reason_to_stop()) is not None:
            # The stop came while the claim was written.
            unsent = TryLater(stop.reason, stop.retry_at)
            late += [Delivery(job, drafted, claim, unsent) for drafted, claim in claims]
            yield from self.settle_late(late)
            return
        sending = {pool.submit(self.sending.send, job, drafted, claim): (drafted, claim) for drafted, claim in claims}
        give_up_at: float | None = None
        while sending:
            done, _ = wait(sending, TOGETHER_SECONDS if late else TICK_SECONDS, FIRST_COMPLETED)
            for future in done:
                del sending[future]
                answer = future.result()
                answered = self.claiming.keep(answer) if isinstance(answer, Uploaded) else self.without_picture(answer)
                if isinstance(answered, Delivery):
                    late.append(answered)
                else:
                    sending[pool.submit(self.sending.send, job, *answered)] = answered
            if self.stopped.is_set() and sending:
                give_up_at = give_up_at or monotonic() + GRACE_SECONDS
                if monotonic() >= give_up_at:
                    late += [
                        Delivery(job, drafted, claim, self.sending.give_up(claim))
                        for drafted, claim in sending.values()
                    ]
                    sending.clear()
            # What was made comes before what stood there: two targets of one account share the post, and its maker has it.
            late.sort(key=lambda delivery: delivery.stood_there)
            if not done and sending:
                yield from self.settle_late(late, {drafted.target.platform.name for drafted, _ in sending.values()})

    def without_picture(self, delivery: Delivery) -> Delivery | tuple[Drafted, Claim]:
        """The claim once more without the picture that its platform refused, to be sent; else the delivery."""
        answer, refused = delivery.answer, delivery.drafted
        if not isinstance(answer, PictureRejected) or refused.draft is None or refused.draft.image is None:
            return delivery
        warning = f"posted without its picture, which {refused.target.name} refused: {answer}"
        return self.claiming.amend(delivery, self.drafts.without_picture(delivery.job.digest, refused, warning))

    def settle_late(self, late: list[Delivery], under_way: Collection[str] = ()) -> Iterator[Result]:
        """Write what came of these deliveries, which wait no longer.

        ``under_way``: the platforms that are still being sent to; a post that stood there may be one of theirs, and
        stays in ``late``.
        """
        held = [one for one in late if one.stood_there and one.drafted.target.platform.name in under_way]
        results = self.settling.settle([one for one in late if one not in held])
        late[:] = held
        yield from results

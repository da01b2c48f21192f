"""Any number of runs, in any order, against a model that is too simple to be wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from bot.model import Claim, Claimer, Entry, Receipt, Status
from tests.ledger.conftest import fresh, history
from tests.store.places import LEASE, NOW, digest, intent
from tests.thorough import times

DIGESTS = st.integers(0, 2)
TARGETS = st.sampled_from(["x", "bluesky"])
CLAIMERS = st.sampled_from([Claimer("aaaa", "laptop"), Claimer("bbbb", "runner", "100", 1)])
FREE = {None, Status.FAILED, Status.BASELINE}


@dataclass
class Known:
    """What the model knows of a digest on a target."""

    status: Status | None = None
    attempt: int = 0
    receipts: list[str] = field(default_factory=list)
    """Every one that was written down, oldest first."""
    told: list[Status] = field(default_factory=list)
    """Its history."""

    def become(self, status: Status) -> None:
        if self.status is Status.BASELINE and status is not Status.BASELINE and not self.told:
            self.told.append(Status.BASELINE)
        self.status = status
        if status is not Status.BASELINE or self.told:
            self.told.append(status)


class Model(RuleBasedStateMachine):
    claims = Bundle("claims")
    doubts = Bundle("doubts")

    def __init__(self) -> None:
        super().__init__()
        self.ledger = fresh()
        self.known: dict[tuple[int, str], Known] = {}
        self.now = NOW
        self.posts = 0

    def teardown(self) -> None:
        self.ledger.connection.close()

    def of(self, number: int, target: str) -> Known:
        return self.known.setdefault((number, target), Known())

    def of_claim(self, claim: Claim | Entry) -> Known:
        return self.of(int(claim.key[-1]), claim.target)

    def tick(self) -> None:
        self.now += timedelta(seconds=1)

    # ── what runs do ─────────────────────────────────────────────────────────────────────────────

    @rule(target=claims, number=DIGESTS, to=TARGETS, claimer=CLAIMERS, again=st.booleans())
    def claim(self, number: int, to: str, claimer: Claimer, again: bool) -> object:
        self.tick()
        known = self.of(number, to)
        won = self.ledger.claim(intent(digest(number), to), claimer, self.now, LEASE, again=again)
        free = known.status in FREE or (again and known.status in {Status.POSTED, Status.DELETED})
        assert isinstance(won, Claim) is free
        if not isinstance(won, Claim):
            assert won.status is known.status
            return multiple()
        known.attempt += 1
        known.become(Status.CLAIMED)
        assert won.attempt == known.attempt
        return won

    @rule(claim=claims)
    def settle(self, claim: Claim) -> None:
        """However late: the post exists."""
        self.tick()
        self.posts += 1
        self.write(self.of_claim(claim), self.ledger.settle(claim, self.receipt(), self.now))

    @rule(claim=claims, later=st.booleans())
    def fail(self, claim: Claim, later: bool) -> None:
        self.tick()
        known = self.of_claim(claim)
        mine = known.attempt == claim.attempt and known.status in {Status.CLAIMED, Status.IN_DOUBT}
        if mine:
            known.become(Status.FAILED)
        entry = self.ledger.fail(claim, "no route", self.now, self.now if later else None)
        assert entry.status is known.status

    @rule(target=doubts, claim=claims)
    def doubt(self, claim: Claim) -> object:
        self.tick()
        known = self.of_claim(claim)
        if known.attempt == claim.attempt and known.status is Status.CLAIMED:
            known.become(Status.IN_DOUBT)
        entry = self.ledger.doubt(claim, "no answer", self.now)
        assert entry.status is known.status
        return entry if entry.status is Status.IN_DOUBT else multiple()

    @rule(entry=doubts)
    def absent(self, entry: Entry) -> None:
        self.tick()
        known = self.of_claim(entry)
        if known.attempt == entry.attempt and known.status is Status.IN_DOUBT:
            known.become(Status.FAILED)
        assert self.ledger.absent(entry, self.now, "not there").status is known.status

    @rule(entry=doubts)
    def found(self, entry: Entry) -> None:
        self.tick()
        self.posts += 1
        self.write(self.of_claim(entry), self.ledger.found(entry, self.receipt(), self.now))

    @rule(number=DIGESTS, to=TARGETS)
    def delete(self, number: int, to: str) -> None:
        self.tick()
        entry = self.ledger.get(f"hello-{number}", to)
        if entry is None:
            return
        known = self.of(number, to)
        deleted = self.ledger.delete(entry, self.now)
        if known.status is Status.POSTED:
            known.become(Status.DELETED)
        assert deleted.status is known.status

    @rule(number=DIGESTS, to=TARGETS)
    def baseline(self, number: int, to: str) -> None:
        self.tick()
        known = self.of(number, to)
        new = known.status in {None, Status.FAILED}
        if new:
            known.become(Status.BASELINE)
        assert self.ledger.baseline([digest(number)], self.now, target=to) == int(new)

    @rule(number=DIGESTS, to=TARGETS)
    def restore(self, number: int, to: str) -> None:
        self.tick()
        known = self.of(number, to)
        self.posts += 1
        receipt = self.receipt()
        entry = self.ledger.restore(digest(number), to, receipt, self.now)
        if known.status is Status.POSTED:
            assert entry.receipt is not None
            assert entry.receipt.id == known.receipts[-1]
        else:
            known.attempt = max(known.attempt, 1) if known.status is None else known.attempt
            self.write(known, entry)

    def receipt(self) -> Receipt:
        return Receipt(str(1000 + self.posts), f"https://x.com/{self.posts}", self.now)

    def write(self, known: Known, entry: Entry) -> None:
        known.become(Status.POSTED)
        known.receipts.append(str(1000 + self.posts))
        assert entry.status is Status.POSTED
        assert entry.receipt is not None
        assert entry.receipt.id == known.receipts[-1]

    # ── what always holds ────────────────────────────────────────────────────────────────────────

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        for (number, target), known in self.known.items():
            entry = self.ledger.get(f"hello-{number}", target)
            assert (entry.status if entry else None) is known.status
            assert (entry.attempt if entry else 0) == known.attempt

    @invariant()
    def no_receipt_is_ever_lost(self) -> None:
        """Every change is in the history, in its order, with every post that there ever was."""
        for (number, target), known in self.known.items():
            events = history(self.ledger, f"hello-{number}", target)
            assert [event.status for event in events] == known.told
            written = [event.receipt_id for event in events if event.status is Status.POSTED]
            assert written == known.receipts

    @invariant()
    def the_newest_post_is_known(self) -> None:
        for target in ("x", "bluesky"):
            ids = [int(one) for (_, of), known in self.known.items() if of == target for one in known.receipts]
            newest = self.ledger.newest_id(target)
            assert newest == (str(max(ids)) if ids else None)


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=times(30, 300), stateful_step_count=40, deadline=None)

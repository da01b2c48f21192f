"""A ledger in a file, two targets that are one outbox, and a run's claims on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.model import Claim, Draft, Status
from bot.pipeline.job import Delivery, Drafted, Job
from bot.pipeline.settle import Settling
from bot.publishers.interface import Surroundings
from bot.publishers.outbox.publisher import Outbox
from bot.store import open_store
from tests.reading import load
from tests.store.places import LEASE, NOW, Clock, digest, intent, quiet_environ, receipt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.errors import PublishError
    from bot.ledger import Ledger
    from bot.model import Claimer, Entry, Receipt
    from bot.settings.model import Settings, Target
    from bot.store import Store

SETTINGS = """
site = "https://blog.example"
[images]
draw_card = false
[targets.one]
platform = "outbox"
[targets.other]
platform = "outbox"
"""


class OneFolder(Outbox):
    """Targets of one account: a digest is one post of theirs."""

    def name(self, key: str, again_at: object = None) -> str:
        del again_at
        return key


@dataclass
class Desk:
    """One run, and another one that is at work on the same ledger."""

    settings: Settings
    store: Store
    clock: Clock

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.settings.targets

    @property
    def other_run(self) -> Claimer:
        return replace(self.store.claimer, nonce="another")

    def publisher_of(self, target: Target) -> Outbox:
        return OneFolder(target, self.surroundings)

    @property
    def surroundings(self) -> Surroundings:
        return Surroundings({}, self.clock, self.settings.state)

    @property
    def settling(self) -> Settling:
        return Settling(self.store, self.clock)

    def job(self, targets: tuple[Target, ...] | None = None) -> Job:
        return Job(digest(), targets or self.targets)

    def draft(self) -> Drafted:
        return Drafted(self.targets[0], Draft("Hello", 5, 300))

    def claim(self, claimer: Claimer | None = None) -> Claim:
        def apply(ledger: Ledger) -> Claim | Entry:
            return ledger.claim(intent(digest(), "one"), claimer or self.store.claimer, NOW, LEASE)

        claim = self.store.change(apply, "claim")
        assert isinstance(claim, Claim)
        return claim

    def delivery(self, claim: Claim, answer: Receipt | PublishError) -> Delivery:
        return Delivery(self.job(), self.draft(), claim, answer)

    def doubt(self, claim: Claim) -> Entry:
        return self.store.change(lambda ledger: ledger.doubt(claim, "no answer", NOW), "doubt")

    def entry(self) -> Entry:
        found = self.store.read(lambda ledger: ledger.get(digest().key, "one"))
        assert found is not None
        return found

    def ended_by_another(self, claim: Claim, how: Status) -> None:
        """Another run takes the claim for dead, and finds its post, or finds none, or claims it once more."""
        doubtful = self.doubt(claim)
        if how is Status.POSTED:
            self.store.change(lambda ledger: ledger.found(doubtful, receipt(), NOW), "found")
            return
        self.store.change(lambda ledger: ledger.absent(doubtful, NOW, "not there"), "absent")
        if how is Status.CLAIMED:
            self.claim(self.other_run)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "bot.toml").write_text(SETTINGS, encoding="utf-8")
    settings, clock = load(tmp_path / "bot.toml"), Clock()
    store = open_store(settings, clock=clock, environ=quiet_environ())
    store.create(lambda ledger: ledger.targets.register(["one", "other"], NOW))
    yield Desk(settings, store, clock)
    store.close()

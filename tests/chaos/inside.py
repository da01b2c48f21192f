"""The program called from within, with a clock whose hands a test moves and time-outs that take no time."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.wiring import Wiring
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Skipped, WouldPost
from bot.preview.outcomes import exit_code
from bot.publishers.interface import Surroundings
from bot.publishers.registry import open_publisher
from bot.publishers.retry import Retry
from bot.runs.decide import RunRequest
from bot.settings.options import Options
from tests.chaos.world import ASKED_FIRST
from tests.servers.clock import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Result
    from tests.conftest import Blog

WORDS: dict[type[Outcome], str] = {
    Posted: "posted",
    AlreadyPosted: "already-posted",
    WouldPost: "would-post",
    Skipped: "skipped",
    Failed: "failed",
    InDoubt: "in-doubt",
}  # fmt: skip


class Hands(ManualClock):
    """The clock of a run, which can be told to stop."""

    def __init__(self) -> None:
        super().__init__(datetime(2025, 11, 28, 12, 0, tzinfo=UTC))
        self.stop = threading.Event()


@dataclass(frozen=True, slots=True)
class Said:
    """What one call came to."""

    results: list[Result]

    @property
    def code(self) -> int:
        return exit_code(self.results)

    @property
    def outcomes(self) -> dict[str, str]:
        """Target to outcome, of a single digest."""
        return {one.target: WORDS[type(one.outcome)] for one in self.results}

    def outcome(self, key: str) -> Outcome | None:
        """Of this digest, on the one target there is."""
        return next((one.outcome for one in self.results if one.key == key), None)


@dataclass
class Inside:
    """One blog, posted from by calls that each are a run of their own."""

    blog: Blog
    clock: Hands
    publishers: dict[str, Any] = field(default_factory=dict)
    """Kept from call to call: a log-in takes the server's time, and is not what is looked at here."""

    def run(self, *to: str) -> Said:
        """``bot run``."""
        wiring = self.wiring()
        with closing(wiring.store):
            return Said(wiring.run().post_new(RunRequest(to=to)).results)

    def post(self, path: Path, *to: str) -> Said:
        """``bot post``."""
        wiring = self.wiring()
        with closing(wiring.store):
            return Said(wiring.post().post_files([path], to))

    def wiring(self) -> Wiring:
        options = Options(config=self.blog.root / "bot.toml", verbosity=-1)
        wiring = Wiring(options, self.blog.env, self.clock)  # type: ignore[arg-type]  # a SystemClock, as far as it is used
        for target in wiring.settings.targets:
            if target.name in self.publishers or target.platform.name == "outbox":
                continue
            retry = Retry(self.clock, random=lambda: 0.5)
            around = Surroundings(self.blog.env, self.clock, wiring.settings.state, retry=retry)
            self.publishers[target.name] = open_publisher(target, around)
        wiring.publishers.opened |= self.publishers
        return wiring

    def hurry(self, seconds: float) -> None:
        """Wait no longer than this for any answer from now on, but for a log-in's, which takes its time."""
        self.wiring()
        for name, one in self.publishers.items():
            one.api.timeout_seconds = seconds
            if name in ASKED_FIRST:
                one.api.client = None

    def close(self) -> None:
        """End every connection; the next call logs in anew, as whoever the environment names by then."""
        for one in self.publishers.values():
            one.close()
        self.publishers.clear()

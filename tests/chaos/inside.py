"""The program called from within, with a clock whose hands a test moves and time-outs that take no time."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.report import exit_code
from bot.model import AlreadyPosted, Failed, InDoubt, Outcome, Posted, Skipped, WouldPost
from bot.publishers.bluesky.publisher import Bluesky
from bot.publishers.interface import Surroundings
from bot.publishers.retry import Retry
from bot.publishers.x.publisher import X
from bot.runs.parts import Parts
from bot.runs.post import post_files
from bot.runs.run import Wanted, run_new
from bot.settings.options import Options
from tests.servers.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable
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
        return self.call(lambda parts: run_new(parts, Wanted(to=to)).results)

    def post(self, path: Path, *to: str) -> Said:
        """``bot post``."""
        return self.call(lambda parts: post_files(parts, [path], to))

    def call(self, what: Callable[[Parts], list[Result]]) -> Said:
        parts = self.parts()
        try:
            return Said(what(parts))
        finally:
            parts.unchecked_store.close()

    def parts(self) -> Parts:
        parts = Parts(Options(config=self.blog.root / "bot.toml", verbosity=-1), self.blog.env)
        parts.clock = self.clock  # type: ignore[assignment]
        for target in parts.settings.targets:
            if target.name in self.publishers or target.platform.name == "outbox":
                continue
            retry = Retry(self.clock, random=lambda: 0.5)
            around = Surroundings(self.blog.env, self.clock, parts.settings.state, retry=retry)
            self.publishers[target.name] = (Bluesky if target.platform.name == "bluesky" else X)(target, around)
        parts.publishers |= self.publishers
        return parts

    def hurry(self, seconds: float) -> None:
        """Wait no longer than this for any answer from now on, but for a log-in's, which takes its time."""
        self.parts()
        for name, one in self.publishers.items():
            one.api.timeout_seconds = seconds
            if name == "x":
                one.api.client = None

    def close(self) -> None:
        for one in self.publishers.values():
            one.close()

"""What one call of the bot works with, each part made when it is first asked for."""

from __future__ import annotations

import os
import sys
import threading
from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.errors import SettingsError
from bot.publishers.interface import Surroundings
from bot.publishers.registry import PLATFORMS, open_publisher
from bot.settings import read as config
from bot.settings.read import find_target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Digest, Draft, Image
    from bot.picture.hero import Heroes
    from bot.pipeline.doubt import Doubts
    from bot.pipeline.pipeline import Pipeline
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.settings.options import Options
    from bot.store import Store

BAR = 30


def printable(text: str) -> str:
    """The text without characters that would steer a terminal; a digest may hold any."""
    return "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)


class Story:
    """What the bot tells on stderr while it works; stdout is for the result."""

    def __init__(self, verbosity: int) -> None:
        self.verbosity = verbosity

    def tell(self, line: str) -> None:
        if self.verbosity >= 0:
            self.warn(line)

    def detail(self, line: str) -> None:
        if self.verbosity >= 1:
            self.warn(line)

    def warn(self, line: str) -> None:
        print(printable(line), file=sys.stderr)  # noqa: T201 -- the story is told here and nowhere else


class Parts:
    """Settings, ledger, publishers and pictures of one call."""

    def __init__(
        self, options: Options, environ: Mapping[str, str] | None = None, clock: SystemClock | None = None
    ) -> None:
        self.options = options
        self.environ = os.environ if environ is None else environ
        self.clock = clock or SystemClock()
        self.story = Story(options.verbosity)
        self.publishers: dict[str, Publisher] = {}
        self.making = threading.Lock()
        """A log-in ahead and a claim ask for a publisher at once; two of them would log in twice."""

    @cached_property
    def settings(self) -> Settings:
        return config.load(
            self.options.config,
            platforms=PLATFORMS,
            content=self.options.content,
            state=self.options.state,
            branch=self.options.state_branch,
        )

    @cached_property
    def store(self) -> Store:
        """The ledger's store; raises LedgerMissing where there is no ledger."""
        store = self.unchecked_store
        if not store.exists():
            from bot.ledger.opening import missing_ledger

            raise missing_ledger(store.where, "there is no ledger")
        return store

    @cached_property
    def unchecked_store(self) -> Store:
        from bot.store import open_store

        return open_store(self.settings, clock=self.clock, environ=self.environ)

    @cached_property
    def heroes(self) -> Heroes:
        from bot.picture.hero import Heroes

        return Heroes(self.settings)

    def publisher(self, target: Target) -> Publisher:
        with self.making:
            if target.name not in self.publishers:
                surroundings = Surroundings(self.environ, self.clock, self.settings.state)
                self.publishers[target.name] = open_publisher(target, surroundings)
            return self.publishers[target.name]

    @cached_property
    def pipeline(self) -> Pipeline:
        """The pipeline of this call; what it learns of a target (a refused log-in) holds for all of the call."""
        from bot.pipeline.pipeline import Pipeline

        # Imported where a draft is made: the log-in goes first.
        def compose(digest: Digest, target: Target, image: Image | None) -> Draft:
            from bot.formatter import compose

            return compose(digest, target, image)

        def pictures(digest: Digest, target: Target) -> tuple[Image | None, tuple[str, ...]]:
            from bot.picture.choose import image_for

            with self.making:  # two would fetch each picture twice
                heroes = self.heroes
            return image_for(digest, target, heroes, self.settings)

        return Pipeline(
            settings=self.settings,
            clock=self.clock,
            compose=compose,
            pictures=pictures,
            publisher=self.publisher,
            stopped=self.clock.stop.is_set,
        )

    @cached_property
    def doubts(self) -> Doubts:
        from bot.pipeline.doubt import Doubts

        return Doubts(self.settings, self.clock, self.publisher)

    def close(self) -> None:
        """Let go of connections and locks; a long-lived caller does so after each run."""
        for publisher in self.publishers.values():
            publisher.close()
        if "unchecked_store" in self.__dict__:
            self.unchecked_store.close()

    def progress(self, done: int, of: int) -> None:
        """A bar on a terminal where a person waits for many; nothing in a log."""
        if of > 1 and self.options.verbosity >= 0 and sys.stderr.isatty():
            filled = BAR * done // of
            end = "\n" if done == of else ""
            print(f"\r{'█' * filled}{'░' * (BAR - filled)} {done} of {of} posts", end=end, file=sys.stderr, flush=True)  # noqa: T201 -- part of the story

    # ── targets ──────────────────────────────────────────────────────────────────────────────────

    def configured(self, to: Sequence[str]) -> tuple[Target, ...]:
        """The targets that were asked for, else those of the settings; set up or not."""
        if to:
            return tuple(find_target(name, self.settings) for name in dict.fromkeys(to))
        return self.settings.targets

    def targets(self, to: Sequence[str]) -> tuple[tuple[Target, ...], dict[str, str]]:
        """The targets that can be posted to, and those that are not set up with the reason.

        Raises SettingsError when a target was asked for by name and is not set up, or when none is.
        """
        usable, absent = [], {}
        for target in self.configured(to):
            missing = target.missing_secrets(self.environ)
            if missing:
                absent[target.name] = (
                    f"{target.name} is not set up: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
                )
            else:
                usable.append(target)
        if to and absent:
            raise SettingsError("; ".join(absent.values()) + "; set them in the environment, or leave the target out")
        if not usable:
            raise SettingsError(
                "; ".join(absent.values())
                + ". Set the secrets of one, or write the posts into state/outbox/, which needs no account, with: --to outbox"
            )
        return tuple(usable), absent


def interactive() -> bool:
    """A person is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()

"""The one place that puts a command's parts together; nothing below the command line knows it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.publishers.interface import Surroundings
from bot.publishers.registry import PLATFORMS, Publishers
from bot.runs.messages import Messages
from bot.settings.read import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from bot.doctor import Examination
    from bot.pipeline.doubt import Doubts
    from bot.pipeline.hook import Hooks
    from bot.runs.decide import Decider
    from bot.runs.delete import Delete
    from bot.runs.documents import ArchiveDocuments
    from bot.runs.post import PostFiles
    from bot.runs.posting import Posting
    from bot.runs.preview import Preview
    from bot.runs.run import Run
    from bot.settings.model import Settings
    from bot.settings.options import Options
    from bot.store import Store


class Wiring:
    """Settings, ledger, publishers and clock of one call, made from its command line, and the commands made of them."""

    def __init__(
        self,
        options: Options,
        environ: Mapping[str, str] | None = None,
        clock: SystemClock | None = None,
        settle: timedelta = timedelta(0),
    ) -> None:
        self.settle = settle
        """How long a new file is left alone where the settings do not say."""
        self.environ = os.environ if environ is None else environ
        self.clock = clock or SystemClock()
        self.messages = Messages(options.verbosity)
        self.settings: Settings = load(options, platforms=PLATFORMS.joined_by(self.environ))
        self.publishers = Publishers(Surroundings(self.environ, self.clock, self.settings.state))
        self.opened = ExitStack()
        """What is to be closed."""
        self.opened.callback(self.publishers.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of connections and locks; a long-lived caller does so after each run."""
        self.opened.close()

    @cached_property
    def store(self) -> Store:
        """The ledger's store; there may be no ledger yet."""
        from bot.store import open_store

        store = open_store(self.settings, clock=self.clock, environ=self.environ, stop=self.clock.stop)
        self.opened.callback(store.close)
        return store

    # ── commands ─────────────────────────────────────────────────────────────────────────────────

    def post(self) -> PostFiles:
        from bot.runs.post import PostFiles

        return PostFiles(self.environ, self.doubts(), self.posting())

    def preview(self) -> Preview:
        from bot.pipeline.drafts import Drafts
        from bot.runs.preview import Preview

        return Preview(self.settings, Drafts(self.settings, self.hooks()), self.publishers.of, self.store, self.clock)

    def run(self) -> Run:
        from bot.runs.run import Run

        return Run(self.decider(), self.doubts(), self.posting())

    def delete(self) -> Delete:
        from bot.runs.delete import Delete

        return Delete(self.settings, self.store, self.publishers.of, self.environ, self.clock)

    def archive(self) -> ArchiveDocuments:
        from bot.pipeline.documents import Documenting
        from bot.pipeline.drafts import Drafts
        from bot.runs.documents import ArchiveDocuments

        documenting = Documenting(self.settings, Drafts(self.settings), self.publishers.of, self.clock)
        return ArchiveDocuments(
            self.settings, self.store, self.publishers.of, documenting, self.environ, self.clock, self.messages
        )

    def examination(self, file: Path | None, to: Sequence[str], *, fix: bool) -> Examination:
        """Raises SettingsError for a target that there is not."""
        from bot.doctor import Examination
        from bot.runs.targets import configured_targets

        return Examination(
            settings=self.settings,
            targets=configured_targets(self.settings, to),
            environ=self.environ,
            clock=self.clock,
            publisher=self.publishers.of,
            store=self.store,
            file=file,
            named=to,
            fix=fix,
        )

    # ── what several commands are made of ────────────────────────────────────────────────────────

    def doubts(self) -> Doubts:
        from bot.pipeline.doubt import Doubts

        return Doubts(self.settings, self.store, self.clock, self.publishers.of)

    def posting(self) -> Posting:
        from bot.pipeline.pipeline import open_pipeline
        from bot.runs.posting import Posting

        pipeline = open_pipeline(
            self.settings, self.store, self.clock, self.publishers.of, self.clock.stop, self.hooks()
        )
        return Posting(self.settings, self.store, pipeline, self.clock, self.messages)

    def hooks(self) -> Hooks | None:
        if self.settings.hook_command is None:
            return None
        from bot.pipeline.hook import Hooks

        return Hooks(self.settings, self.store, self.environ)

    def decider(self) -> Decider:
        from bot.runs.decide import Decider

        return Decider(self.settings, self.store, self.environ, self.clock, self.messages, self.settle)

"""From a digest to what its targets get: the picture is found, the post composed."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import describe
from bot.picture.cache import SharedCache
from bot.pipeline.job import Drafted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.content.archive import Archive
    from bot.model import Digest, Image
    from bot.picture.hero import Heroes
    from bot.pipeline.hook import HookLine, Hooks
    from bot.settings.model import Settings, Target

KEPT_TAGS = 16
"""Digests whose neighbours' tags are remembered: more than are drafted at once."""


class Drafts:
    """Drafts posts, several at once; each picture is fetched and fitted once, however many targets show it."""

    def __init__(self, settings: Settings, hooks: Hooks | None = None) -> None:
        """``hooks``: None where no command writes first words."""
        self.settings, self.hooks = settings, hooks
        self.opening = threading.Lock()
        self.opened_heroes: Heroes | None = None
        self.hook_lines: dict[tuple[str, str], HookLine] = {}
        """By digest key and target name, what the owner's command said."""
        self.opened_archive: Archive | None = None
        self.common_tags: SharedCache[frozenset[str]] = SharedCache(KEPT_TAGS, lambda _: 1)
        """By a digest's file and key: each of its targets asks."""
        self.composing = threading.Lock()
        """One at a time: a digest's targets share what the formatter remembers of it, and what is being sent need not wait for all."""

    def ask_for_hooks(self, jobs: Iterable[tuple[Digest, Sequence[Target]]]) -> None:
        """Ask the owner's command for the first words of all these posts, before they are drafted."""
        if self.hooks is not None:
            self.hook_lines |= self.hooks.lines_for(jobs)

    # What composing takes is imported when the first draft is made: the log-in goes first.

    @property
    def heroes(self) -> Heroes:
        from bot.picture.hero import Heroes

        with self.opening:
            if self.opened_heroes is None:
                self.opened_heroes = Heroes(self.settings)
            return self.opened_heroes

    @property
    def archive(self) -> Archive:
        from bot.content.archive import Archive

        with self.opening:
            if self.opened_archive is None:
                self.opened_archive = Archive(self.settings)
            return self.opened_archive

    def draft(self, digest: Digest, target: Target, warnings: tuple[str, ...] = ()) -> Drafted:
        """The draft for one target; never raises, whatever a digest holds."""
        try:
            from bot.picture.choose import image_for

            image, lost = image_for(digest, target, self.heroes, self.settings)
        except Exception as error:  # noqa: BLE001 -- a picture is never a reason not to post
            image, lost = None, (f"the post goes out without a picture: {describe(error)}",)
        return self.compose(digest, target, image, (*digest.warnings, *warnings, *lost))

    def without_picture(self, digest: Digest, refused: Drafted, warning: str) -> Drafted:
        """The same draft, but for the picture that its platform refused."""
        composed = self.compose(digest, refused.target, None)
        return replace(composed, warnings=(*refused.warnings, warning))

    def compose(self, digest: Digest, target: Target, image: Image | None, warnings: tuple[str, ...] = ()) -> Drafted:
        from bot.formatter import compose

        hook = self.hook_lines.get((digest.key, target.name))
        warnings = (*warnings, *(hook.warnings if hook else ()))
        try:
            common = self.common_tags.get((digest.path, digest.key), partial(self.archive.common_tags, digest))
            with self.composing:
                draft = compose(digest, target, image, hook.line if hook else None, common)
            return Drafted(target, draft, warnings)
        except Exception as error:  # noqa: BLE001 -- a template's word that this digest lacks, an address that is none: the others go on
            return Drafted(target, None, warnings, describe(error))

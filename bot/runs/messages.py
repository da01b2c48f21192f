"""What the bot tells on stderr while it works; stdout is for the result."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from bot.preview.screen import layout
from bot.settings.private import without_private

BAR_CHARACTERS = 30


class Messages:
    """Lines for whoever watches a command at work, as many as were asked for."""

    def __init__(self, verbosity: int) -> None:
        self.verbosity = verbosity
        """-1 quiet, 0, 1 verbose."""

    def tell(self, line: str) -> None:
        if self.verbosity >= 0:
            self.warn(line)

    def detail(self, line: str) -> None:
        if self.verbosity >= 1:
            self.warn(line)

    def warn(self, line: str) -> None:
        """Tell it whatever was asked for; what nobody can read any more (a log's disk is full, its reader gone) stops nothing."""
        text = layout(without_private(line), sys.stderr)
        with suppress(OSError):
            try:
                print(text, file=sys.stderr, flush=True)  # noqa: T201 -- messages are printed here and nowhere else
            except RuntimeError:  # a signal's handler has something to tell in the midst of another line
                os.write(sys.stderr.fileno(), f"{text}\n".encode(errors="backslashreplace"))

    def progress(self, done: int, total: int) -> None:
        """A bar on a terminal where a person waits for many posts; nothing in a log."""
        if total > 1 and self.verbosity >= 0 and sys.stderr.isatty():
            filled = BAR_CHARACTERS * done // total
            line = f"\r{'█' * filled}{'░' * (BAR_CHARACTERS - filled)} {done} of {total} posts"
            with suppress(OSError):
                print(line, end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201 -- as above

"""What the bot tells on stderr while it works; stdout is for the result."""

from __future__ import annotations

import sys

BAR_CHARACTERS = 30


def printable(text: str) -> str:
    """The text without characters that would steer a terminal; a digest may hold any."""
    return "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)


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
        print(printable(line), file=sys.stderr)  # noqa: T201 -- messages are printed here and nowhere else

    def progress(self, done: int, total: int) -> None:
        """A bar on a terminal where a person waits for many posts; nothing in a log."""
        if total > 1 and self.verbosity >= 0 and sys.stderr.isatty():
            filled = BAR_CHARACTERS * done // total
            bar = f"{'█' * filled}{'░' * (BAR_CHARACTERS - filled)}"
            print(f"\r{bar} {done} of {total} posts", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201 -- as above

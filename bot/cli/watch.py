"""bot watch: run, then again on every new file, until stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.options import TO, command
from bot.runs.parts import Parts
from bot.settings.options import Options

if TYPE_CHECKING:
    from datetime import datetime


@command("watch", "bot watch\nbot watch --to bluesky -v")
@TO
def watch(options: Options, to: tuple[str, ...]) -> int:
    """Run now, then again whenever a digest appears, is changed or comes due, until stopped with Ctrl-C or SIGTERM."""
    from bot.cli.report import report
    from bot.runs.post import stopping
    from bot.runs.run import Wanted, run_new
    from bot.watcher.watch import watch as watch_files

    parts = Parts(options)
    parts.settings.require_site()
    parts.targets(to)
    _ = parts.store

    def run_once() -> datetime | None:
        # Parts of its own for each run: a target that refused the last one is tried again by the next.
        each = Parts(options, clock=parts.clock)
        try:
            ran = run_new(each, Wanted(to=to))
        finally:
            each.close()
        report(each, ran.results)
        return ran.due

    with stopping(parts):
        watch_files(parts.settings, run_once, parts.clock, parts.clock.stop, parts.story.tell)
    return 0

"""bot watch: run, then again on every new file, until stopped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.cli.options import TO, command
from bot.settings.options import Options

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import SystemClock


@command("watch", "bot watch\nbot watch --to bluesky -v")
@TO
def watch(options: Options, to: tuple[str, ...]) -> int:
    """Run now, then again whenever a digest appears, is changed or comes due, until stopped with Ctrl-C or SIGTERM."""
    from bot.cli.wiring import Wiring
    from bot.runs.watch import check_before_watching
    from bot.runs.watch import watch as watch_and_run

    wiring = Wiring(options)
    check_before_watching(wiring.settings, wiring.store, to, wiring.environ)
    run_once = partial(run_anew, options, to, wiring.clock)
    watch_and_run(wiring.settings, run_once, wiring.clock, wiring.messages)
    return 0


def run_anew(options: Options, to: tuple[str, ...], clock: SystemClock) -> datetime | None:
    """A run with parts of its own: a target that refused the last one is tried again. Returns when the next one is due."""
    from bot.cli.report import report
    from bot.cli.wiring import Wiring
    from bot.runs.decide import RunRequest

    with Wiring(options, clock=clock) as wiring:
        ran = wiring.run().post_new(RunRequest(to=to))
    report(ran.results, wiring.settings, wiring.environ, wiring.messages)
    return ran.due

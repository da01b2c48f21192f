"""bot run and bot watch: post all that is new, once or until stopped."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import JSON, TO, as_moment, command
from bot.settings.options import Options

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import SystemClock


@command(
    "run",
    """
bot run
bot run --dry-run
bot run --to bluesky --max-posts 20
bot run --since 2026-01-01 --limit 50
""",
)
@TO
@click.option("--dry-run", is_flag=True, help="Show what would be posted and send nothing.")
@click.option("--max-posts", type=click.IntRange(min=0), metavar="N", help="Raise the fuse: up to N new digests.")
@click.option("--since", metavar="DATE", help="A backfill: also what the archive holds since then, oldest first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Post at most N digests, the oldest first.")
@JSON
def run(options: Options, dry_run: bool, since: str | None, as_json: bool, **limits: Any) -> int:
    """Post all that is new since bot init, to every target that is set up."""
    from bot.cli.report import report
    from bot.cli.wiring import Wiring
    from bot.preview.outcomes import exit_code
    from bot.runs.decide import RunRequest
    from bot.watcher.idle import NOTHING_NEW, NOTHING_NEW_JSON

    wiring = Wiring(options)
    request = RunRequest(since=as_moment(since, wiring.clock.now()) if since else None, **limits)
    if dry_run:
        from bot.cli.report import show_drafts
        from bot.runs.run import preview_new

        results = preview_new(wiring.decider(), wiring.preview(), request)
        show_drafts(results, wiring, as_json=as_json)
        if not results and not as_json:
            wiring.messages.tell(NOTHING_NEW)
        return exit_code(results, put_off_is_done=options.put_off_is_done)
    results = wiring.run().post_new(request).results
    if results:
        report(results, wiring, as_json=as_json)
    elif as_json:
        click.echo(NOTHING_NEW_JSON)
    else:
        wiring.messages.tell(NOTHING_NEW)
    return exit_code(results, put_off_is_done=options.put_off_is_done)


SETTLE = timedelta(seconds=30)
"""Where the settings do not say how long a new file is left alone: an editor saves while somebody types."""


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
    from bot.memory import give_back, use_one_pool
    from bot.runs.decide import RunRequest

    use_one_pool()
    with Wiring(options, clock=clock, settle=SETTLE) as wiring:
        ran = wiring.run().post_new(RunRequest(to=to))
    report(ran.results, wiring)
    if ran.results:
        give_back()
    return ran.due

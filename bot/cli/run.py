"""bot run: post all that is new."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.options import JSON, TO, command
from bot.settings.options import Options


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
    from bot.cli.moment import moment
    from bot.cli.report import report
    from bot.cli.wiring import Wiring
    from bot.preview.outcomes import exit_code
    from bot.runs.decide import RunRequest
    from bot.watcher.idle import NOTHING_NEW, NOTHING_NEW_JSON

    wiring = Wiring(options)
    request = RunRequest(since=moment(since, wiring.clock.now()) if since else None, **limits)
    if dry_run:
        from bot.cli.drafts import show_drafts

        results = wiring.dry_run().preview_new(request)
        show_drafts(results, wiring.settings, wiring.environ, as_json=as_json)
        return exit_code(results)
    results = wiring.run().post_new(request).results
    if results:
        report(results, wiring.settings, wiring.environ, wiring.messages, as_json=as_json)
    elif as_json:
        click.echo(NOTHING_NEW_JSON)
    else:
        wiring.messages.tell(NOTHING_NEW)
    return exit_code(results, put_off_is_done=options.put_off_is_done)

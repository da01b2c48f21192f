"""bot run: post all that is new."""

from __future__ import annotations

import click

from bot.__main__ import NOTHING_NEW, NOTHING_NEW_JSON
from bot.cli.options import JSON, TO, command
from bot.runs.parts import Parts
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
def run(
    options: Options,
    to: tuple[str, ...],
    dry_run: bool,
    max_posts: int | None,
    since: str | None,
    limit: int | None,
    as_json: bool,
) -> int:
    """Post all that is new since bot init, to every target that is set up."""
    from bot.cli.moment import moment
    from bot.cli.report import exit_code, report
    from bot.runs.run import Wanted, preview_new, run_new

    parts = Parts(options)
    wanted = Wanted(
        to=to,
        max_posts=max_posts,
        since=moment(since, parts.clock.now()) if since else None,
        limit=limit,
    )
    if dry_run:
        from bot.cli.post import show_results

        results = preview_new(parts, wanted)
        show_results(parts, results, as_json=as_json)
        return exit_code(results)
    results = run_new(parts, wanted).results
    if not results:
        return nothing(parts, as_json=as_json)
    report(parts, results, as_json=as_json)
    return exit_code(results)


def nothing(parts: Parts, *, as_json: bool) -> int:
    if as_json:
        click.echo(NOTHING_NEW_JSON)
    else:
        parts.story.tell(NOTHING_NEW)
    return 0

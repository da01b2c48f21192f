"""bot documents: the archive as documents, without posts."""

from __future__ import annotations

import click

from bot.cli.options import JSON, TO, command
from bot.settings.options import Options


@command(
    "documents",
    """
bot documents --dry-run
bot documents --max 50
bot documents --update
""",
)
@TO
@click.option("--dry-run", is_flag=True, help="Show what would be made; asks no platform.")
@click.option(
    "--update", is_flag=True, help="Also change those whose digest was changed; older cards fall back to plain ones."
)
@click.option(
    "--max", "most", type=click.IntRange(min=1), metavar="N", help="Make at most N, the oldest digests first (500)."
)
@JSON
def documents(
    options: Options, to: tuple[str, ...], most: int | None, *, dry_run: bool, update: bool, as_json: bool
) -> int:
    """Make a document of every digest that was handled or posted and has none; nothing is posted.

    What is there already stays; a call that was stopped is finished by the next one.
    """
    from bot.cli.report import report, show_drafts
    from bot.cli.wiring import Wiring
    from bot.preview.outcomes import exit_code
    from bot.runs.documents import MOST, ArchiveRequest

    wiring = Wiring(options)
    request = ArchiveRequest(to, update=update, most=MOST if most is None else most)
    archive = wiring.archive()
    if dry_run:
        results = archive.preview(request)
        show_drafts(results, wiring, as_json=as_json)
        return exit_code(results)
    results = archive.make(request)
    report(results, wiring, as_json=as_json, nothing="every document is there")
    return exit_code(results)

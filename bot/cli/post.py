"""bot post, bot preview and bot card: what is done with files that somebody named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.asking import agree, interactive
from bot.cli.options import FILE, FILES, JSON, TO, YES, command
from bot.cli.say import say
from bot.cli.wiring import Wiring
from bot.settings.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PostFlags:
    dry_run: bool
    again: bool
    yes: bool
    as_json: bool


@command(
    "post",
    """
bot post content/2026-11-23-hello.md
bot post content/*.md --to bluesky
bot post content/2026-11-23-hello.md --dry-run
""",
)
@FILES
@TO
@click.option("--dry-run", is_flag=True, help="Show what would be sent, byte for byte, and send nothing.")
@click.option("--again", is_flag=True, help="Post it once more although it was posted; asks first.")
@YES
@JSON
def post(options: Options, files: tuple[Path, ...], to: tuple[str, ...], **flags: bool) -> int:
    """Post these digests now, to every target that is set up."""
    from bot.cli.report import report
    from bot.preview.outcomes import exit_code

    how = PostFlags(**flags)
    if how.dry_run:
        return show(options, files, to, as_json=how.as_json)
    wiring = Wiring(options)
    if how.again and not how.yes:
        if not interactive():
            raise click.UsageError("--again makes a second post; say -y as well where nobody can be asked")
        agree(f"Post {', '.join(map(str, files))} once more, as new posts?")
    results = wiring.post().post_files(files, to, again=how.again)
    report(results, wiring, as_json=how.as_json)
    return exit_code(results, put_off_is_done=options.put_off_is_done)


@command(
    "preview",
    """
bot preview content/2026-11-23-hello.md
bot preview content/*.md --html preview.html --open
""",
)
@FILES
@TO
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write a page.")
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
@JSON
def preview(
    options: Options, files: tuple[Path, ...], to: tuple[str, ...], html: Path | None, open_page: bool, as_json: bool
) -> int:
    """Show what would be posted: text, length, card, picture, link. Needs no account and writes nothing."""
    return show(options, files, to, as_json=as_json, html=html, open_page=open_page)


def show(
    options: Options,
    files: Sequence[Path],
    to: Sequence[str],
    *,
    as_json: bool,
    html: Path | None = None,
    open_page: bool = False,
) -> int:
    from bot.cli.report import show_drafts, write_page
    from bot.preview.outcomes import exit_code

    wiring = Wiring(options)
    results = wiring.preview().preview_files(files, to)
    if html is not None or open_page:
        page = write_page(results, wiring.settings, html)
        wiring.messages.tell(f"preview written to {page}; open it in a browser")
        if open_page:
            click.launch(str(page))
    show_drafts(results, wiring, as_json=as_json)
    return exit_code(results, put_off_is_done=options.put_off_is_done)


@command(
    "card",
    """
bot card content/2026-11-23-hello.md --out public/cards/hello.png
""",
)
@FILE
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to write it.")
def card(options: Options, file: Path, out: Path | None) -> int:
    """Draw the digest's card, 1200 × 630, as a picture: for a post without a hero, or for the blog's own ogImage."""
    from bot.runs.card import write_card

    say(str(write_card(file, Wiring(options).settings, out)))
    return 0

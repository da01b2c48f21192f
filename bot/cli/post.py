"""bot post, bot preview and bot card: what is done with files that somebody named."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import FILE, FILES, JSON, TO, YES, command
from bot.cli.report import exit_code, on_github, print_json, report
from bot.runs.parts import Parts, interactive
from bot.settings.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence


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
def post(
    options: Options, files: tuple[Path, ...], to: tuple[str, ...], dry_run: bool, again: bool, yes: bool, as_json: bool
) -> int:
    """Post these digests now, to every target that is set up."""
    if dry_run:
        return show(options, files, to, as_json=as_json, html=None, open_page=False)
    from bot.runs.post import post_files

    parts = Parts(options)
    if again and not yes:
        if not interactive():
            raise click.UsageError("--again makes a second post; say -y as well where nobody can be asked")
        click.confirm(f"Post {', '.join(map(str, files))} once more, as new posts?", abort=True, err=True)
    results = post_files(parts, files, to, again=again)
    report(parts, results, as_json=as_json)
    return exit_code(results)


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
    options: Options, files: Sequence[Path], to: Sequence[str], *, as_json: bool, html: Path | None, open_page: bool
) -> int:
    from bot.runs.post import preview_files

    parts = Parts(options)
    results = preview_files(parts, files, to)
    if html is not None or open_page:
        write_page(parts, results, html, open_page=open_page)
    show_results(parts, results, as_json=as_json)
    return exit_code(results)


def show_results(parts: Parts, results: Sequence[Any], *, as_json: bool) -> None:
    """The drafts themselves, on stdout: panels on a terminal, plain lines in a pipe."""
    if as_json:
        print_json(results)
        on_github(results, parts.settings, parts.environ)
        return
    if sys.stdout.isatty():
        from bot.preview.terminal import show_results as panels

        panels(results, parts.settings)
    else:
        from bot.preview.plain import format_results

        click.echo(format_results(results))
    on_github(results, parts.settings, parts.environ)


def write_page(parts: Parts, results: Sequence[Any], html: Path | None, *, open_page: bool) -> None:
    import tempfile

    from bot.preview.page import render_results

    if html is None:
        html = Path(tempfile.mkdtemp(prefix="bot-preview-")) / "preview.html"
    html.parent.mkdir(parents=True, exist_ok=True)
    html.write_text(render_results(results, parts.settings), encoding="utf-8")
    parts.story.tell(f"preview written to {html}; open it in a browser")
    if open_page:
        click.launch(str(html))


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
    from bot.content import read
    from bot.picture.title_card import draw_for

    parts = Parts(options)
    digest = read(file, parts.settings)
    out = out or Path(f"{digest.slug}.png")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(draw_for(digest, parts.settings).content)
    click.echo(str(out))
    return 0

"""bot url: where the posts of digests are or will be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import JSON, MAYBE_FILES, TO, command
from bot.cli.say import say
from bot.cli.wiring import Wiring
from bot.settings.options import Options
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import DigestAddresses


@command(
    "url",
    """
bot url content/2026-11-23-hello.md --to bluesky
bot url --all --json
bot url --all --out src/data/posts.json
""",
)
@MAYBE_FILES
@click.option("--all", "everything", is_flag=True, help="Of every digest there is.")
@TO
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the JSON document there."
)
@JSON
def url(
    options: Options, files: tuple[Path, ...], everything: bool, to: tuple[str, ...], out: Path | None, as_json: bool
) -> int:
    """The addresses that these digests' posts have, or will have where that is known before (Bluesky).

    Asks no platform and needs no secrets, and no ledger: what is posted already is told where there is one. For a blog's
    own pages, which can link to their posts and show their comments: docs/comments.md.
    """
    from bot.preview.json import dump_addresses
    from bot.runs.url import AddressBook, write_addresses

    if bool(files) == everything:
        raise click.UsageError("name files, or say --all" if not files else "name files or say --all, not both")
    wiring = Wiring(options)
    book = AddressBook(wiring.settings, wiring.store, wiring.publishers.of, wiring.clock.now(), wiring.messages)
    rows = book.of_all(to) if everything else book.of_files(files, to)
    if out is not None:
        changed = write_addresses(dump_addresses(rows) + "\n", out)
        wiring.messages.tell(f"{shown(out)}: {'written' if changed else 'is as it was'}")
    if as_json:
        click.echo(dump_addresses(rows))
    elif out is None and len(rows) == 1 and not everything:
        return show_one(rows[0])
    elif out is None:
        show(rows)
    return 1 if files and any(row.unreadable for row in rows) else 0


def show_one(row: DigestAddresses) -> int:
    """Bare addresses, for other programs; raises UsageError where no platform tells one before it has posted."""
    from bot.errors import UsageError

    addresses = [url for of_target in row.targets.values() if (url := of_target.get("url"))]
    for address in addresses:
        say(address)
    if row.reason is not None:
        say(row.reason if row.unreadable else f"{row.path}: {row.reason}", err=True)
    elif not addresses:
        raise UsageError(
            f"{row.path}: none of these targets' addresses is known before posting",
            remedy="for Bluesky's set BLUESKY_HANDLE or the target's handle",
        )
    return 0 if addresses else 1


def show(rows: Sequence[DigestAddresses]) -> None:
    from bot.preview.plain import format_addresses

    for row in rows:
        for text in format_addresses(row):
            click.echo(text)

"""The ledger's entries as a table on a terminal: a digest a row, a target a column, each post a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import AlreadyPosted, Failed, InDoubt, Posted, Skipped, WouldPost
from bot.preview.markup import web_address
from bot.text.safe import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from bot.model import Outcome, Result


def show_table(results: Sequence[Result], console: Console | None = None) -> None:
    """Print the table; what is in doubt or failed is told below it, with its remedy."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = console or Console(highlight=False, emoji=False, markup=False)
    targets = list(dict.fromkeys(result.target for result in results))
    rows: dict[str, dict[str, Result]] = {}
    for result in results:
        rows.setdefault(result.key, {})[result.target] = result
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("digest", overflow="ellipsis", no_wrap=True, ratio=1)
    for target in targets:
        table.add_column(line(target), no_wrap=True)
    for key, cells in rows.items():
        title = next((one.title for one in cells.values() if one.title), key)
        table.add_row(
            Text(line(title)), *(cell(cells[name].outcome) if name in cells else Text("–", "dim") for name in targets)
        )
    console.print(table)
    for result in results:
        if isinstance(result.outcome, Failed | InDoubt):
            console.print(
                Text(line(f"{result.path} on {result.target}: {result.outcome.reason}"), style(result.outcome))
            )


def cell(outcome: Outcome) -> Text:
    """One word, which a terminal that knows links leads to the post."""
    from rich.text import Text

    match outcome:
        case Posted(receipt) | AlreadyPosted(receipt) if receipt is not None:
            link = f" link {web_address(receipt.url)}" if web_address(receipt.url) else ""
            return Text(f"posted {receipt.posted_at:%Y-%m-%d %H:%M}", f"{style(outcome)}{link}")
        case Posted() | AlreadyPosted():
            word = "posted"
        case Failed(_, retry_at) if retry_at is not None:
            word = f"put off to {retry_at:%Y-%m-%d %H:%M}"
        case Failed():
            word = "failed"
        case InDoubt():
            word = "in doubt"
        case Skipped():
            word = "skipped"
        case WouldPost():
            word = "due"
    return Text(word, style(outcome))


def style(outcome: Outcome) -> str:
    match outcome:
        case Posted() | AlreadyPosted():
            return "green"
        case InDoubt():
            return "bold red"
        case Failed(_, retry_at):
            return "red" if retry_at is None else "yellow"
        case _:
            return "dim"

"""The ledger's entries as a table on a terminal: a digest a row, a target a column, each post a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.preview.outcomes import reason_of, receipt_of, retry_at_of, row_of, stands_in_the_way, url_of
from bot.text.safe import line
from bot.view.figures import format_moment
from bot.view.markup import web_address

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
    for key, row in rows.items():
        title = next((result.title for result in row.values() if result.title), key)
        cells = (format_cell(row[target].outcome) if target in row else Text("–", "dim") for target in targets)
        table.add_row(Text(line(title)), *cells)
    console.print(table)
    for result in results:
        if stands_in_the_way(result.outcome):
            reason = line(f"{result.path} on {result.target}: {reason_of(result.outcome)}")
            console.print(Text(reason, row_of(result.outcome).mood.terminal))


def format_cell(outcome: Outcome) -> Text:
    """A word with its time, which a terminal that knows links leads to the post."""
    from rich.text import Text

    row, receipt, later = row_of(outcome), receipt_of(outcome), retry_at_of(outcome)
    when = receipt.posted_at if receipt else later
    address = web_address(url_of(outcome))
    words = row.cell or row.words
    return Text(
        f"{words} {format_moment(when)}" if when else words,
        f"{row.mood.terminal} link {address}" if address else row.mood.terminal,
    )

"""The ledger's entries on a terminal: a table where it has room for whole words, else a digest with its targets below it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from bot.clock import minute
from bot.preview.outcomes import receipt_of, retry_at_of, row_of, stands_in_the_way, url_of
from bot.preview.plain import result_lines
from bot.preview.screen import USUAL_COLUMNS, columns_of, layout, linked, styled
from bot.text.safe import line
from bot.text.wrap import cells, cut, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.model import Outcome, Result

DIGEST = "digest"
GAP = 2
TITLE_CELLS = 28
"""A title can be recognised by so much of it; with less room the targets stand below the titles."""


def show_table(results: Sequence[Result], stream: TextIO | None = None, *, addresses: bool = False) -> None:
    """Print them, each post a link; what is in doubt or failed is told below, with its remedy.

    ``addresses``: write out where each post is.
    """
    stream = stream or sys.stdout
    columns = columns_of(stream) or USUAL_COLUMNS
    digests: dict[str, dict[str, Result]] = {}
    for result in results:
        digests.setdefault(result.key, {})[result.target] = result
    targets = list(dict.fromkeys(result.target for result in results))
    widths = {
        target: max(
            cells(line(target)), *(cells(cell_words(row[target].outcome)) for row in digests.values() if target in row)
        )
        for target in targets
    }
    room = columns - sum(widths.values()) - GAP * len(targets)
    wide = room >= TITLE_CELLS and not addresses
    rows = (
        table_rows(digests, widths, room, stream) if wide else list_rows(digests, columns, stream, addresses=addresses)
    )
    for row in rows:
        print(row, file=stream)
    for told in result_lines(result for result in results if stands_in_the_way(result.outcome)):
        print(layout(told.text, stream, head=told.row.words, style=told.row.mood.terminal), file=stream)


def table_rows(
    digests: Mapping[str, Mapping[str, Result]], widths: Mapping[str, int], room: int, stream: TextIO
) -> Iterator[str]:
    titles = {key: cut(title_of(row, key), room) for key, row in digests.items()}
    first = max(cells(DIGEST), *map(cells, titles.values()))
    head = [DIGEST.ljust(first), *(line(target).ljust(width) for target, width in widths.items())]
    yield styled((" " * GAP).join(head).rstrip(), "bold", stream)
    for key, row in digests.items():
        title = titles[key] + " " * (first - cells(titles[key]))
        posts = [
            cell(row[target].outcome, stream) + " " * (width - cells(cell_words(row[target].outcome)))
            if target in row
            else styled("–", "dim", stream) + " " * (width - 1)
            for target, width in widths.items()
        ]
        yield (" " * GAP).join([title, *posts]).rstrip()


def list_rows(
    digests: Mapping[str, Mapping[str, Result]], columns: int, stream: TextIO, *, addresses: bool
) -> Iterator[str]:
    """A digest, and a line below it for each target."""
    names = max(cells(line(target)) for row in digests.values() for target in row)
    for key, row in digests.items():
        yield from (styled(part, "bold", stream) for part in wrap(title_of(row, key), columns))
        for target, result in row.items():
            name = line(target)
            yield f"  {name}{' ' * (names - cells(name))}  {cell(result.outcome, stream)}"
            if addresses and (url := url_of(result.outcome)):
                yield f"  {' ' * names}  {line(url)}"


def title_of(row: Mapping[str, Result], key: str) -> str:
    return line(next((result.title for result in row.values() if result.title), key))


def cell_words(outcome: Outcome) -> str:
    """A word with its time."""
    row, receipt = row_of(outcome), receipt_of(outcome)
    when = receipt.posted_at if receipt else retry_at_of(outcome)
    words = row.cell or row.words
    return f"{words} {minute(when, '')}" if when else words


def cell(outcome: Outcome, stream: TextIO) -> str:
    """The same in its colour, which a terminal that knows links leads to the post."""
    shown = styled(cell_words(outcome), row_of(outcome).mood.terminal, stream)
    return linked(shown, url_of(outcome), stream)

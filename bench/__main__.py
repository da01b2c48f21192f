"""``python -m bench [ROW...] [--json | --markdown] [--quick]``."""

from __future__ import annotations

import argparse
import compileall
import importlib
import json
import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from bench import peers
from bench.measure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.measure import Measured, Row, Spread

ROWS = {
    "startup": "bench.startup",
    "scan": "bench.scan",
    "text": "bench.text",
    "images": "bench.image",
    "post": "bench.post",
    "backfill": "bench.backfill",
    "ledger": "bench.ledger",
}
"""Name to the module whose ``rows`` measures it."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the bot beside the best of its field."
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"one of {', '.join(ROWS)}; none: all")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="one JSON document")
    how.add_argument("--markdown", action="store_true", help="tables, as bench/README.md has them")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small and few, and nothing is installed: to see that it works, not to quote",
    )
    asked = parser.parse_args(arguments)
    if unknown := set(asked.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    peers.MAY_INSTALL.append(not asked.quick)
    # As pip does when it installs: a checkout whose modules Python may not write down is compiled anew in every process.
    compileall.compile_dir(ROOT / "bot", quiet=2)
    documents: list[dict[str, Any]] = []
    name = ""
    for row in measured(asked.rows or ROWS, quick=asked.quick):
        if asked.json:
            documents.append(row.document())
        elif asked.markdown:
            print("\n".join(markdown(row, first=row.name != name)), flush=True)
        else:
            print("\n".join(lines(row)), flush=True)
        name = row.name
    if asked.json:
        print(json.dumps({"machine": machine(), "quick": asked.quick, "rows": documents}, indent=2))
    else:
        print("; ".join(f"{name} {value}" for name, value in machine().items()))


def measured(names: Sequence[str] | dict[str, str], *, quick: bool) -> Iterator[Row]:
    for name in names:
        print(f"bench: {name} ...", file=sys.stderr, flush=True)
        yield from importlib.import_module(ROWS[name]).rows(quick=quick)


def machine() -> dict[str, Any]:
    """In general terms."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "Python": platform.python_version(),
        "load": round(load, 1),
    }


# ── the table ────────────────────────────────────────────────────────────────────────────────────


def lines(row: Row) -> Iterator[str]:
    """The bot's own line, then one for each that it is held against, with the ratio bot / other."""
    yield f"{f'{row.name}: {row.case}':64} {figures(row.ours.spread):>28} {row.unit:10} {'':>25} {beside(row.ours)}".rstrip()
    for one in row.against:
        ratio = row.ours.ratio(one)
        told = f"×{times(ratio.median)} ({times(ratio.low)}–{times(ratio.high)})"
        who = f"    {one.who}{' (floor)' if one.who == row.floor else ''}"
        yield f"{who:64} {figures(one.spread):>28} {row.unit:10} {told:>25} {beside(one)}".rstrip()
    for note in row.notes:
        yield f"    {note}"


def markdown(row: Row, *, first: bool) -> Iterator[str]:
    """The same as rows of a table, whose head stands above the ``first``."""
    if first:
        yield f"\n### {row.name}\n\n| | median | min – max | bot / other | besides |\n|---|--:|--:|--:|---|"

    def span(one: Measured) -> str:
        return f"{number(one.spread.median)} {row.unit} | {number(one.spread.low)} – {number(one.spread.high)}"

    yield f"| **{row.case}** | {span(row.ours)} |  | {beside(row.ours)} |"
    for one in row.against:
        ratio = row.ours.ratio(one)
        told = f"**×{times(ratio.median)}** ({times(ratio.low)}–{times(ratio.high)})"
        floor = " (floor)" if one.who == row.floor else ""
        yield f"| – {one.who}{floor} | {span(one)} | {told} | {beside(one)} |"
    for note in row.notes:
        yield f"| *{note}* | | | | |"


def figures(spread: Spread) -> str:
    return " / ".join(number(value) for value in (spread.low, spread.median, spread.high))


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def times(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def beside(one: Measured) -> str:
    return ", ".join(f"{number(v) if isinstance(v, float | int) else v} {name}" for name, v in one.beside.items())


if __name__ == "__main__":
    main()

"""``python -m bench [ROW...] [--json | --markdown | --write] [--quick]``."""

from __future__ import annotations

import argparse
import compileall
import importlib
import json
import os
import platform
import re
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import peers
from bench.measure import ROOT, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.measure import Measured, Row, Spread

README = Path(__file__).with_name("README.md")
RESULTS = "\n## Results\n"
"""Below it a page has the tables."""
ROWS = {
    "startup": "bench.startup",
    "scan": "bench.scan",
    "text": "bench.text",
    "images": "bench.image",
    "post": "bench.post",
    "backfill": "bench.backfill",
    "ledger": "bench.ledger",
    "init": "bench.init",
    "status": "bench.status",
    "watch": "bench.watch",
    "generators": "bench.generators",
    "documents": "bench.documents",
    "action": "bench.action",
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
    how.add_argument(
        "--write", action="store_true", help="put the tables into bench/README.md, each in its old one's place"
    )
    parser.add_argument(
        "--into", type=Path, default=README, metavar="FILE", help="for --write, another file of the kind"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small and few, and nothing is installed: to see that it works, not to quote",
    )
    asked = parser.parse_args(arguments)
    if unknown := set(asked.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    if asked.write and RESULTS not in asked.into.read_text(encoding="utf-8"):
        parser.error(f'{asked.into} has no "{RESULTS.strip()}" to write the tables below')
    peers.MAY_INSTALL.append(not asked.quick)
    # As pip does when it installs: a checkout whose modules Python may not write down is compiled anew in every process.
    compileall.compile_dir(ROOT / "bot", quiet=2)
    chapters = []
    for name in asked.rows or ROWS:
        chapter = measured(name, quick=asked.quick)
        chapters.append(chapter)
        if asked.write:
            # At once: what was measured is kept where a later row is interrupted.
            write_table(asked.into, chapter)
        elif asked.markdown:
            print(table(chapter), flush=True)
        elif not asked.json:
            print("\n".join(line for row in chapter.rows for line in lines(row)), flush=True)
    if missed := [
        f"{row.name}: {row.case}" for chapter in chapters for row in chapter.rows if row.meets_its_goal() is False
    ]:
        print("bench: goals that were missed:", *missed, sep="\n  ", file=sys.stderr)
    if asked.json:
        rows = [row.document() for chapter in chapters for row in chapter.rows]
        failed = {chapter.name: chapter.trouble for chapter in chapters if chapter.trouble}
        print(json.dumps({"machine": machine(), "quick": asked.quick, "rows": rows, "not_measured": failed}, indent=2))
    else:
        print("; ".join(f"{name} {value}" for name, value in machine().items()))
    if failed := [chapter.name for chapter in chapters if chapter.failed]:
        sys.exit(f"bench: failed: {', '.join(failed)}; why stands above")


@dataclass(slots=True)
class Chapter:
    """What one name of ROWS has yielded."""

    name: str
    rows: list[Row] = field(default_factory=list)
    trouble: str = ""
    """Why there are no more of them."""
    failed: bool = False
    """The trouble is no part that this machine lacks, but an error."""
    seconds: float = 0.0


def measured(name: str, *, quick: bool) -> Chapter:
    """All rows of this name. What goes wrong is told and kept, so that the others go on."""
    print(f"bench: {name} ...", file=sys.stderr, flush=True)
    chapter, began = Chapter(name), time.monotonic()
    try:
        for row in importlib.import_module(ROWS[name]).rows(quick=quick):
            chapter.rows.append(row)
    except Unavailable as absent:
        chapter.trouble = str(absent)
        print(f"bench: {name}: left out: {absent}", file=sys.stderr, flush=True)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is one row's
        chapter.trouble, chapter.failed = f"failed with {type(error).__name__}", True
        traceback.print_exception(error)
    chapter.seconds = time.monotonic() - began
    print(f"bench: {name}: {chapter.seconds:.0f} s", file=sys.stderr, flush=True)
    return chapter


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
    for note in (*goal(row), *row.notes):
        yield f"    {note}"


def table(chapter: Chapter) -> str:
    """The same as a table of markdown under its heading, with the time that it took."""
    head = "| | median | min – max | bot / other | besides |\n|---|--:|--:|--:|---|"
    parts = [f"### {chapter.name}\n"]
    if chapter.rows:
        parts += [head, *(line for row in chapter.rows for line in markdown(row)), ""]
    if chapter.trouble:
        parts.append(f"*{'The rest was' if chapter.rows else 'Was'} not measured: {chapter.trouble}.*\n")
    return "\n".join([*parts, f"Measured in {chapter.seconds:.0f} s.\n"])


def write_table(file: Path, chapter: Chapter) -> None:
    """Put the chapter's table in its old one's place below "## Results"; a new one comes after all others."""
    text = file.read_text(encoding="utf-8")
    before, title, rest = text.partition(RESULTS)
    results, next_title, after = rest.partition("\n## ")
    heading = f"### {chapter.name}\n"
    head, *old = re.split(r"(?m)^(?=### )", results)
    place = next((number for number, part in enumerate(old) if part.startswith(heading)), len(old))
    old[place : place + 1] = [table(chapter)]
    made = "\n".join(part.rstrip("\n") + "\n" for part in [head, *old])
    file.write_text(f"{before}{title}{made}{next_title}{after}", encoding="utf-8")


def markdown(row: Row) -> Iterator[str]:
    """One row of the bench as rows of a table."""

    def span(one: Measured) -> str:
        return f"{number(one.spread.median)} {row.unit} | {number(one.spread.low)} – {number(one.spread.high)}"

    yield f"| **{row.case}** | {span(row.ours)} |  | {beside(row.ours)} |"
    for one in row.against:
        ratio = row.ours.ratio(one)
        told = f"**×{times(ratio.median)}** ({times(ratio.low)}–{times(ratio.high)})"
        floor = " (floor)" if one.who == row.floor else ""
        yield f"| – {one.who}{floor} | {span(one)} | {told} | {beside(one)} |"
    for note in (*goal(row), *row.notes):
        yield f"| *{note}* | | | | |"


def goal(row: Row) -> Iterator[str]:
    """The row's goal, and whether it is met."""
    met = row.meets_its_goal()
    if row.goal is not None and met is not None:
        most = "at least" if row.goal.at_least else "at most"
        what = (
            f"{number(row.goal.limit)} {row.unit}"
            if row.goal.of is None
            else f"×{times(row.goal.limit)} of {row.goal.of}"
        )
        yield f"goal: {most} {what}: {'met' if met else 'missed'}"


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

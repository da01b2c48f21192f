"""What `bot init` takes in a blog that has a large archive already: python -m bench init"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import SETTINGS, Blog
from bench.measure import Ended, Goal, Measured, Program, Row, Stopwatch, beside, in_turn
from bench.scan import FRONTMATTER, parsers

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(*, quick: bool = False) -> Iterator[Row]:
    small, large = (30, 60) if quick else (10_000, 100_000)
    few, notes = in_an_archive(small, rounds=1 if quick else 3)
    yield Row(
        "init",
        f"bot init among {small:,} digests",
        "ms",
        few["bot"],
        all_others(few),
        notes=notes,
        goal=Goal(3, FRONTMATTER),
    )
    # How long whoever parses everything takes among so many, `scan` tells.
    many, _ = in_an_archive(large, rounds=1, alone=True)
    yield Row("init", f"bot init among {large:,} digests", "ms", many["bot"])
    before = f"among {small:,}"
    earlier, now = (Measured(who, (float(one["bot"].beside["MiB"]),)) for who, one in ((before, few), ("bot", many)))
    yield Row("init", f"its peak memory among {large:,}", "MiB", now, (earlier,), before)


def all_others(found: dict[str, Measured]) -> tuple[Measured, ...]:
    return tuple(one for who, one in found.items() if who != "bot")


def in_an_archive(count: int, rounds: int, *, alone: bool = False) -> tuple[dict[str, Measured], tuple[str, ...]]:
    """The bot, unless ``alone`` beside whoever reads all front matter, and who of them is not here.

    The bot's ledger is taken away before each turn.
    """
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder, Stopwatch() as stopwatch:
        blog = Blog(Path(folder) / "blog").make(f"{SETTINGS}[targets.outbox]\n")
        blog.archive(count)
        others, notes = ({}, ()) if alone else parsers(blog)
        programs = {"bot": blog.bot("init", "-y"), **others}
        seen: dict[str, list[Ended]] = {who: [] for who in programs}

        def measure(who: str, program: Program) -> float:
            shutil.rmtree(blog.root / "state", ignore_errors=True)
            ended = stopwatch.run(program)
            if who == "bot" and f"{count} digests" not in ended.said.replace(",", ""):
                raise RuntimeError(f"not {count} digests were marked: {ended.said}")
            seen[who].append(ended)
            return 1000 * ended.seconds

        tries = {
            who: lambda who=who, program=program: measure(who, program)  # type: ignore[misc]
            for who, program in programs.items()
        }
        values = in_turn(tries, rounds)
    return {who: Measured(who, values[who], beside(seen[who])) for who in programs}, notes

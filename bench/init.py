"""What `bot init` takes in a blog that has a large archive already: python -m bench init"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import SETTINGS, Blog
from bench.measure import Ended, Measured, Program, Row, Stopwatch, beside, in_turn
from bench.scan import parsers

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(*, quick: bool = False) -> Iterator[Row]:
    small, large = (30, 60) if quick else (10_000, 100_000)
    few, notes = in_an_archive(small, rounds=2 if quick else 5)
    yield Row("init", f"bot init among {small:,} digests", "ms", few["bot"], others(few), notes=notes)
    many, _ = in_an_archive(large, rounds=1)
    yield Row("init", f"bot init among {large:,} digests", "ms", many["bot"], others(many))
    before = f"among {small:,}"
    memory = [Measured(who, (float(one.beside["MiB"]),)) for who, one in ((before, few["bot"]), *many.items())]
    yield Row(
        "init",
        f"its peak memory among {large:,}",
        "MiB",
        memory[1],
        (memory[0], *memory[2:]),
    )


def others(found: dict[str, Measured]) -> tuple[Measured, ...]:
    return tuple(one for who, one in found.items() if who != "bot")


def in_an_archive(count: int, rounds: int) -> tuple[dict[str, Measured], tuple[str, ...]]:
    """The bot beside whoever reads all front matter, and who of them is not here; the bot's ledger is taken away before each turn."""
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder, Stopwatch() as stopwatch:
        blog = Blog(Path(folder) / "blog").make(f"{SETTINGS}[targets.outbox]\n")
        blog.archive(count)
        others, notes = parsers(blog)
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
        values = in_turn(tries, rounds, warmups=int(rounds > 1))
    return {who: Measured(who, values[who], beside(seen[who])) for who in programs}, notes

"""Timing side by side: everybody takes turns, so that a machine that slows down slows everybody, and ratios hold."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
BOT = [sys.executable, "-c", "from bot.__main__ import main; main()"]
"""What the console script does that pip writes."""


class Unavailable(Exception):
    """This machine lacks what a row needs; the message says what."""


# ── what was measured ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Spread:
    """Several values of the same thing."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        return cls(min(values), statistics.median(values), max(values))

    def document(self) -> dict[str, float]:
        return {"min": self.low, "median": self.median, "max": self.high}


@dataclass(frozen=True, slots=True)
class Measured:
    """Somebody's values in the order of the rounds, and what else was seen of it."""

    who: str
    values: tuple[float, ...]
    beside: Mapping[str, float | str] = field(default_factory=dict)
    """Peak memory, bytes, likeness: name, with its unit, to value."""

    @property
    def spread(self) -> Spread:
        return Spread.of(self.values)

    def ratio(self, other: Measured) -> Spread:
        """How many times the other's, taken pair by pair where both have run in turn."""
        if len(self.values) == len(other.values):
            return Spread.of([mine / theirs for mine, theirs in zip(self.values, other.values, strict=True)])
        return Spread.of([mine / other.spread.median for mine in self.values])


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row's median is to be; a row that misses it says so."""

    limit: float
    of: str | None = None
    """The limit is a multiple of this other's figure; None: it is a figure itself, in the row's unit."""
    at_least: bool = False
    """It may not be less; else it may not be more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the bot first, then whom it is held against."""

    name: str
    """Of the kind of row, as it is asked for."""
    case: str
    unit: str
    ours: Measured
    against: tuple[Measured, ...] = ()
    floor: str | None = None
    """Who among them cannot be beaten."""
    notes: tuple[str, ...] = ()
    more_is_better: bool = False
    goal: Goal | None = None

    def reached(self) -> float | None:
        """What is held against the goal; None: there is no goal, or whom it names is not here."""
        if self.goal is None or self.goal.of is None:
            return self.ours.spread.median if self.goal else None
        return next((self.ours.ratio(one).median for one in self.against if one.who == self.goal.of), None)

    def meets_its_goal(self) -> bool | None:
        reached = self.reached()
        if self.goal is None or reached is None:
            return None
        return reached >= self.goal.limit if self.goal.at_least else reached <= self.goal.limit

    def document(self) -> dict[str, Any]:
        return {
            "row": self.name,
            "case": self.case,
            "unit": self.unit,
            "more_is_better": self.more_is_better,
            "ours": {**self.ours.spread.document(), "rounds": len(self.ours.values), "beside": dict(self.ours.beside)},
            "against": [
                {
                    "who": one.who,
                    **one.spread.document(),
                    "beside": dict(one.beside),
                    "ratio": self.ours.ratio(one).document(),
                    "floor": one.who == self.floor,
                }
                for one in self.against
            ],
            "notes": list(self.notes),
            "goal": None if self.goal is None else {**asdict(self.goal), "met": self.meets_its_goal()},
        }


# ── in turn ──────────────────────────────────────────────────────────────────────────────────────


def in_turn(
    tries: Mapping[str, Callable[[], float]], rounds: int, warmups: int | None = None
) -> dict[str, tuple[float, ...]]:
    """Everybody's values, A B A B, after so many rounds that do not count; None: one, or none before a single round."""
    warmups = int(rounds > 1) if warmups is None else warmups
    values: dict[str, list[float]] = {who: [] for who in tries}
    for number in range(warmups + rounds):
        for who, measure in tries.items():
            value = measure()
            if number >= warmups:
                values[who].append(value)
    return {who: tuple(found) for who, found in values.items()}


# ── whole processes ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ended:
    """What the operating system says of a process that has ended."""

    code: int
    seconds: float
    cpu: float
    mib: float
    """At its peak."""
    said: str


@dataclass(frozen=True, slots=True)
class Program:
    """Something to start."""

    command: Sequence[str | Path]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)
    """Besides the environment without anybody's accounts."""
    codes: frozenset[int] = frozenset({0})
    """Exit codes that count as done."""


class Stopwatch:
    """Starts programs one after another; a process of its own, so that it is small."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="bot-bench-")
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", Path(__file__).with_name("stopwatch.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()
        self.folder.cleanup()

    def run(self, program: Program) -> Ended:
        """Start it, wait for its end. Raises RuntimeError where it ends in an unexpected way."""
        out = Path(self.folder.name) / "out"
        command = [str(word) for word in program.command]
        command[0] = shutil.which(command[0]) or command[0]
        wanted = {
            "command": command,
            "cwd": str(program.cwd),
            "env": {**clean_environment(), **program.env},
            "out": str(out),
        }
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        ended = Ended(**told, said=out.read_text(encoding="utf-8", errors="replace"))
        if ended.code not in program.codes:
            raise RuntimeError(f"{' '.join(command)}: exit {ended.code}: {ended.said[-2000:]}")
        return ended


def clean_environment() -> dict[str, str]:
    """The environment without anybody's accounts and git settings."""
    strange = ("BLUESKY_", "X_", "GITHUB_", "GIT_", "BOT_", "OUTBOX_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}
    return {**kept, **quiet, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def whole(programs: Mapping[str, Program], rounds: int, warmups: int | None = None) -> dict[str, Measured]:
    """Whole processes in turn: milliseconds from start to end; processor time and peak memory beside."""
    with Stopwatch() as stopwatch:
        seen: dict[str, list[Ended]] = {who: [] for who in programs}

        def measure(who: str, program: Program) -> float:
            seen[who].append(stopwatch.run(program))
            return 1000 * seen[who][-1].seconds

        tries = {
            who: lambda who=who, program=program: measure(who, program)  # type: ignore[misc]
            for who, program in programs.items()
        }
        values = in_turn(tries, rounds, warmups)
    return {who: Measured(who, found, beside(seen[who])) for who, found in values.items()}


def beside(ended: Sequence[Ended]) -> dict[str, float | str]:
    """Processor time, which says more than the clock where others are at work, and the highest peak."""
    return {"ms CPU": 1000 * statistics.median(one.cpu for one in ended), "MiB": max(one.mib for one in ended)}

"""The bench measures what it says; how long anything takes is nothing to test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import ROWS, lines, markdown
from bench.measure import Measured, Program, Row, Spread, Stopwatch, in_turn

ROOT = Path(__file__).resolve().parents[2]


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_runs_and_says_who_took_how_much(name):
    """Each with tiny sizes: the bot's own spread, everybody else's, and the ratio between them."""
    done = bench(name, "--quick", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["quick"] is True
    assert document["machine"]["cores"] >= 1
    assert document["rows"]
    for row in document["rows"]:
        assert row["row"] == name
        assert row["case"]
        assert row["unit"]
        for one in (row["ours"], *row["against"]):
            assert one["min"] <= one["median"] <= one["max"]
            assert all(value != 0 for value in one["beside"].values())
        for one in row["against"]:
            assert 0 < one["ratio"]["min"] <= one["ratio"]["median"] <= one["ratio"]["max"] or name == "post"
        assert sum(one["floor"] for one in row["against"]) <= 1


def test_a_row_that_is_not_there_is_refused_with_those_that_are():
    done = bench("speed")
    assert done.returncode == 2
    assert all(name in done.stderr for name in ROWS)


def test_everybody_takes_turns_and_the_first_rounds_do_not_count():
    order: list[str] = []

    def measure(who: str) -> float:
        order.append(who)
        return float(len(order))

    found = in_turn({"a": lambda: measure("a"), "b": lambda: measure("b")}, rounds=2, warmups=1)
    assert order == ["a", "b"] * 3
    assert found == {"a": (3.0, 5.0), "b": (4.0, 6.0)}


def test_a_ratio_is_taken_pair_by_pair():
    """A machine that became slow half-way slowed both, so the ratio stays."""
    ours, theirs = Measured("bot", (1.0, 10.0)), Measured("other", (2.0, 20.0))
    assert ours.ratio(theirs) == Spread(0.5, 0.5, 0.5)
    assert ours.ratio(Measured("once", (4.0,))) == Spread(0.25, 1.375, 2.5)


def test_the_stopwatch_sees_a_childs_own_memory_and_not_its_parents(tmp_path):
    """This process is larger than a child that does nothing, and a child that does much is larger than that."""
    with Stopwatch() as stopwatch:
        little = stopwatch.run(Program([sys.executable, "-S", "-c", "pass"], tmp_path))
        much = stopwatch.run(Program([sys.executable, "-S", "-c", "print(len(bytearray(100_000_000)))"], tmp_path))
    assert much.said == "100000000\n"
    assert little.mib < 40
    assert much.mib > 90


def test_a_program_that_fails_stops_the_bench_with_what_it_said(tmp_path):
    failing = Program([sys.executable, "-c", "import sys; sys.exit('no such thing')"], tmp_path)
    with Stopwatch() as stopwatch, pytest.raises(RuntimeError, match=r"exit 1: no such thing"):
        stopwatch.run(failing)


def test_the_table_shows_the_spread_the_ratio_and_what_the_floor_is():
    row = Row(
        "scan", "one", "ms", Measured("bot", (2.0, 4.0, 6.0)), (Measured("walk", (1.0, 2.0, 3.0)),), "walk", ("why",)
    )
    ours, walk, note = lines(row)
    assert "scan: one" in ours
    assert "2.00 / 4.00 / 6.00 ms" in ours
    assert "walk (floor)" in walk
    assert "×2.00 (2.00–2.00)" in walk
    assert note.strip() == "why"


def test_the_same_as_a_table_of_markdown():
    """As bench/README.md holds it; the head stands above the first row of its kind."""
    row = Row("scan", "one", "ms", Measured("bot", (2.0, 4.0, 6.0)), (Measured("walk", (1.0, 2.0, 3.0)),), "walk")
    head, ours, walk = "\n".join(markdown(row, first=True)).strip().rsplit("\n", 2)
    assert head.splitlines()[0] == "### scan"
    assert ours == "| **one** | 4.00 ms | 2.00 – 6.00 |  |  |"
    assert walk == "| – walk (floor) | 2.00 ms | 1.00 – 3.00 | **×2.00** (2.00–2.00) |  |"
    assert next(markdown(row, first=False)) == ours

"""The bench measures what it says; how long anything takes is nothing to test."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import __main__ as program
from bench.__main__ import ROWS, Chapter, lines, markdown, table, write_table
from bench.measure import Goal, Measured, Program, Row, Spread, Stopwatch, Unavailable, in_turn
from tests.conftest import Ran
from tests.demand import missing
from tests.servers import pds
from tests.servers.fixtures import another

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(capsys, monkeypatch):
    """``python -m bench WORDS``, with the tests' own Bluesky server: its exit code, stdout and stderr."""
    monkeypatch.setattr(pds, "start", another)

    def call(*words: str) -> Ran:
        code: object = 0
        try:
            program.main(words)
        except SystemExit as ended:
            code = ended.code
        return Ran(code, *capsys.readouterr())

    return call


@pytest.mark.parametrize("name", ROWS)
def test_every_row_runs_and_says_who_took_how_much(name, bench):
    """Each with tiny sizes: the bot's own spread, everybody else's, and the ratio between them."""
    done = bench(name, "--quick", "--json")
    assert done.code == 0, done.err
    document = json.loads(done.out)
    assert document["quick"] is True
    assert document["machine"]["cores"] >= 1
    if reason := document["not_measured"].get(name):
        missing(reason)
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


def test_a_row_that_is_not_there_is_refused_with_those_that_are(bench):
    done = bench("speed")
    assert done.code == 2
    assert all(name in done.err for name in ROWS)


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


WALK = Row("scan", "one", "ms", Measured("bot", (2.0, 4.0, 6.0)), (Measured("walk", (1.0, 2.0, 3.0)),), "walk")


def test_the_same_as_a_table_of_markdown():
    """As bench/README.md holds it, with how long it took to measure."""
    ours, walk = markdown(WALK)
    assert ours == "| **one** | 4.00 ms | 2.00 – 6.00 |  |  |"
    assert walk == "| – walk (floor) | 2.00 ms | 1.00 – 3.00 | **×2.00** (2.00–2.00) |  |"
    made = table(Chapter("scan", [WALK], seconds=12.3))
    assert made.startswith("### scan\n\n| | median |")
    assert made.endswith(f"{ours}\n{walk}\n\nMeasured in 12 s.\n")


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (Goal(2, "walk"), "goal: at most ×2.00 of walk: met"),
        (Goal(1.9, "walk"), "goal: at most ×1.90 of walk: missed"),
        (Goal(4), "goal: at most 4.00 ms: met"),
        (Goal(5, at_least=True), "goal: at least 5.00 ms: missed"),
    ],
)
def test_a_goal_stands_in_the_table_with_whether_it_is_met(goal, said):
    """And is part of the document that machines read."""
    row = replace(WALK, goal=goal)
    assert list(markdown(row))[-1] == f"| *{said}* | | | | |"
    assert list(lines(row))[-1].strip() == said
    assert row.document()["goal"]["met"] is said.endswith("met")


def test_a_goal_beside_somebody_who_is_not_here_is_neither_met_nor_missed():
    """Where no node is, nobody is held against sharp."""
    row = replace(WALK, goal=Goal(1, "sharp"))
    assert row.meets_its_goal() is None
    assert "goal" not in "".join(markdown(row))


def test_one_row_that_fails_is_named_and_the_others_go_on(tmp_path, monkeypatch, capsys):
    """What it had yielded is kept; a row that lacks a part of this machine is left out, which is no failure."""
    page = tmp_path / "README.md"
    page.write_text("# A page\n\n## Results\n\nOne run.\n")
    for name, rows in {"breaks": breaks, "lacks": lacks, "works": works}.items():
        monkeypatch.setitem(sys.modules, f"{name}_row", SimpleNamespace(rows=rows))
    monkeypatch.setattr(program, "ROWS", {name: f"{name}_row" for name in ("breaks", "lacks", "works")})
    with pytest.raises(SystemExit, match=r"failed: breaks;"):
        program.main(["--quick", "--write", "--into", str(page)])
    text = page.read_text()
    assert text.count("| **one** |") == 2
    assert "*The rest was not measured: failed with ZeroDivisionError.*" in text
    assert "### lacks\n\n*Was not measured: there is no node.*" in text
    assert "ZeroDivisionError: division by zero" in capsys.readouterr().err


def breaks(*, quick):
    yield WALK
    yield 1 / 0


def lacks(*, quick):
    raise Unavailable("there is no node")


def works(*, quick):
    yield WALK


def test_a_table_is_written_in_its_old_ones_place(tmp_path):
    """A new one comes after the others; whatever else the page says stays, to the letter."""
    page = tmp_path / "README.md"
    before = "# A page\n\n### scan\n\nno table\n\n## Results\n\nOne run.\n"
    after = "\n## What was gained\n\n- ### scan\n"
    page.write_text(f"{before}\n### scan\n\n| old |\n\n### text\n\n| kept |\n{after}")
    new = table(Chapter("scan", [WALK], seconds=1))
    write_table(page, Chapter("scan", [WALK], seconds=1))
    assert page.read_text() == f"{before}\n{new}\n### text\n\n| kept |\n{after}"
    write_table(page, Chapter("watch", [WALK], seconds=1))
    assert page.read_text() == (
        f"{before}\n{new}\n### text\n\n| kept |\n\n{new.replace('### scan', '### watch')}{after}"
    )
    written = page.read_text()
    write_table(page, Chapter("watch", [WALK], seconds=1))
    assert page.read_text() == written


def test_a_page_without_a_place_for_tables_is_refused_before_anything_is_measured(tmp_path, bench):
    page = tmp_path / "page.md"
    page.write_text("# A page\n")
    done = bench("text", "--quick", "--write", "--into", str(page))
    assert done.code == 2
    assert 'no "## Results"' in done.err
    assert "bench: text" not in done.err


def test_every_row_is_told_of_on_the_page():
    page = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    assert [name for name in ROWS if f"| `{name}` |" not in page] == []

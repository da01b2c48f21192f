"""``bot status`` of a ledger that has grown for years: everything as JSON, the newest for a person, and no more memory."""

from __future__ import annotations

import json
import os
import tracemalloc
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ledger.opening import connect
from bot.runs.status import SHOWN, StatusQuestion
from tests.conftest import OUTBOX
from tests.reading import load
from tests.store.places import NOW, LocalPlace, begin

if TYPE_CHECKING:
    from tests.conftest import Blog

COLUMNS = "key, target, status, title, link, link_crc, path, updated_at, nonce, lease_until, receipt_id, receipt_url, posted_at, payload"


def fill(ledger: Path, count: int) -> None:
    """So many posts, a second apart."""
    rows = (
        (f"d{number}", f"T {number}", f"https://blog.example/{number}", number, f"content/d{number}.md", 10**12 + number * 10**6,
         str(number), f"https://x.com/i/{number}", "x" * 400)
        for number in range(count)
    )  # fmt: skip
    with closing(connect(ledger)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            f"INSERT INTO entries ({COLUMNS}) VALUES (?1, 'outbox', 'posted', ?2, ?3, ?4, ?5, ?6, 'aa', 1, ?7, ?8, ?6, ?9)",
            rows,
        )
        connection.execute("COMMIT")


def test_json_has_every_row_newest_first_and_a_person_the_newest_and_how_many(blog: Blog) -> None:
    blog.settings(OUTBOX)
    assert blog.bot("init", "-y").code == 0
    fill(blog.root / "state" / "ledger.db", 1000)
    ran = blog.bot("status", "--json")
    assert [one["digest"] for one in ran.results] == [f"d{number}" for number in reversed(range(1000))]
    assert {tuple(one) for one in ran.results} == {
        ("digest", "path", "target", "outcome", "reason", "url", "id", "retry_at", "warnings", "draft")
    }
    assert json.loads(blog.bot("status", "--json", "--since", "1970-01-12T14:00:00Z").out) == {
        "results": ran.results[:200]
    }
    lines = blog.bot("status").out.splitlines()
    assert len(lines) == SHOWN + 1
    assert lines[0].startswith("posted: content/d999.md")
    assert lines[-1].startswith("and 940 more")


def test_twenty_thousand_rows_take_no_more_memory_than_a_thousand(local: LocalPlace) -> None:
    """Each row is written as it is read."""
    (local.folder / "bot.toml").write_text(OUTBOX)
    settings = load(local.folder / "bot.toml")
    store = local.store()
    store.create(begin)
    peaks = []
    for count in (1000, 20_000):
        with closing(connect(local.path)) as connection:
            connection.execute("DROP TRIGGER entries_keep")
            connection.execute("DELETE FROM entries")
            connection.execute(
                "CREATE TRIGGER entries_keep BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        fill(local.path, count)
        with Path(os.devnull).open("w") as spool:
            tracemalloc.start()
            StatusQuestion(settings, store, NOW).write_json(None, spool)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000, peaks

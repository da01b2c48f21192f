"""What `bot status` takes on a ledger that has grown for a very long time: python -m bench status"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import SETTINGS, Blog
from bench.measure import Goal, Measured, Program, Row, Stopwatch, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

FILL = """
    WITH RECURSIVE numbers(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < :count),
    digests AS (SELECT number, number < :posted AS posted, 1600000000000000 + number * 60000000 AS at FROM numbers)
    INSERT INTO entries (key, target, status, title, link, link_crc, path, lang, published_at, attempt, updated_at, receipt_id,
        receipt_url, posted_at)
    SELECT printf('%07d-world-models', number), 'outbox', iif(posted, 'posted', 'baseline'),
        'A laureate bets on world models, part ' || number, 'https://blog.example/posts/' || number, number,
        printf('content/%07d-world-models.md', number), 'en', at, posted, at, iif(posted, 'outbox/' || number, NULL),
        iif(posted, 'state/outbox/' || number || '.html', NULL), iif(posted, at, NULL)
    FROM digests
"""
"""SQL: so many entries, the first of them posted and the others there before the bot; the ledger's own triggers write its history."""


def rows(*, quick: bool = False) -> Iterator[Row]:
    small, large = (10, 1_000) if quick else (1_000, 1_000_000)
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder:
        blogs = {f"{count:,} entries": ledger_of(Path(folder) / str(count), count) for count in (small, large)}
        before, now = blogs
        for words, rounds in (["status"], 5), (["status", "--json"], 1):
            found = whole(
                {name: without_output(blog.bot(*words)) for name, blog in blogs.items()},
                1 if quick else rounds,
                warmups=0,
            )
            what = f"bot {' '.join(words)}, {now}, a tenth of them posts"
            yield Row("status", what, "ms", found[now], (found[before],))
            memory = {name: Measured(name, (float(one.beside["MiB"]),)) for name, one in found.items()}
            yield Row(
                "status",
                f"its peak memory, {now}",
                "MiB",
                memory[now],
                (memory[before],),
                before,
                goal=Goal(1.1, before),
            )


def ledger_of(root: Path, count: int) -> Blog:
    """A blog whose ledger the bot has made and SQL has filled."""
    blog = Blog(root).make(f"{SETTINGS}[targets.outbox]\n")
    with Stopwatch() as stopwatch:
        stopwatch.run(blog.bot("init", "-y"))
    with contextlib.closing(sqlite3.connect(root / "state" / "ledger.db")) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute(FILL, {"count": count, "posted": count // 10})
    return blog


def without_output(program: Program) -> Program:
    """The same, its result thrown away: the bench would hold it in memory."""
    command = ["sh", "-c", 'exec "$@" >/dev/null', "sh", *program.command]
    return Program(command, program.cwd, program.env, program.codes)

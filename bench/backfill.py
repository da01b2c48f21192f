"""A whole archive posted in one run, against the same posted one call at a time: python -m bench backfill"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import Blog
from bench.measure import Goal, Measured, Program, Row, Stopwatch
from bench.servers import hero, servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.servers import Servers

ALONE = "bot post, one call for each"
SDKS = "the same requests through the SDKs, and nothing else"


def rows(*, quick: bool = False) -> Iterator[Row]:
    counts, alone = ((1, 2), 1) if quick else ((100, 1000), 9)
    with servers(hero(320, 180) if quick else hero(1200, 630, 75), bluesky=not quick) as outside:
        runs = {count: Run(outside, count) for count in counts}
        for run in runs.values():
            run.post_all()
        bare = Run(outside, counts[1])
        bare.send_bare()
        single = Run(outside, alone)
        values = single.post_each()
    small, large = (runs[count] for count in counts)
    targets = f"{counts[1]:,} digests with heroes to {' and '.join(outside.targets)}"
    beside = {"ledger writes a post": large.writes, "MiB": large.mib}
    one_call = Measured(ALONE, values, {"ledger writes a post": single.writes, "MiB": single.mib})
    yield Row(
        "backfill",
        f"bot run, {targets}",
        "posts a second",
        Measured("bot", (large.posts_a_second,), beside),
        (Measured(SDKS, (bare.posts_a_second,), {"MiB": bare.mib}), one_call),
        SDKS,
        outside.notes,
        more_is_better=True,
        goal=Goal(50, at_least=True),
    )
    yield Row(
        "backfill",
        f"peak memory of that run, against {counts[0]} digests",
        "MiB",
        Measured("bot", (large.mib,)),
        (Measured(f"{counts[0]} digests", (small.mib,)),),
        f"{counts[0]} digests",
        goal=Goal(1.3, f"{counts[0]} digests"),
    )


class Run:
    """One blog and its archive, with a ledger in which nothing is handled."""

    def __init__(self, outside: Servers, count: int) -> None:
        self.outside, self.count = outside, count
        self.posts_a_second = self.mib = self.writes = 0.0

    def post_all(self) -> None:
        """In one run."""
        with self.blog() as (blog, stopwatch):
            before = changes(blog)
            ended = stopwatch.run(blog.bot("run", "--max-posts", str(self.count), "-q"))
            posts = self.posted(self.count)
            self.posts_a_second = posts / ended.seconds
            self.mib, self.writes = ended.mib, (changes(blog) - before) / posts

    def send_bare(self) -> None:
        """The same requests by a program that reads, composes and remembers nothing."""
        with self.blog() as (_, stopwatch):
            words = [str(self.count), self.outside.heroes.url, *self.outside.targets]
            ended = stopwatch.run(Program([sys.executable, "-m", "bench.bare_sdks", *words], env=self.outside.env))
            self.posts_a_second, self.mib = self.posted(self.count) / ended.seconds, ended.mib

    def post_each(self) -> tuple[float, ...]:
        """In a call for each; posts a second of each call."""
        with self.blog() as (blog, stopwatch):
            values, before = [], changes(blog)
            for path in sorted(blog.content.rglob("*.md")):
                ended = stopwatch.run(blog.bot("post", path, "-q"))
                values.append(len(self.outside.targets) / ended.seconds)
                self.mib = max(self.mib, ended.mib)
            self.writes = (changes(blog) - before) / self.posted(self.count)
        return tuple(values)

    @contextlib.contextmanager
    def blog(self) -> Iterator[tuple[Blog, Stopwatch]]:
        # Posts of an earlier run, which have the same texts, would be refused as duplicates.
        self.outside.forget()
        with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder, Stopwatch() as stopwatch:
            blog = Blog(Path(folder) / "blog", self.outside.env).make(self.outside.settings)
            stopwatch.run(blog.bot("init", "-y"))
            for number in range(self.count):
                blog.digest(number, f"{self.outside.heroes.url}/{number}.jpg")
            yield blog, stopwatch

    def posted(self, digests: int) -> int:
        """Posts, none of them missing. Raises RuntimeError where one is."""
        wanted = digests * len(self.outside.targets)
        found = len(self.outside.x.posts) + len(self.outside.mastodon.posts) + self.outside.on_bluesky()
        if found != wanted:
            raise RuntimeError(f"{found} posts instead of {wanted}")
        return wanted


def changes(blog: Blog) -> int:
    """How often the ledger has been written: SQLite counts transactions at byte 24 of the file."""
    with (blog.root / "state" / "ledger.db").open("rb") as file:
        file.seek(24, os.SEEK_SET)
        (count,) = struct.unpack(">I", file.read(4))
    return int(count)

"""From `bot post FILE` to a receipt from each target in the ledger, each answer taking a tenth of a second: python -m bench post"""

from __future__ import annotations

import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import Blog
from bench.measure import BOT, Ended, Goal, Measured, Program, Row, Stopwatch, beside, in_turn
from bench.servers import Servers, hero, servers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANSWER_SECONDS = 0.1
INSIDE = [sys.executable, "-m", "bench.inside"]
SDKS = "importing the SDKs and nothing else"
ITS_SDK = "importing its SDK and nothing else"
MODULES = {"bluesky": "atproto", "x": "tweepy", "mastodon": "mastodon"}
"""Target to the SDK's module."""


def rows(*, quick: bool = False) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="bot-bench-") as folder,
        servers(hero(320, 180) if quick else hero(), bluesky=not quick) as outside,
        Stopwatch() as stopwatch,
    ):
        blog = Blog(Path(folder) / "blog", outside.env).make(outside.settings)
        stopwatch.run(blog.bot("init", "-y"))
        outside.seconds = 0.01 if quick else ANSWER_SECONDS
        post = Post(blog, outside, stopwatch)
        yield from measured(post, rounds=1 if quick else 7)
        yield from one_by_one(post, outside.targets[:1] if quick else outside.targets, rounds=1 if quick else 5)


class Post:
    """Posts a new digest each time; what it measures is milliseconds above the critical path."""

    def __init__(self, blog: Blog, outside: Servers, stopwatch: Stopwatch) -> None:
        self.blog, self.outside, self.stopwatch = blog, outside, stopwatch
        self.number = 0
        self.critical: list[float] = []
        self.seen: dict[str, list[Ended]] = {"whole": []}

    def digest(self) -> Path:
        self.number += 1
        return self.blog.digest(self.number, f"{self.outside.heroes.url}/{self.number}.jpg")

    def run(self, command: Sequence[str | Path]) -> Ended:
        self.outside.spans.clear()
        return self.stopwatch.run(Program(command, self.blog.root, self.blog.env))

    def critical_seconds(self, since: float = 0.0) -> float:
        """The answers that had to follow each other; none of a platform to which nothing was posted."""

        def took(server: str, *operations: str) -> float:
            return sum(self.outside.took(server, operation, since) for operation in operations)

        # A claim must be durable before anything is sent, and holds all that will be sent: the hero comes first.
        on_x = took("heroes", "hero") + took("x", "upload", "metadata", "create")
        # Its server's limits are asked while the hero is fetched.
        on_mastodon = max(took("heroes", "hero"), took("mastodon", "instance")) + took("mastodon", "upload", "create")
        on_bluesky = max(took("heroes", "hero"), took("bluesky", "login")) + took("bluesky", "upload", "create")
        longest = max(on_x, on_mastodon, on_bluesky)
        self.critical.append(1000 * longest)
        return longest

    def whole(self) -> float:
        ended = self.run([*BOT, "post", self.digest()])
        self.seen["whole"].append(ended)
        return 1000 * (ended.seconds - self.critical_seconds())

    def inside(self, *words: str | Path) -> float:
        told = self.run([*INSIDE, *words, "post", self.digest()]).said.splitlines()[-1]
        began, end = map(float, told.split())
        return 1000 * (end - began - self.critical_seconds(began))

    def again(self) -> float:
        return self.inside("--after", self.digest())

    def to(self, target: str) -> float:
        ended = self.run([*BOT, "post", self.digest(), "--to", target])
        self.seen.setdefault(target, []).append(ended)
        return 1000 * (ended.seconds - self.critical_seconds())

    def sdks(self, modules: str = "atproto, mastodon, tweepy") -> float:
        ended = self.stopwatch.run(Program([sys.executable, "-c", f"import {modules}"]))
        self.seen.setdefault(modules, []).append(ended)
        return 1000 * ended.seconds


def measured(post: Post, rounds: int) -> Iterator[Row]:
    tries = {"whole": post.whole, "inside": post.inside, "again": post.again, SDKS: post.sdks}
    found = in_turn(tries, rounds)
    path = {"ms critical path": statistics.median(post.critical)}
    where = f"bot post to {' and '.join(post.outside.targets)}, above the critical path"
    ours = Measured("bot", found["whole"], {**path, **beside(post.seen["whole"])})
    floor = Measured(SDKS, found[SDKS], beside(post.seen["atproto, mastodon, tweepy"]))
    yield Row("post", f"{where}: whole process", "ms", ours, (floor,), SDKS, post.outside.notes, goal=Goal(1, SDKS))
    for case, name in (("the SDKs imported before", "inside"), ("in a process that has posted before", "again")):
        yield Row("post", f"{where}: {case}", "ms", Measured("bot", found[name], path), notes=post.outside.notes)


def one_by_one(post: Post, targets: Sequence[str], rounds: int) -> Iterator[Row]:
    """Each platform alone, beside its own SDK."""
    for target in targets:
        post.critical.clear()
        module = MODULES[target]
        found = in_turn({"bot": partial(post.to, target), ITS_SDK: partial(post.sdks, module)}, rounds)
        path = {"ms critical path": statistics.median(post.critical)}
        ours = Measured("bot", found["bot"], {**path, **beside(post.seen[target])})
        floor = Measured(ITS_SDK, found[ITS_SDK], beside(post.seen[module]))
        case = f"bot post to {target} alone, above the critical path: whole process"
        yield Row("post", case, "ms", ours, (floor,), ITS_SDK)

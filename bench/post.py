"""From `bot post FILE` to two receipts in the ledger, each answer taking a tenth of a second: python -m bench post"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import Blog
from bench.measure import BOT, Ended, Measured, Program, Row, Stopwatch, beside, in_turn
from bench.servers import Servers, hero, servers

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_SECONDS = 0.1


def rows(*, quick: bool = False) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="bot-bench-") as folder,
        servers(hero(320, 180) if quick else hero(), bluesky=not quick) as outside,
        Stopwatch() as stopwatch,
    ):
        blog = Blog(Path(folder) / "blog", outside.env).make(outside.settings)
        stopwatch.run(blog.bot("init", "-y"))
        outside.seconds = 0.01 if quick else ANSWER_SECONDS
        yield from measured(Post(blog, outside, stopwatch), rounds=2 if quick else 11)


class Post:
    """Posts a new digest each time."""

    def __init__(self, blog: Blog, outside: Servers, stopwatch: Stopwatch) -> None:
        self.blog, self.outside, self.stopwatch = blog, outside, stopwatch
        self.number = 0
        self.critical: list[float] = []
        self.seen: dict[str, list[Ended]] = {"whole": [], "inside": [], "sdks": []}

    def post(self, command: list[str]) -> tuple[Ended, float]:
        """How it ended, and the critical path: the answers that had to follow each other, in seconds."""
        self.number += 1
        path = self.blog.digest(self.number, f"{self.outside.heroes.url}/{self.number}.jpg")
        self.outside.spans.clear()
        ended = self.stopwatch.run(Program([*command, "post", path], self.blog.root, self.blog.env))
        took = self.outside.took
        found = took("heroes", "hero")
        # A claim must be durable before anything is sent, and holds all that will be sent: the hero comes first.
        on_x = found + sum(took("x", operation) for operation in ("upload", "metadata", "create"))
        on_bluesky = max(found, took("bluesky", "login")) + sum(took("bluesky", one) for one in ("upload", "create"))
        self.critical.append(1000 * max(on_x, on_bluesky))
        return ended, max(on_x, on_bluesky)

    def whole(self) -> float:
        ended, critical = self.post([*BOT])
        self.seen["whole"].append(ended)
        return 1000 * (ended.seconds - critical)

    def inside(self) -> float:
        ended, critical = self.post([sys.executable, "-m", "bench.inside"])
        self.seen["inside"].append(ended)
        return 1000 * (float(ended.said.splitlines()[-1]) - critical)

    def sdks(self) -> float:
        self.seen["sdks"].append(self.stopwatch.run(Program([sys.executable, "-c", "import atproto, tweepy"])))
        return 1000 * self.seen["sdks"][-1].seconds


def measured(post: Post, rounds: int) -> Iterator[Row]:
    floor = "importing both SDKs and nothing else"
    found = in_turn({"bot post": post.whole, "inside": post.inside, floor: post.sdks}, rounds)
    critical = {"ms critical path": sorted(post.critical)[len(post.critical) // 2]}
    targets = " and ".join(post.outside.targets)
    yield Row(
        "post",
        f"bot post to {targets}, whole process above the critical path",
        "ms",
        Measured("bot", found["bot post"], {**critical, **beside(post.seen["whole"])}),
        (Measured(floor, found[floor], beside(post.seen["sdks"])),),
        floor,
        post.outside.notes,
    )
    yield Row(
        "post",
        "the same with both SDKs imported before: our own share; the goal is 150",
        "ms",
        Measured("bot", found["inside"], {**critical, **beside(post.seen["inside"])}),
        notes=post.outside.notes,
    )

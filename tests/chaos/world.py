"""A blog that posts to every target, and what its readers see: the posts that are on the servers, counted by link."""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.nursery import Child, Nursery
    from tests.conftest import Blog, Ran
    from tests.servers.pds import Pds
    from tests.servers.x import XServer

TARGETS = ("bluesky", "x", "outbox")
SITE = "https://blog.example"
BEGIN = datetime(2024, 11, 1, 8, tzinfo=UTC)
SETTLED = {"posted", "in-doubt"}
"""How every digest must end on every target: out, or named as a question."""


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + bytes((80, 120, row % 256)) * 640 for row in range(360))
    header = struct.pack(">IIBBBBB", 640, 360, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@dataclass
class World:
    """One blog, its two accounts and its outbox."""

    blog: Blog
    nursery: Nursery
    pds: Pds
    x: XServer
    lease: str = "10m"
    timeline_lag: str = "15m"
    keys: list[str] = field(default_factory=list)
    """Every digest so far."""

    def __post_init__(self) -> None:
        self.blog.root.mkdir(parents=True, exist_ok=True)
        self.x.remembers = False  # else X itself would hide what is sent twice
        self.blog.env |= self.pds.environ() | self.x.environ()
        self.settings()
        (self.blog.root / "content").mkdir(exist_ok=True)
        (self.blog.root / "content" / "hero.png").write_bytes(png())

    def settings(self, **changes: str) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.blog.settings(
            f'site = "{SITE}"\nlease = "{self.lease}"\ntimeline_lag = "{self.timeline_lag}"\nmax_posts_per_run = 10000\n'
            "[images]\ndraw_card = false\n" + "".join(f"[targets.{name}]\n" for name in TARGETS)
        )

    def digest(self, *, hero: bool = True) -> Path:
        """One more digest, unlike every other."""
        number = len(self.keys)
        key = f"digest-{number:04}"
        self.keys.append(key)
        return self.blog.digest(
            f"{key}.md",
            title=f"Digest number {number}",
            description=f"What happened on day {number}.",
            pubDatetime=(BEGIN + timedelta(minutes=number)).isoformat(),
            heroImage="hero.png" if hero else None,
            heroAlt="A small square" if hero else None,
        )

    def bot(self, *args: object, **how: Any) -> Ran:
        return self.nursery.bot(self.blog, *args, **how)

    def start(self, *args: object, **how: Any) -> Child:
        return self.nursery.start(self.blog, *args, **how)

    def link(self, key: str) -> str:
        return f"{SITE}/posts/{key}"

    # ── what is there ────────────────────────────────────────────────────────────────────────────

    def posts(self) -> dict[str, Counter[str]]:
        """Target to how many posts there are of each digest, by their links."""
        self.x.http.quiet()
        self.pds.proxy.quiet()
        links = {
            "bluesky": [post["value"]["embed"]["external"]["uri"] for post in self.pds.posts(self.blog)],
            "x": [link for post in self.x.posts_of(None) for link in post.links],
            "outbox": [
                json.loads(path.read_bytes())["card"]["uri"]
                for path in (self.blog.root / "state" / "outbox").glob("*.json")
            ],
        }
        return {target: Counter(link.rpartition("/")[2] for link in found) for target, found in links.items()}

    def duplicates(self) -> list[str]:
        """Every digest that readers see more than once, and where."""
        return [
            f"{key} on {target}: {count} posts"
            for target, found in self.posts().items()
            for key, count in found.items()
            if count > 1
        ]

    def ledger(self) -> dict[tuple[str, str], str]:
        """What ``bot status`` says of each digest on each target."""
        ran = self.bot("status", "--since", "2000-01-01", "--json")
        return {(one["digest"], one["target"]): one["outcome"] for one in ran.results}

    def wrong(self) -> list[str]:
        """Everything that breaks the promise: once on each target, and no word but the truth about it."""
        said, posts = self.ledger(), self.posts()
        found = self.duplicates()
        for key in self.keys:
            for target in TARGETS:
                status, count = said.get((key, target), "unknown"), posts[target][key]
                if status not in SETTLED:
                    found.append(f"{key} on {target}: ends as {status}")
                if status == "posted" and count == 0:
                    found.append(f"{key} on {target}: said to be posted, and is not there")
        return found

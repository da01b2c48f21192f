"""A blog that posts to every target, and what its readers see: the posts that are on the servers, counted by link."""

from __future__ import annotations

import json
import os
import shutil
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.conftest import Blog, clean_environment
from tests.store.places import GitPlace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Ran
    from tests.nursery import Child, Nursery
    from tests.servers.faults import Server
    from tests.servers.git import GitServer
    from tests.servers.mastodon import MastodonServer
    from tests.servers.pds import Pds
    from tests.servers.x import XServer

TARGETS = ("bluesky", "x", "mastodon", "outbox")
ASKED_FIRST = ("x", "mastodon")
"""Platforms on which nothing is sent again before they were asked for it."""
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
    """One blog, its three accounts and its outbox; or several checkouts of it, which share a ledger and the accounts."""

    blog: Blog
    nursery: Nursery
    pds: Pds
    x: XServer
    mastodon: MastodonServer
    lease: str = "10m"
    timeline_lag: str = "15m"
    others: list[Blog] = field(default_factory=list)
    """The blog's other checkouts, each as if on a machine of its own."""
    targets: tuple[str, ...] = TARGETS
    branch: str | None = None
    keys: list[str] = field(default_factory=list)
    """Every digest so far."""

    def __post_init__(self) -> None:
        # Else they themselves would hide what is sent twice.
        self.x.remembers = self.mastodon.safeguards = False
        accounts = self.pds.environ() | self.x.environ() | self.mastodon.environ()
        for blog in self.blogs:
            blog.env |= accounts
            (blog.root / "content").mkdir(parents=True, exist_ok=True)
            (blog.root / "content" / "hero.png").write_bytes(png())
        self.settings()

    @property
    def servers(self) -> dict[str, Server]:
        """Target to what can be made to fail in its place."""
        return {"bluesky": self.pds.proxy, "x": self.x.http, "mastodon": self.mastodon.http}

    def platform(self, target: str) -> XServer | MastodonServer:
        """The loopback server of a platform that is asked first."""
        return self.x if target == "x" else self.mastodon

    def address(self, target: str) -> str:
        """Where a reader sees its first post."""
        if target == "x":
            return f"https://x.com/poster/status/{self.x.posts[0].id}"
        return f"{self.mastodon.url}/@poster/{self.mastodon.posts[0].id}"

    @property
    def blogs(self) -> list[Blog]:
        return [self.blog, *self.others]

    def settings(self, **changes: str) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        branch = f'branch = "{self.branch}"\n' if self.branch else ""
        for blog in self.blogs:
            blog.settings(
                f'site = "{SITE}"\nlease = "{self.lease}"\ntimeline_lag = "{self.timeline_lag}"\n{branch}'
                "max_posts_per_run = 10000\n[images]\ndraw_card = false\n"
                + "".join(f"[targets.{name}]\n" for name in self.targets)
            )

    def digest(self, *, hero: bool = True) -> Path:
        """One more digest, unlike every other."""
        number = len(self.keys)
        key = f"digest-{number:04}"
        self.keys.append(key)
        paths = [
            blog.digest(
                f"{key}.md",
                title=f"Digest number {number}",
                description=f"What happened on day {number}.",
                pubDatetime=(BEGIN + timedelta(minutes=number)).isoformat(),
                heroImage="hero.png" if hero else None,
                heroAlt="A small square" if hero else None,
            )
            for blog in self.blogs
        ]
        return paths[0]

    def bot(self, *args: object, at: int = 0, **how: Any) -> Ran:
        return self.start(*args, at=at, **how).wait()

    def start(self, *args: object, at: int = 0, **how: Any) -> Child:
        """``bot ARGS`` in the checkout ``at``."""
        return self.nursery.start(self.blogs[at], *args, **how)

    def link(self, key: str) -> str:
        return f"{SITE}/posts/{key}"

    # ── what is there ────────────────────────────────────────────────────────────────────────────

    def posts(self) -> dict[str, Counter[str]]:
        """Target to how many posts there are of each digest, by their links."""
        for server in self.servers.values():
            server.quiet()
        links = {
            "bluesky": [post["value"]["embed"]["external"]["uri"] for post in self.pds.posts(self.blog)],
            "x": [link for post in self.x.posts_of(None) for link in post.links],
            "mastodon": [link for post in self.mastodon.posts for link in post.links],
            "outbox": [
                json.loads(path.read_bytes())["card"]["uri"]
                for path in (self.blog.root / "state" / "outbox").glob("*.json")
            ],
        }
        return {name: Counter(link.rpartition("/")[2] for link in links[name]) for name in self.targets}

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
            for target in self.targets:
                status, count = said.get((key, target), "unknown"), posts[target][key]
                if status not in SETTLED:
                    found.append(f"{key} on {target}: ends as {status}")
                if status == "posted" and count == 0:
                    found.append(f"{key} on {target}: said to be posted, and is not there")
        return found


def shared(
    folder: Path, server: GitServer, nursery: Nursery, pds: Pds, x: XServer, mastodon: MastodonServer, machines: int = 3
) -> World:
    """A blog on a git server and some checkouts of it, after ``bot init`` in the first."""
    place = GitPlace(folder, url=f"{server.url}/blog.git").found()
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    blogs = [Blog(place.checkout(f"machine-{number}"), clean_environment() | git) for number in range(machines)]
    for blog in blogs:
        shutil.rmtree(blog.root / "content")
    made = World(
        blogs[0], nursery, pds, x, mastodon, "6s", others=blogs[1:], targets=("bluesky", *ASKED_FIRST), branch=place.branch
    )  # fmt: skip
    ran = made.bot("init")
    assert ran.code == 0, ran
    return made

"""What a durable claim costs, in a file and on a git branch: python -m bench ledger"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.blog import SETTINGS, Blog
from bench.measure import Goal, Measured, Row, Stopwatch, clean_environment, in_turn
from tests.servers.git import GitServer
from tests.store.places import NOW, GitPlace, LocalPlace, Place, digest, settle, won

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.store import Store

BATCH = 20
"""Claims a turn."""
BARE = "bare sqlite3, as durable"


def rows(*, quick: bool = False) -> Iterator[Row]:
    rounds = 1 if quick else 11
    for count in (10,) if quick else (10, 100_000):
        yield from in_a_file(count, rounds)
    yield from on_a_branch(2 if quick else 10, 1 if quick else 7)


# ── in a file ────────────────────────────────────────────────────────────────────────────────────


def in_a_file(count: int, rounds: int) -> Iterator[Row]:
    """Claims a second, and a post's three steps from a ledger that is not open yet."""
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder:
        place = LocalPlace(Path(folder))
        store = place.made()
        store.change(lambda ledger: ledger.baseline((digest(number) for number in range(count)), NOW), "archive")
        bare = bare_ledger(Path(folder) / "bare.db", count)
        numbers = itertools.count(1_000_000)
        with contextlib.closing(sqlite3.connect(bare, isolation_level=None)) as connection:
            found = in_turn(
                {
                    "bot": lambda: BATCH / timed(lambda: [won(store, digest(next(numbers))) for _ in range(BATCH)]),
                    BARE: lambda: BATCH / timed(lambda: [insert(connection, next(numbers)) for _ in range(BATCH)]),
                },
                rounds,
            )
        ours, theirs = Measured("bot", found["bot"]), Measured(BARE, found[BARE])
        yield Row("ledger", f"claims, ledger of {count:,}", "a second", ours, (theirs,), BARE, more_is_better=True)
        found = in_turn(
            {
                "bot": lambda: 1000 * timed(lambda: post(place, next(numbers))),
                BARE: lambda: 1000 * timed(lambda: bare_post(bare, next(numbers))),
            },
            rounds,
        )
        ours, theirs = Measured("bot", found["bot"]), Measured(BARE, found[BARE])
        yield Row("ledger", f"open + claim + settle, ledger of {count:,}", "ms", ours, (theirs,), BARE)
        place.close()


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def post(place: Place, number: int) -> None:
    store = place.store()
    settle(store, won(store, digest(number)))
    store.close()
    place.stores.remove(store)


def bare_ledger(path: Path, count: int) -> Path:
    """The least that could be called a ledger, with the same pragmas."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE entries (key TEXT, target TEXT, status TEXT, payload TEXT, PRIMARY KEY (key, target))"
        )
        rows = ((f"hello-{number}", "x", "baseline", None) for number in range(count))
        connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)
    return path


def insert(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO entries VALUES (?, 'x', 'claimed', '{}') ON CONFLICT DO NOTHING", (f"hello-{number}",)
    )
    connection.execute("COMMIT")


def bare_post(path: Path, number: int) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        insert(connection, number)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE entries SET status = 'posted' WHERE key = ? AND target = 'x'", (f"hello-{number}",))
        connection.execute("COMMIT")


# ── on a branch ──────────────────────────────────────────────────────────────────────────────────


def on_a_branch(posts: int, rounds: int) -> Iterator[Row]:
    """One change of a ledger that many machines share, and a run of several posts, behind git's own HTTP server."""
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder, GitServer(Path(folder)) as server:
        place = GitPlace(Path(folder), url=f"{server.url}/blog.git").found()
        bare_git = "bare git: commit and push of the same bytes"
        numbers = itertools.count()
        store = place.made()
        store.change(lambda ledger: ledger.baseline((digest(number) for number in range(200)), NOW), "archive")
        pusher = Pusher(place)
        tries = {"bot": lambda: 1000 * timed(lambda: claim(store, next(numbers))), bare_git: pusher.push}
        found = in_turn(tries, rounds)
        others = (Measured(bare_git, found[bare_git]),)
        yield Row(
            "ledger",
            "a claim on a git branch",
            "ms",
            Measured("bot", found["bot"]),
            others,
            bare_git,
            goal=Goal(1.2, bare_git),
        )
        yield run_on_a_branch(Path(folder), server, posts, rounds, others[0])
        place.close()


def claim(store: Store, number: int) -> None:
    won(store, digest(number + 10_000))


class Pusher:
    """Commits a file and pushes it, with nothing but git."""

    def __init__(self, place: GitPlace) -> None:
        self.root = place.checkout("pusher")
        self.content = place.content()
        self.number = 0
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@blog.example")
        self.git("checkout", "--quiet", "--orphan", "pushed")

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.root, env=clean_environment(), check=True, capture_output=True)

    def push(self) -> float:
        """Milliseconds."""
        self.number += 1
        # A ledger changes by a little from one commit to the next.
        (self.root / "ledger.db").write_bytes(self.content + str(self.number).encode())
        began = time.perf_counter()
        self.git("add", "ledger.db")
        self.git("commit", "--quiet", "-m", "claim")
        self.git("push", "--quiet", "origin", "pushed")
        return 1000 * (time.perf_counter() - began)


def run_on_a_branch(folder: Path, server: GitServer, posts: int, rounds: int, push: Measured) -> Row:
    """`bot run` with so many new digests to the outbox, its ledger on a branch and in a file."""
    settings = f"{SETTINGS}max_posts_per_run = {posts}\n[images]\ndraw_card = false\n[targets.outbox]\n"
    blogs = {}
    for name, more in (("branch", 'branch = "bot-run"\n'), ("file", "")):
        blogs[name] = Blog(folder / f"blog-{name}").make(more + settings)
        blogs[name].commit()
    # The other has no remote: a ledger in a file beside a branch that holds one is refused.
    blogs["branch"].git("remote", "add", "origin", f"{server.url}/blog.git")
    numbers = itertools.count()
    pushes: list[float] = []
    with Stopwatch() as stopwatch:
        for blog in blogs.values():
            stopwatch.run(blog.bot("init", "-y"))

        def run(blog: Blog) -> float:
            for _ in range(posts):
                blog.digest(next(numbers))
            before = server.count("push")
            ended = stopwatch.run(blog.bot("run"))
            if blog is blogs["branch"]:
                pushes.append((server.count("push") - before) / posts)
            return 1000 * ended.seconds / posts

        tries = {name: lambda blog=blog: run(blog) for name, blog in blogs.items()}  # type: ignore[misc]
        found = in_turn(tries, rounds)
    local = "the same, the ledger in a file"
    return Row(
        "ledger",
        f"bot run of {posts} new digests, the ledger on a git branch",
        "ms a post",
        Measured("bot", found["branch"], {"pushes a post": max(pushes)}),
        (Measured(local, found["file"]), push),
    )

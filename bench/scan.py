"""How fast the bot finds out what is new in a large archive: python -m bench scan"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import peers
from bench.blog import SETTINGS, Blog
from bench.measure import Goal, Measured, Program, Row, Stopwatch, beside, in_turn, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = peers.HERE / "scan"
WALK = "scandir and stat of every file"
BARE = "bare Python"
FRONTMATTER = "python-frontmatter on every file"
SURE_SECONDS = 3
"""A file's or folder's time proves nothing within two seconds after a change, and the bot looks closer."""
LARGE = 20_000
"""From here on whoever parses everything has fewer turns: it takes minutes."""


def rows(*, quick: bool = False) -> Iterator[Row]:
    for count in (30,) if quick else (10_000, 100_000):
        with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder:
            blog = archive(Path(folder) / "blog", count)
            yield from of_archive(blog, count, git=False, quick=quick)
            blog.commit()
            time.sleep(0 if quick else SURE_SECONDS)
            with Stopwatch() as stopwatch:
                stopwatch.run(blog.bot("run"))
            yield from of_archive(blog, count, git=True, quick=quick)


def archive(root: Path, count: int) -> Blog:
    """So many digests, all handled, and seen by one run."""
    blog = Blog(root).make(f"{SETTINGS}max_posts_per_run = {count}\n[images]\ndraw_card = false\n[targets.outbox]\n")
    blog.archive(count)
    with Stopwatch() as stopwatch:
        stopwatch.run(blog.bot("init", "-y"))
        stopwatch.run(blog.bot("run"))
    return blog


def of_archive(blog: Blog, count: int, *, git: bool, quick: bool) -> Iterator[Row]:
    rounds = 1 if quick else 9 if count < LARGE else 5
    where = f"{count:,} digests, {'in git' if git else 'not in git'}"
    light = {
        "bot": blog.bot("run"),
        BARE: Program([sys.executable, "-c", "pass"]),
        WALK: Program([sys.executable, PEERS / "walk.py", blog.content]),
    }
    heavy, notes = parsers(blog)
    found = whole(light, rounds)
    # Git does not matter to whoever reads every file, and once is enough of that.
    slow = whole(heavy, 1 if quick else 3 if count < LARGE else 1, warmups=0) if git else {}
    others = (found[BARE], found[WALK], *slow.values())
    goal = Goal(10, BARE) if count < LARGE else Goal(3, WALK)
    yield Row("scan", f"nothing new among {where}", "ms", found["bot"], others, WALK, notes, goal=goal)
    one_new = new_ones(blog, rounds)
    yield Row(
        "scan", f"one new among {where}, posted to the outbox", "ms", one_new, (found[WALK], *slow.values()), WALK
    )


def parsers(blog: Blog) -> tuple[dict[str, Program], tuple[str, ...]]:
    """Whoever reads the front matter of every file, and who is not here."""
    found, notes = {}, []
    if pypi := peers.pypi():
        command = [sys.executable, PEERS / "parse_all.py", blog.content]
        found[FRONTMATTER] = Program(command, env={"PYTHONPATH": str(pypi)})
    else:
        notes.append("python-frontmatter is not here: pip cannot install it")
    if (node := peers.npm("node")) and shutil.which("node"):
        found["gray-matter (npm) on every file"] = Program(["node", PEERS / "parse_all.mjs", blog.content], node)
    else:
        notes.append("gray-matter is not here: node and npm are needed")
    return found, tuple(notes)


def new_ones(blog: Blog, rounds: int) -> Measured:
    """A new digest before every turn, committed where the archive is in git."""
    seen = []
    number = sum(1 for _ in blog.content.rglob("*.md"))
    with Stopwatch() as stopwatch:

        def find() -> float:
            nonlocal number
            blog.digest(number)
            number += 1
            if (blog.root / ".git").exists():
                blog.commit()
            ended = stopwatch.run(blog.bot("run"))
            if "posted" not in ended.said:
                raise RuntimeError(f"the new digest was not posted: {ended.said}")
            seen.append(ended)
            return 1000 * ended.seconds

        values = in_turn({"bot": find}, rounds)["bot"]
    return Measured("bot", values, beside(seen))

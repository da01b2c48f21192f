"""How long it takes until something has been said: python -m bench startup"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import peers
from bench.blog import SETTINGS, Blog
from bench.measure import BOT, Goal, Program, Row, Stopwatch, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = peers.HERE / "startup"
CLICK = "bare click program, --help"
ARCHIVE = 200


def rows(*, quick: bool = False) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder:
        blog = quiet_blog(Path(folder) / "blog")
        digest = next(blog.content.rglob("*.md"))
        others = {
            "bare Python": Program([sys.executable, "-c", "pass"]),
            CLICK: Program([sys.executable, PEERS / "bare.py", "--help"]),
            "all our imports, eagerly": Program([sys.executable, PEERS / "eager.py"]),
        }
        notes = []
        if node := peers.npm("node"):
            crosspost = node / "node_modules/@humanwhocodes/crosspost/dist/bin.js"
            others["crosspost --help (npm)"] = Program(["node", crosspost, "--help"], codes=frozenset({0, 1}))
        else:
            notes.append("crosspost is not here: node and npm are needed")
        ours = {
            "bot --help": Program([*BOT, "--help"]),
            "bot run, nothing new": blog.bot("run"),
            "bot post --dry-run, one digest": blog.bot("post", digest, "--dry-run"),
        }
        found = whole({**ours, **others}, 1 if quick else 15)
        for case in ours:
            floor, goal = (CLICK, Goal(1.2, CLICK)) if case == "bot --help" else ("bare Python", None)
            against = tuple(found[who] for who in others)
            yield Row("startup", case, "ms", found[case], against, floor, tuple(notes), goal=goal)


def quiet_blog(root: Path) -> Blog:
    """One in which everything is handled, and the bot has seen it once."""
    blog = Blog(root).make(f"{SETTINGS}[targets.outbox]\n")
    blog.archive(ARCHIVE)
    blog.commit()
    with Stopwatch() as stopwatch:
        for words in (["init", "-y"], ["run"]):
            stopwatch.run(blog.bot(*words))
    return blog

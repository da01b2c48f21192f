"""Whether `bot watch` stays as small as it began, and how long a saved file waits for its post: python -m bench watch"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bench import peers
from bench.blog import SETTINGS, Blog
from bench.measure import Goal, Measured, Program, Row, Stopwatch, Unavailable, clean_environment, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BARE = "watchfiles alone, after the same 0.4 s of silence"
AT_ONCE = 10
"""Digests that are saved together while it is made to post many."""
LONGEST_SECONDS = 60


def rows(*, quick: bool = False) -> Iterator[Row]:
    first, last = (2, 3) if quick else (20, 200)
    with tempfile.TemporaryDirectory(prefix="bot-bench-") as folder:
        blog = Blog(Path(folder) / "blog").make(
            f'{SETTINGS}settle = "0s"\nmax_posts_per_run = {AT_ONCE}\n[targets.outbox]\n'
        )
        with Stopwatch() as stopwatch:
            stopwatch.run(blog.bot("init", "-y"))
        bare_folder = Path(folder) / "bare"
        bare_folder.mkdir()
        bare = Program([sys.executable, peers.HERE / "watch" / "bare.py", bare_folder])
        with Watching(blog.bot("watch"), "watching") as watching, Watching(bare, "watching") as other:
            saver = Saver(blog, watching)
            found = in_turn({"bot": saver.post_one, BARE: lambda: save(bare_folder, other)}, 1 if quick else 9)
            ours, theirs = (Measured(who, values) for who, values in found.items())
            case = "bot watch, from saving a file to its post in the outbox"
            yield Row("watch", case, "ms", ours, (theirs,), BARE)
            if not Path("/proc/self/fd").is_dir():
                raise Unavailable(
                    "what a process holds while it runs is read from /proc, which this system does not have"
                )
            before = saver.held_after(first)
            after = saver.held_after(last)
            earlier = f"after {first} posts"
            for index, (what, unit) in enumerate((("memory", "MiB"), ("open descriptors", "descriptors"))):
                then = Measured(earlier, (before[index],))
                yield Row(
                    "watch",
                    f"its {what} after {last} posts",
                    unit,
                    Measured("bot", (after[index],)),
                    (then,),
                    earlier,
                    goal=Goal(1.1, earlier),
                )


class Watching:
    """A program that runs until it is stopped; what it says is read all the time."""

    def __init__(self, program: Program, word: str) -> None:
        """``word``: it has begun when it has said this."""
        self.process = subprocess.Popen(
            [str(part) for part in program.command],
            cwd=program.cwd,
            env={**clean_environment(), **program.env, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.word = word

    def read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line)

    def __enter__(self) -> Self:
        self.reader.start()
        try:
            self.until(lambda: any(self.word in line for line in self.lines))
        except RuntimeError:
            self.__exit__()
            raise
        # It says so before it really watches, and its first run finds nothing.
        time.sleep(2)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.process.wait()
        self.reader.join()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def until(self, true: Callable[[], bool]) -> None:
        """Raises RuntimeError where it ends or takes too long."""
        end = time.monotonic() + LONGEST_SECONDS
        while not true():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"this did not happen while it ran: {''.join(self.lines[-20:])}")
            time.sleep(0.002)


class Saver:
    """Saves digests and waits for their posts."""

    def __init__(self, blog: Blog, watching: Watching) -> None:
        self.blog, self.watching = blog, watching
        self.saved = 0

    def post_one(self) -> float:
        """Milliseconds from the file to its post."""
        return self.post(1)

    def post(self, count: int) -> float:
        began = time.perf_counter()
        for _ in range(count):
            self.blog.digest(self.saved)
            self.saved += 1
        self.watching.until(lambda: self.posts() >= self.saved)
        return 1000 * (time.perf_counter() - began)

    def posts(self) -> int:
        return sum("posted: " in line for line in self.watching.lines)

    def held_after(self, posts: int) -> tuple[float, float]:
        """MiB of memory and open descriptors when it has posted so many and is at rest."""
        while self.saved < posts:
            self.post(min(AT_ONCE, posts - self.saved))
        time.sleep(1)
        process = Path("/proc") / str(self.watching.process.pid)
        pages = int((process / "statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, float(len(list((process / "fd").iterdir())))


def save(folder: Path, watching: Watching) -> float:
    """Milliseconds from a file to the line about it."""
    before = watching.lines.count("saved\n")
    began = time.perf_counter()
    (folder / f"{before}.md").write_text("Hello\n", encoding="utf-8")
    watching.until(lambda: watching.lines.count("saved\n") > before)
    return 1000 * (time.perf_counter() - began)

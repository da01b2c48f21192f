"""The bot as real processes that are there at once, because they fork from one that has imported everything.

A process that is killed at a random moment would mostly die in its imports otherwise, which proves nothing; and a test
that calls the bot five times would spend five seconds on nothing else.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import gc
import importlib
import json
import os
import pkgutil
import resource
import selectors
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import bot
from bot.cli.wiring import Wiring
from bot.clock import SystemClock
from bot.preview.page import render_results
from bot.publishers.registry import BUILT_IN
from bot.settings.options import Options
from tests.conftest import ROOT, Blog, Ran, clean_environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IMPORTED = (
    "atproto_client", "frontmatter", "httpx", "jinja2", "markdown_it", "mastodon", "PIL.ImageFont", "regex", "requests_oauthlib",
    "rich.console", "rich.table", "sqlite_utils", "tomlkit", "tweepy",
)  # fmt: skip
"""What the bot's modules import only when they need it; they themselves are imported one and all."""
AT_THE_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_")
"""How variables begin that are read when a process starts: who changes one needs a process that starts."""
LONGEST_SECONDS = 120


class Child:
    """One process of the bot."""

    def __init__(self, nursery: Nursery, number: int, folder: Path) -> None:
        self.nursery, self.number, self.folder = nursery, number, folder
        self.ended = threading.Event()
        self.code: int | None = None
        """Negative: the signal that ended it."""

    def wait(self, seconds: float = LONGEST_SECONDS) -> Ran:
        """What it left behind, when it has ended."""
        assert self.ended.wait(seconds), f"still running after {seconds} s: {self.err()}"
        assert self.code is not None
        assert "Traceback" not in self.err(), self.err()
        return Ran(self.code, (self.folder / "out").read_text(encoding="utf-8"), self.err())

    def err(self) -> str:
        return (self.folder / "err").read_text(encoding="utf-8")

    def kill(self, number: int = signal.SIGKILL) -> None:
        self.nursery.ask(signal=int(number), child=self.number)


class Nursery:
    """Where processes of the bot come from."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="bot-nursery-")
        self.children: dict[int, Child] = {}
        self.lock = threading.Lock()
        environ = clean_environment()
        self.environ = at_the_start(environ)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        if self.pipe(self.process.stdout).readline() != "ready\n":
            for pipe in (self.process.stdin, self.process.stdout):
                self.pipe(pipe).close()
            self.folder.cleanup()
            raise RuntimeError(f"what the bot imports cannot be imported: exit {self.process.wait()}")
        self.reader = threading.Thread(target=self.listen, daemon=True)
        self.reader.start()

    def pipe(self, one: IO[str] | None) -> IO[str]:
        assert one is not None
        return one

    def listen(self) -> None:
        for line in self.pipe(self.process.stdout):
            number, code = map(int, line.split())
            child = self.children.pop(number)
            child.code = code
            child.ended.set()

    def ask(self, **what: Any) -> None:
        with self.lock:
            pipe = self.pipe(self.process.stdin)
            pipe.write(json.dumps(what) + "\n")
            pipe.flush()

    def can_be(self, env: Mapping[str, str]) -> bool:
        """Whether a fork of this process is all that a new one with that environment would be."""
        return at_the_start(env) == self.environ

    def start(self, blog: Blog, *args: object, env: dict[str, str] | None = None, **limits: Any) -> Child:
        """``bot ARGS`` in the blog. ``limits``: see ``become``."""
        return self.spawn([str(arg) for arg in args], blog.root, {**blog.env, **(env or {})}, **limits)

    def spawn(
        self,
        args: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        terminal: Mapping[int, str] | None = None,
        **limits: Any,
    ) -> Child:
        """``bot ARGS`` in that folder. ``terminal``: descriptor to the device that is opened for it; else stdout and
        stderr are files, and there is no stdin."""
        with self.lock:
            number = self.number = getattr(self, "number", 0) + 1
        folder = Path(self.folder.name, str(number))
        folder.mkdir()
        for name in ("out", "err"):
            (folder / name).touch()
        child = self.children[number] = Child(self, number, folder)
        self.ask(
            child=number,
            args=args,
            cwd=str(cwd),
            env=env,
            streams={0: os.devnull, 1: f"{folder}/out", 2: f"{folder}/err"} | dict(terminal or {}),
            limits=limits,
        )
        return child

    def stop(self) -> None:
        self.pipe(self.process.stdin).close()
        self.process.wait(30)
        self.reader.join(10)
        self.pipe(self.process.stdout).close()
        self.folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def at_the_start(env: Mapping[str, str]) -> dict[str, str]:
    """What a process reads of its environment when it starts, but for where its modules are: more can be added later."""
    return {name: value for name, value in env.items() if name.startswith(AT_THE_START) and name != "PYTHONPATH"}


@functools.cache
def running() -> Nursery:
    """The nursery that all tests of a process share."""
    started = Nursery()
    atexit.register(started.stop)
    return started


# ── the other side ───────────────────────────────────────────────────────────────────────────────


def breed() -> dict[str, Any]:
    """Fork a child for every line on stdin and say how each ended; returns what was asked for, in a child only."""
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    alive: dict[int, int] = {}
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        os.write(1, b"ready\n")
        while True:
            ready = {key.fd for key, _ in selector.select()}
            if woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(woken, 4096)
                bury(alive)
            if 0 not in ready:
                continue
            more = os.read(0, 1 << 16)
            if not more:
                for pid in alive.values():
                    os.kill(pid, signal.SIGKILL)
                raise SystemExit
            *lines, rest = (rest + more).split(b"\n")
            for line in lines:
                asked = json.loads(line)
                if "signal" in asked:
                    # Only what has not been waited for: its number cannot be another process's yet.
                    if asked["child"] in alive:
                        os.kill(alive[asked["child"]], asked["signal"])
                    continue
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    os.close(woken)
                    os.close(wake)
                    return asked
                alive[asked["child"]] = pid


def bury(alive: dict[int, int]) -> None:
    for number, pid in list(alive.items()):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            del alive[number]
            os.write(1, f"{number} {os.waitstatus_to_exitcode(status)}\n".encode())


def become(asked: dict[str, Any]) -> None:
    """This process is from now on the one that was asked for."""
    for target, path in asked["streams"].items():
        opened = os.open(path, os.O_RDONLY if target == "0" else os.O_WRONLY | os.O_NOCTTY)
        os.dup2(opened, int(target))
        os.close(opened)
    # As Python opens them when it starts: what they lead to has changed.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 -- it stays open
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1 if os.isatty(1) else -1)  # noqa: SIM115 -- it stays open
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115 -- it stays open
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    added = [folder for folder in asked["env"].get("PYTHONPATH", "").split(os.pathsep) if folder not in sys.path]
    sys.path[:0] = filter(None, added)
    sys.argv = ["bot", *asked["args"]]
    limits = asked["limits"]
    if limits.get("new_session"):
        os.setsid()
    if "file_bytes" in limits:  # no file may become longer: what a full disk is to whoever writes
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    if limits.get("hasty"):  # whatever it waits for comes at once, unless it has been asked to stop
        SystemClock.sleep = lambda self, _seconds: not self.stop.is_set()  # type: ignore[method-assign]
    if limits.get("humble"):  # root may write what is read-only; without its capabilities it may not
        version_3, bytes_of_three_sets_twice = 0x20080522, 24
        ctypes.CDLL(None).capset(struct.pack("Ii", version_3, 0), bytes(bytes_of_three_sets_twice))


def rehearse() -> None:
    """Preview a digest on every platform: patterns, parsers and fonts that a run makes ready for its first draft are then there
    in every fork. In a process of its own they are most of what a short run costs."""
    with tempfile.TemporaryDirectory() as folder:
        blog = Blog(Path(folder), {})
        blog.settings('site = "https://blog.example"\n' + "".join(f"[targets.{name}]\n" for name in BUILT_IN))
        digest = blog.digest(tags=["AI"])
        with Wiring(Options(config=blog.root / "bot.toml"), {}) as wiring:
            render_results(wiring.preview().preview_files([digest], ()), wiring.settings)


def main() -> None:
    ended = {"code": 1}

    def end() -> None:
        """The last thing that happens at a child's exit: to tear all those modules down takes longer than most runs."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended["code"])

    atexit.register(end)
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        importlib.import_module(module.name)
    for name in IMPORTED:
        importlib.import_module(name)
    import PIL.Image

    PIL.Image.init()
    rehearse()
    gc.collect()
    gc.freeze()
    become(breed())
    from bot.__main__ import main as program

    try:
        program()
        ended["code"] = 0
    except SystemExit as error:
        ended["code"] = error.code if isinstance(error.code, int) else 0


if __name__ == "__main__":
    main()

"""A blog with a real ledger, in git or not, and runs over it that decide but do not post."""

from __future__ import annotations

import os
import subprocess
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.errors import DigestError
from bot.store import open_store
from bot.watcher.find import survey
from bot.watcher.idle import nothing_new
from bot.watcher.verdict import Decision, judge
from tests import reading as config
from tests.reading import find_target

if TYPE_CHECKING:
    from pathlib import Path

    from bot.watcher.find import Survey

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOW
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> bool:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)
        return True


class Blog:
    """Its runs mark what is new as handled instead of posting it, and say what they found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.content.mkdir()
        self.text = 'site = "https://example.com"\n[targets.outbox]\n[targets.x]\n'
        self.clock = Clock()
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("X_")}
        self.old = time.time() - 1000
        self.later = timedelta(seconds=10)
        """How long after the last change each run is: a moment later it could not trust any size and time."""
        self.set("")

    def set(self, more: str) -> None:
        (self.root / "bot.toml").write_text(more + self.text)
        self.settings = config.load(self.root / "bot.toml")
        self.store = open_store(self.settings, clock=self.clock, environ={})
        if not self.store.exists():
            self.store.create(lambda ledger: ledger.targets.register(["outbox"], NOW))

    def git(self, *words: str) -> str:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        done = subprocess.run(
            ["git", "-C", str(self.root), *identity, *words], capture_output=True, text=True, check=True
        )
        return done.stdout

    def init_git(self) -> None:
        self.git("init", "-q", "-b", "main")
        (self.root / ".gitignore").write_text("state/\n")
        (self.content / ".keep").touch()  # git knows no empty folder
        self.commit()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def write(self, name: str, front: str = "", title: str | None = None, *, old: bool = True) -> Path:
        """A digest; ``old``: it was not written just now, so that its size and mtime can be trusted."""
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {title or name!r}\n{front}\n---\nBody.\n")
        if old:
            self.old += 1
            os.utime(path, (self.old, self.old))
        return path

    def survey(self, targets: tuple[str, ...] = ("outbox",), *, complete: bool = True) -> Survey:
        return self.store.read(
            lambda ledger: survey(
                self.settings,
                ledger,
                targets,
                now=datetime.now(UTC) + self.later,
                environ=self.environ,
                complete=complete,
            )
        )

    def run(self, targets: tuple[str, ...] = ("outbox",), *, complete: bool = True, handle: bool = True) -> list[str]:
        """What one run reads, which handles all that is due."""
        found = self.survey(targets, complete=complete)
        now = self.clock.now()
        decisions = []
        for candidate in found.to_read:
            try:
                digest = read(candidate.path, self.settings)
            except DigestError:
                continue
            verdicts = []
            for name in targets:
                target = find_target(name, self.settings)
                entry = self.store.read(lambda ledger, d=digest, n=name: ledger.entry(d, n))
                verdict = judge(digest, entry, target, now)
                if verdict.due and handle:
                    self.store.change(lambda ledger, d=digest, n=name: ledger.baseline([d], now, n, "handled"), "test")
                    entry = self.store.read(lambda ledger, d=digest, n=name: ledger.entry(d, n))
                    verdict = judge(digest, entry, target, now)
                verdicts.append((target, verdict))
            decisions.append(Decision(digest, tuple(verdicts)))
        notes = found.finish(decisions)
        if notes:
            self.store.change(notes.write, "survey")
        return [candidate.name for candidate in found.to_read]

    def idle(self, *, listing: bool = False, environ: dict[str, str] | None = None) -> bool:
        return nothing_new(str(self.root), environ or {}, self.clock.now().timestamp(), listing=listing)


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path)


@pytest.fixture(params=["git", "no git"])
def either(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """The same blog in a git checkout and outside of one."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    blog = Blog(tmp_path)
    if request.param == "git":
        blog.init_git()
    return blog

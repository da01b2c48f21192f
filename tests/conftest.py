"""A blog to post from, the bot as a program, a real Bluesky server and an X of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.servers.fixtures import kept, mastodon_server, pds, x_server  # noqa: F401 -- fixtures

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NOBODY = ROOT / "tests" / "servers" / "nobody.pem"
"""An authority that has certified nobody: the servers are on loopback, and to read the system's own takes a third of most runs."""


OUTBOX = 'site = "https://blog.example"\n[images]\ndraw_card = false\n[targets.outbox]\n'
"""Settings whose only target needs no account. No card is drawn, which would take most of a run's time."""


@dataclass
class Ran:
    """What one call of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def results(self) -> list[dict[str, Any]]:
        """The results of ``--json``."""
        return json.loads(self.out)["results"]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Those of ``doctor --json``."""
        return json.loads(self.out)["findings"]

    def outcomes(self) -> dict[str, str]:
        """Target to outcome, of a single digest."""
        return {one["target"]: one["outcome"] for one in self.results}


@dataclass
class Blog:
    """A blog in a folder of its own, and the bot run in it as a user would."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def settings(self, text: str) -> None:
        (self.root / "bot.toml").write_text(text, encoding="utf-8")

    def digest(
        self, name: str = "2026-11-20-hello.md", body: str = "\nA first sentence. A second.\n", **front: Any
    ) -> Path:
        """Write a digest; keywords are its front matter."""
        fields = {"title": "Hello, world", "description": "What it is about.", "pubDatetime": "2026-11-20T08:00:00Z"}
        fields.update(front)
        lines = [
            f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value is not None
        ]
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\n" + "\n".join(lines) + "\n---\n" + body, encoding="utf-8")
        return path

    def bot(self, *args: object, env: dict[str, str] | None = None, timeout: float = 120) -> Ran:
        """``bot ARGS``, to its end: a process that is there at once, or one that starts if it must."""
        from tests import nursery  # which needs this module

        forks = nursery.running()
        if forks.can_be({**self.env, **(env or {})}):
            return forks.start(self, *args, env=env).wait(timeout)
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, args)],
            cwd=self.root,
            env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *args: object, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """The bot, running."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *map(str, args)],
            cwd=self.root,
            env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


def clean_environment() -> dict[str, str]:
    """The environment without anybody's accounts."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("BLUESKY_", "X_", "MASTODON_", "GITHUB_", "BOT_", "COV_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", "SSL_CERT_FILE": str(NOBODY)}


def is_alive(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def no_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients within this process trust nobody, as those of ``clean_environment`` do."""
    monkeypatch.setenv("SSL_CERT_FILE", str(NOBODY))


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """A blog with settings and no digest yet; no account."""
    made = Blog(tmp_path / "blog", clean_environment())
    (made.root / "content").mkdir(parents=True)
    made.settings('site = "https://blog.example"\nsite_name = "A Blog"\n')
    return made


@pytest.fixture
def bluesky_blog(blog: Blog, pds: Any) -> Blog:  # noqa: F811 -- pytest's way
    """The blog with an account on the real Bluesky server."""
    blog.env |= pds.environ()
    return blog


@pytest.fixture
def x_blog(blog: Blog, x_server: Any) -> Blog:  # noqa: F811
    """The blog with an account on the loopback X."""
    blog.env |= x_server.environ()
    return blog


@pytest.fixture
def both_blog(bluesky_blog: Blog, x_blog: Blog) -> Blog:
    """The blog with an account on each."""
    return bluesky_blog


def pytest_configure(config: pytest.Config) -> None:
    """Before any worker there is: what they share ends after the last of them."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shared = kept()
        shared.__enter__()
        config.add_cleanup(lambda: shared.__exit__(None, None, None))


def pytest_xdist_auto_num_workers() -> int:
    """``-n auto``: two more than there are cores, for many a test waits for a disk, a server or another process."""
    return (os.cpu_count() or 1) + 2


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was skipped on this machine, and why: each reason once, with how many tests it has cost."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if reasons:
        terminalreporter.section(f"{reasons.total()} skipped on this machine", sep="─")
        for reason, tests in reasons.most_common():
            terminalreporter.write_line(f"{tests:5} {reason}")

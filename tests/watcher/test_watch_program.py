"""``bot watch`` as a program: it posts what appears, there is one of it, and it ends cleanly on a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "---\ntitle: {title}\npubDatetime: 2026-01-02\n---\nA first sentence.\n"


class Running:
    def __init__(self, root: Path) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("BLUESKY_", "X_", "GITHUB_"))}
        env |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "watch"], cwd=root, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.killer = threading.Timer(60, self.process.kill)
        self.killer.start()
        self.said: list[str] = []

    def until(self, word: str) -> str:
        """The next line with this word; fails when the program ends before."""
        for line in self.process.stdout or ():
            self.said.append(line)
            if word in line:
                return line
        pytest.fail(f"{word!r} was never said: {''.join(self.said)}")

    def end(self) -> tuple[int, str]:
        rest, _ = self.process.communicate(timeout=60)
        self.killer.cancel()
        return self.process.returncode, "".join(self.said) + rest


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "bot.toml").write_text('site = "https://example.com"\nsettle = "0s"\n[targets.outbox]\n')
    done = subprocess.run(
        [sys.executable, "-m", "bot", "init", "-y"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_posts_what_appears_and_ends_on_a_signal(blog: Path, number: signal.Signals) -> None:
    first = Running(blog)
    first.until("watching content")
    (blog / "content" / "hello.md").write_text(DIGEST.format(title="Hello"))
    first.until("posted")
    second = Running(blog)
    code, said = second.end()
    assert code == 2
    assert f"another bot watch is running here (process {first.process.pid})" in said
    first.process.send_signal(number)
    code, said = first.end()
    assert code == 0
    assert "stopped watching" in said
    assert "Traceback" not in said
    assert said.count("posted: ") == 1
    assert not (blog / "state" / "watch.pid").exists()

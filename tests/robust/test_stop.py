"""A stop is obeyed within five seconds, whatever is waited for, and what is not known then is in doubt."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from bot.errors import UsageError
from bot.runs.messages import Messages
from bot.runs.notify import SECONDS
from bot.runs.stopping import LAST_SECONDS, stopping
from tests.conftest import is_alive
from tests.servers.git import GitServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Blog

SLACK = 3.0
"""Seconds that a busy machine may take besides."""
KEYS = {"X_API_KEY": "k", "X_API_SECRET": "s", "X_ACCESS_TOKEN": "1-t", "X_ACCESS_TOKEN_SECRET": "ts"}


class Dripping:
    """A server that answers every request with one byte a second, for ever."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.asked = threading.Semaphore(0)
        self.over = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.drip, args=(connection,), daemon=True).start()

    def drip(self, connection: socket.socket) -> None:
        with connection:
            if not connection.recv(65536):
                return
            self.asked.release()
            try:
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
                )
                while not self.over.wait(1):
                    connection.sendall(b" ")
            except OSError:
                pass


@pytest.fixture
def dripping() -> Iterator[Dripping]:
    server = Dripping()
    yield server
    server.over.set()
    server.socket.close()


def stop(process: subprocess.Popen[str], number: int) -> tuple[int, str, str, float]:
    """Exit code, stdout, stderr, and the seconds that it took to end."""
    begun = time.monotonic()
    process.send_signal(number)
    try:
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    return process.returncode, out, err, time.monotonic() - begun


@pytest.fixture(autouse=True)
def hear_hangups() -> Iterator[None]:
    """Where the tests themselves run under nohup, the programs that they start would ignore SIGHUP too."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_answer_that_drips_holds_no_run_that_is_stopped(blog: Blog, dripping: Dripping, number: int) -> None:
    """The run, its lock and its claim lasted as long as the bytes dripped; SIGTERM did nothing."""
    blog.settings('site = "https://blog.example"\n[targets.x]\nmode = "text"\n')
    blog.env |= {**KEYS, "X_API_BASE": dripping.url}
    assert blog.bot("init").code == 0
    blog.digest("a.md")
    blog.digest("b.md", title="Another")
    process = blog.start("run", "--json")
    assert dripping.asked.acquire(timeout=60)
    code, out, err, seconds = stop(process, number)
    assert seconds < LAST_SECONDS + SLACK, err
    assert code in {1, 3, 4}, err
    assert out.count('"digest"') == 2, "the report is whole"
    with sqlite3.connect(blog.root / "state" / "ledger.db") as ledger:
        assert dict(ledger.execute("SELECT status, count(*) FROM entries GROUP BY 1")) == {"in-doubt": 1}


def test_a_hero_that_drips_holds_no_run_that_is_stopped(blog: Blog, dripping: Dripping) -> None:
    blog.settings('site = "https://blog.example"\n[images]\nallow_hosts = ["127.0.0.1"]\n[targets.outbox]\n')
    assert blog.bot("init").code == 0
    blog.digest("a.md", heroImage=f"{dripping.url}/a.jpg")
    process = blog.start("run", "--json")
    assert dripping.asked.acquire(timeout=60)
    _, out, err, seconds = stop(process, signal.SIGTERM)
    assert seconds < LAST_SECONDS + SLACK, err
    assert "the run was stopped" in out
    blog.digest("a.md")  # without the hero, for which the next run would wait its whole time
    assert blog.bot("run", "--dry-run", "--to", "x").code in {0, 1, 3}, "nothing is locked any more"


def test_a_command_that_hangs_holds_no_watch_that_is_stopped(blog: Blog) -> None:
    """notify.command hung, and the watch with it; neither is left behind."""
    assert LAST_SECONDS < SECONDS
    blog.settings(
        'site = "https://blog.example"\nsettle = "0s"\n[targets.outbox]\n[notify]\ncommand = "echo $$ > hung; sleep 60"\n'
    )
    assert blog.bot("init").code == 0
    blog.digest("broken.md", title=None)
    process = blog.start("watch")
    hung = blog.root / "hung"
    until = time.monotonic() + 60
    while not (hung.exists() and hung.read_text().strip()):
        assert time.monotonic() < until
        time.sleep(0.05)
    *_, seconds = stop(process, signal.SIGTERM)
    assert seconds < LAST_SECONDS + SLACK
    assert not is_alive(int(hung.read_text()))


def test_a_stop_is_heard_though_the_main_thread_waits_in_a_library() -> None:
    """A handler of Python runs when the main thread comes back; here it waits for a database that somebody has locked."""
    program = """
import sqlite3, sys, tempfile, threading
from bot.runs.messages import Messages
from bot.runs.stopping import stopping
name = tempfile.mktemp()
held = sqlite3.connect(name)
held.execute("BEGIN EXCLUSIVE")
with stopping(threading.Event(), Messages(0)):
    print("waiting", flush=True)
    sqlite3.connect(name, timeout=60).execute("CREATE TABLE a (b)")
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    code, _, err, seconds = stop(process, signal.SIGTERM)
    assert seconds < LAST_SECONDS + SLACK
    assert code == 130
    assert "the next run looks" in err


def test_where_no_thread_can_be_started_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of processes is a line with its remedy; signals are heard as they were before."""

    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(UsageError, match="ulimit -u"), stopping(threading.Event(), Messages(0)):
        pytest.fail("a run that nobody can stop")
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_watch_without_a_terminal_looks_anew_on_sighup(blog: Blog) -> None:
    """A service's log is rotated, and the watch died of the signal that says so."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\n')
    assert blog.bot("init").code == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "watch", "-v"], cwd=blog.root, env=blog.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "watching" in process.stdout.readline()
    time.sleep(1)
    # It lies outside of what is watched, and every look reads it.
    blog.settings("site = 3\n")
    process.send_signal(signal.SIGHUP)
    assert "site" in process.stdout.readline()
    assert process.poll() is None
    code, out, _, _ = stop(process, signal.SIGTERM)
    assert code == 0, out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_page_that_is_waited_for_holds_no_run_that_is_stopped(blog: Blog, dripping: Dripping, number: int) -> None:
    """The run ended by force, with 130 and without a word of its digests."""
    blog.settings(f'site = "{dripping.url}"\nwait_live = "10m"\n[targets.outbox]\n')
    assert blog.bot("init").code == 0
    blog.digest("a.md")
    blog.digest("b.md", title="Another")
    process = blog.start("run", "--json")
    assert dripping.asked.acquire(timeout=60)
    code, out, err, seconds = stop(process, number)
    assert seconds < LAST_SECONDS + SLACK, err
    assert code == 1, err
    assert out.count("the run was stopped before it had answered") == 2
    assert not list((blog.root / "state").glob("outbox/*.html"))


def shared_ledger(blog: Blog, server: GitServer) -> None:
    """The blog as a checkout whose ledger lives on a branch of that server."""
    server.folder.mkdir()
    server.create("blog")
    blog.settings(
        'site = "https://blog.example"\nbranch = "bot-state"\n[images]\ndraw_card = false\n[targets.outbox]\n'
    )
    for words in (["init", "-q"], ["remote", "add", "origin", f"{server.url}/blog.git"]):
        subprocess.run(["git", *words], cwd=blog.root, env=blog.env, check=True)
    assert blog.bot("init", "-y").code == 0
    blog.digest()


def when_asked(server: GitServer, operation: str, times: int) -> None:
    until = time.monotonic() + 60
    while server.count(operation) < times:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("kind", ["hang-before", "hang-after"])
def test_a_claim_that_is_being_pushed_holds_no_run_that_is_stopped(blog: Blog, tmp_path: Path, kind: str) -> None:
    """Nothing is sent, for nobody knows whether it is claimed; the next run does not post it twice either."""
    with GitServer(tmp_path / "served") as server:
        shared_ledger(blog, server)
        pushes = server.count("push")
        server.fault("push", kind, 99)
        process = blog.start("run", "--json")
        when_asked(server, "push", pushes + 1)
        code, _, err, seconds = stop(process, signal.SIGTERM)
        assert seconds < LAST_SECONDS + SLACK, err
        assert (code, "stopped before it had answered" in err) == (2, True), err
        assert not list((blog.root / "state").glob("outbox/*.html"))
        server.heal()
        server.hold.set()
        assert blog.bot("run").code == 0
        assert len(list((blog.root / "state").glob("outbox/*hello*.html"))) == 1


def test_a_receipt_that_is_being_pushed_is_told_by_a_run_that_is_stopped(blog: Blog, tmp_path: Path) -> None:
    """Its post is out, and where it is stands in the report, though not in the ledger."""
    with GitServer(tmp_path / "served") as server:
        shared_ledger(blog, server)
        asked = server.count("push-refs")
        server.before_push = lambda: server.fault("push-refs", "hang-before", 99)
        process = blog.start("run", "--json")
        when_asked(server, "push-refs", asked + 2)
        code, out, err, seconds = stop(process, signal.SIGTERM)
        assert seconds < LAST_SECONDS + SLACK, err
        assert out, err
        (result,) = json.loads(out)["results"]
        assert (code, result["outcome"]) == (4, "in-doubt"), err
        assert "it is posted" in result["reason"]
        server.heal()
        server.hold.set()
        assert blog.bot("run").code == 0
        assert len(list((blog.root / "state").glob("outbox/*hello*.html"))) == 1

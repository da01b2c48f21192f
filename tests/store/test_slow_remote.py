"""A checkout whose remote never answers: a run with nothing to post does not even ask it, and nobody waits for it for long."""

from __future__ import annotations

import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from bot.git import Git
from bot.store import second
from tests.conftest import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Blog


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def checkout(blog: Blog, server: socket.socket) -> None:
    """The blog in a git repository whose remote is that server."""
    address = f"http://127.0.0.1:{server.getsockname()[1]}/blog.git"
    for words in (["init", "-q"], ["remote", "add", "origin", address]):
        subprocess.run(["git", *words], cwd=blog.root, env=blog.env, check=True)


def times_asked(server: socket.socket) -> int:
    """How many connections wait to be taken."""
    server.settimeout(0)
    count = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_run_with_nothing_to_post_asks_no_remote(blog: Blog, silent: socket.socket) -> None:
    """Also where it writes down what it has seen: a new draft, a digest that was edited."""
    blog.settings(OUTBOX)
    path = blog.digest("old.md", title="Old")
    blog.bot("init", "-y")
    checkout(blog, silent)
    blog.digest("draft.md", title="A draft", draft=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("Edited.\n")
    begun = time.monotonic()
    for _ in range(2):
        assert blog.bot("run").code == 0
    assert time.monotonic() - begun < second.SECONDS
    assert times_asked(silent) == 0


def test_a_remote_that_never_answers_is_waited_for_for_a_while(
    blog: Blog, silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then what the checkout saw last holds."""
    assert second.SECONDS <= 20
    monkeypatch.setattr(second, "SECONDS", 4.0)
    checkout(blog, silent)
    begun = time.monotonic()
    second.check_no_branch(Git(blog.root, blog.env), "origin", blog.root / "state" / "ledger.db")
    assert 4 <= time.monotonic() - begun < 4 + 10
    assert times_asked(silent) >= 1

"""Stopped by a signal, a full disk or a folder that cannot be written."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.chaos.world import World
    from tests.servers.faults import Request, Response, Server


class Held:
    """A server that has carried out the post and keeps its answer back until it is let go."""

    def __init__(self, server: Server) -> None:
        self.arrived, self.go = threading.Event(), threading.Event()
        answer = server.answer

        def hold(request: Request) -> Response:
            response = answer(request)
            if request.operation == "create":
                self.arrived.set()
                assert self.go.wait(60)
            return response

        server.answer = hold


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_x_is_answering(world: World, number: int) -> None:
    """The answer is waited for and its receipt written; nothing new is claimed; the next run does the rest."""
    world.digest()
    world.digest()
    held = Held(world.x.http)
    child = world.start("run", "--to", "x", "--json")
    assert held.arrived.wait(60)
    child.kill(number)
    while "stopping" not in child.err():
        assert not child.ended.wait(0.01), child.err()
    held.go.set()
    ran = child.wait()
    outcomes = {one["digest"]: (one["outcome"], one["retry_at"] is not None) for one in ran.results}
    assert outcomes == {"digest-0000": ("posted", False), "digest-0001": ("failed", True)}
    assert ran.code == 3
    assert world.ledger() == {("digest-0000", "x"): "posted"}
    assert sum(world.posts()["x"].values()) == 1
    assert world.bot("run").code == 0
    assert world.wrong() == []


def test_a_signal_during_a_wait_ends_it(world: World) -> None:
    """X asks to wait 20 seconds; the signal ends the run at once, and the post is put off."""
    world.digest()
    world.x.fault("create", "429-reset", times=9, reset_seconds=20)
    child = world.start("run", "--to", "x", "--json")
    while not world.x.http.count("create"):
        assert not child.ended.wait(0.01)
    child.kill(signal.SIGTERM)
    ran = child.wait(10)
    assert ran.outcomes() == {"x": "failed"}
    assert ran.results[0]["retry_at"] is not None
    world.x.http.heal()
    assert world.posts()["x"].total() == 0


@pytest.mark.parametrize("what", ["folder", "ledger"])
def test_a_state_folder_that_cannot_be_written_sends_nothing(world: World, what: str) -> None:
    """Read-only, the folder or the ledger in it: exit 2, what to do, and not one post."""
    path = world.digest()
    state = world.blog.root / "state"
    (state / "ledger.db").chmod(0o444)
    if what == "folder":
        state.chmod(0o555)
    for call in (("run",), ("post", path)):
        ran = world.bot(*call, humble=True)
        assert ran.code == 2, ran
        assert "state" in ran.err
        assert len(ran.err.strip().splitlines()) == 1
    assert world.x.http.count("create") == world.pds.proxy.count("create") == 0
    assert not (state / "outbox").exists()
    state.chmod(0o755)


def test_a_full_disk_sends_nothing(world: World) -> None:
    """The claim cannot be written, so nothing is sent: exit 2, and what to do."""
    path = world.digest()
    full = (world.blog.root / "state" / "ledger.db").stat().st_size
    before = world.pds.proxy.count("create")
    for call in (("run",), ("post", path)):
        ran = world.bot(*call, file_bytes=1024)
        assert ran.code == 2, ran
        assert "disk" in ran.err or "written" in ran.err
        # Room for the journal, none for a longer ledger.
        assert world.bot(*call, file_bytes=full // 2).code == 2
    assert world.x.http.count("create") == 0
    assert world.pds.proxy.count("create") == before
    assert world.posts()["outbox"].total() == 0
    assert world.bot("run").code == 0
    assert world.wrong() == []


def test_a_disk_that_fills_up_while_x_is_answering(world: World) -> None:
    """The post is out and its receipt cannot be written: that is said, and the next run finds the post."""
    world.digest()
    held = Held(world.x.http)
    child = world.start("run", "--to", "x", "--json")
    assert held.arrived.wait(60)
    ledger = world.blog.root / "state" / "ledger.db"
    ledger.rename(ledger.with_name("away"))
    ledger.mkdir()  # what cannot be written, for root too
    held.go.set()
    ran = child.wait()
    assert ran.code == 4, ran
    assert ran.outcomes() == {"x": "in-doubt"}
    assert world.x.posts[0].id in ran.results[0]["reason"]
    assert "nothing was sent" not in ran.out + ran.err
    ledger.rmdir()
    ledger.with_name("away").rename(ledger)
    found = world.bot("run", "--to", "x", "--json")
    assert found.outcomes() == {"x": "already-posted"}
    assert world.posts()["x"].total() == 1

"""A machine that stands still past its lease while another takes its claim over, and then goes on."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.chaos.world import shared
from tests.servers.git import GitServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.chaos.world import World
    from tests.nursery import Nursery
    from tests.servers.faults import Request, Response, Server
    from tests.servers.mastodon import MastodonServer
    from tests.servers.pds import Pds
    from tests.servers.x import XServer


@pytest.fixture
def machines(
    tmp_path: Path, nursery: Nursery, pds: Pds, x_server: XServer, mastodon_server: MastodonServer
) -> Iterator[World]:
    with GitServer(tmp_path) as server:
        yield shared(tmp_path, server, nursery, pds, x_server, mastodon_server, machines=2)


def hold_first(server: Server, operation: str) -> tuple[threading.Event, threading.Event]:
    """The first such request is carried out, and its answer waits: (it arrived, it may be answered)."""
    arrived, go = threading.Event(), threading.Event()
    answer = server.answer

    def hold(request: Request) -> Response:
        response = answer(request)
        if request.operation == operation and not arrived.is_set():
            arrived.set()
            assert go.wait(120)
        return response

    server.answer = hold
    return arrived, go


@pytest.mark.parametrize("name", ["x", "bluesky"])
def test_a_machine_that_wakes_after_its_lease_makes_no_second_post(machines: World, name: str) -> None:
    """SIGSTOP while its picture is on its way, SIGCONT when the other machine has posted."""
    machines.settings(timeline_lag="1s")
    key = machines.digest().stem
    arrived, go = hold_first(machines.servers[name], "upload")
    first = machines.start("run", "--to", name, "--json")
    assert arrived.wait(60)
    time.sleep(0.5)
    first.kill(signal.SIGSTOP)
    go.set()
    until = time.monotonic() + 60
    while machines.posts()[name][key] == 0 or machines.bot("status", "--json", at=1).outcomes().get(name) != "posted":
        assert time.monotonic() < until
        machines.bot("run", "--to", name, at=1)
        time.sleep(0.5)
    first.kill(signal.SIGCONT)
    ran = first.wait()
    assert ran.code == 0, ran
    assert machines.posts()[name] == {key: 1}
    assert machines.bot("run", "--json", "--to", name).results == []
    assert machines.posts()[name] == {key: 1}
    assert machines.bot("status", "--json", at=1).outcomes()[name] == "posted"

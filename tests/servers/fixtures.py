"""The servers as pytest fixtures."""

from __future__ import annotations

import atexit
import functools
import time
from typing import TYPE_CHECKING

import pytest

from tests.demand import missing
from tests.servers import pds as real
from tests.servers.mastodon import MastodonServer
from tests.servers.x import XServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def x_server() -> Iterator[XServer]:
    """X on loopback, with one account."""
    with XServer() as server:
        yield server


@pytest.fixture
def mastodon_server() -> Iterator[MastodonServer]:
    """Mastodon on loopback, with one account."""
    with MastodonServer() as server:
        yield server


@functools.cache
def running() -> real.Pds | str:
    """The Bluesky server that all tests of a process share, or the reason why there is none."""
    started = real.start()
    if isinstance(started, real.Pds):
        atexit.register(started.stop)
    return started


@pytest.fixture
def pds() -> Iterator[real.Pds]:
    """A real Bluesky server, in good health; every test makes itself an account."""
    server = running()
    if isinstance(server, str):
        missing(server)
    server.proxy.requests.clear()
    server.proxy.now = time.time
    yield server
    server.proxy.heal()

"""The servers as pytest fixtures."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demand import missing
from tests.servers import pds as real
from tests.servers.mastodon import MastodonServer
from tests.servers.x import XServer

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = "BOT_TEST_RUN"
"""The folder of what the workers of a run share."""


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
    """The Bluesky server that all tests of a run share, before it a proxy of this process; or the reason why there is none."""
    joined = real.Shared(Path(os.environ[RUN])).join()
    if isinstance(joined, real.Pds):
        atexit.register(joined.stop)
    return joined


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """What the workers of a run share runs meanwhile, from the first who needs it on."""
    with tempfile.TemporaryDirectory(prefix="bot-run-") as folder:
        os.environ[RUN] = folder
        server = real.Shared(Path(folder))
        held = server.hold()
        try:
            yield
        finally:
            os.close(held)
            server.wait()


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

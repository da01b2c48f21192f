"""Processes to kill, and a blog that they post from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chaos.inside import Hands, Inside
from tests.chaos.world import ASKED_FIRST, World
from tests.nursery import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Blog
    from tests.nursery import Nursery
    from tests.servers.faults import Server
    from tests.servers.mastodon import MastodonServer
    from tests.servers.pds import Pds
    from tests.servers.x import XServer


@pytest.fixture(autouse=True)
def quick_clients(no_authorities: None) -> None:
    """The publishers that are called from within."""


@pytest.fixture(scope="session")
def nursery() -> Nursery:
    return running()


@pytest.fixture
def world(blog: Blog, nursery: Nursery, pds: Pds, x_server: XServer, mastodon_server: MastodonServer) -> World:
    """A blog after ``bot init``, without a digest."""
    made = World(blog, nursery, pds, x_server, mastodon_server)
    assert made.bot("init").code == 0
    return made


@pytest.fixture(params=ASKED_FIRST)
def target(request: pytest.FixtureRequest) -> str:
    """Each platform that is asked before anything is sent again."""
    return str(request.param)


@pytest.fixture
def server(world: World, target: str) -> Server:
    """What fails in its place."""
    return world.servers[target]


@pytest.fixture
def inside(world: World) -> Iterator[Inside]:
    """Runs whose clock is the platforms' clock too."""
    made = Inside(world.blog, Hands())
    world.x.now = world.mastodon.now = made.clock.now
    yield made
    made.close()

"""One ledger in a file, and the same on a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.git import GitServer
from tests.store.places import GitPlace, LocalPlace, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["local", "git"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Every test that asks for a place is a test of both stores."""
    made: Place = LocalPlace(tmp_path) if request.param == "local" else GitPlace(tmp_path).found()
    yield made
    made.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalPlace]:
    made = LocalPlace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[GitPlace]:
    """A ledger on a branch of a repository in a folder."""
    made = GitPlace(tmp_path).found()
    yield made
    made.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    with GitServer(tmp_path) as made:
        yield made


@pytest.fixture
def served(tmp_path: Path, server: GitServer) -> Iterator[GitPlace]:
    """A ledger on a branch behind a server."""
    made = GitPlace(tmp_path, url=f"{server.url}/blog.git").found()
    yield made
    made.close()

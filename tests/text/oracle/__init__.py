"""The official counters, asked over a pipe: npm twitter-text for X, Intl.Segmenter for Bluesky."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
NEEDS = "node and npm are needed, and once: python -m tests.text.oracle install"


def folder() -> Path:
    """Where the packages are kept: outside the tree, one folder for each state of the lock file."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    lock = (HERE / "package-lock.json").read_bytes()
    return cache / "bot-tests" / f"oracle-{hashlib.sha256(lock).hexdigest()[:12]}"


def install() -> Path:
    """Install the packages, if they are not there; returns their folder."""
    found = folder()
    if not (found / "installed").exists():
        found.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, found)
        # Their install scripts only advertise.
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=found, check=True)
        (found / "installed").touch()
    return found


def installed() -> bool:
    """Whether the oracle can be asked here."""
    return shutil.which("node") is not None and (folder() / "installed").exists()


def ask(command: str, lines: Iterable[Any]) -> list[Any]:
    """The oracle's answers, one for each line."""
    sent = "".join(json.dumps(line) + "\n" for line in lines)
    answer = subprocess.run(
        ["node", HERE / "oracle.mjs", folder(), command], input=sent, capture_output=True, check=True, text=True
    )
    return [json.loads(line) for line in answer.stdout.splitlines()]

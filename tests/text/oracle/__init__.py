"""The official counters, asked over a pipe: npm twitter-text for X, Intl.Segmenter for Bluesky."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.locked import Locked

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
NEEDS = "node and npm are needed, and once: python -m tests.text.oracle install"
ORACLE = Locked("oracle", HERE)


def installed() -> bool:
    """Whether the oracle can be asked here."""
    return shutil.which("node") is not None and ORACLE.complete


def ask(command: str, lines: Iterable[Any]) -> list[Any]:
    """The oracle's answers, one for each line."""
    sent = "".join(json.dumps(line) + "\n" for line in lines)
    answer = subprocess.run(
        ["node", HERE / "oracle.mjs", ORACLE.folder, command], input=sent, capture_output=True, check=True, text=True
    )
    return [json.loads(line) for line in answer.stdout.splitlines()]

"""Can the branch that holds the ledger be reached, and may this machine push to it?"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bot.settings.model import Settings

CHECK = "branch"
SECONDS = 30
PROBE = "refs/heads/bot-doctor-dry-run"
"""Never made: with --dry-run git logs in, learns whether it may write, and sends nothing."""
WHY = "without it no claim can be written, so nothing is posted"


def branch(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    if settings.branch is None:
        return
    name, remote = settings.branch, settings.remote
    code, said = git(settings.root, environ, "ls-remote", "--exit-code", remote, f"refs/heads/{name}")
    if code == 2:
        yield Finding(Level.FAILURE, CHECK, f"{remote} has no branch {name}", WHY, "bot init")
    elif code:
        yield Finding(
            Level.FAILURE, CHECK, f"{remote} cannot be read: {said}", WHY,
            "see that the blog is a git checkout, that its remote is right and that this machine may read it",
        )  # fmt: skip
        return
    else:
        yield Finding(Level.OK, CHECK, f"{remote} has the branch {name}")
    code, said = git(settings.root, environ, "push", "--dry-run", "--no-verify", remote, f"HEAD:{PROBE}")
    if code:
        yield Finding(
            Level.FAILURE, CHECK, f"{remote} takes no push from this machine: {said}", WHY,
            "give it the right to write; in a workflow: permissions: contents: write, and checkout with its credentials kept",
        )  # fmt: skip
    else:
        yield Finding(
            Level.OK,
            CHECK,
            f"{remote} takes pushes from this machine; rules that protect {name} only show on a real one",
        )


def git(root: Path, environ: Mapping[str, str], *words: str) -> tuple[int, str]:
    """Exit code, and what git complained of in one line without a password that an address may hold."""
    own = {**os.environ, **environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    own.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words],
            env=own, capture_output=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        return 127, "git is not installed"
    except subprocess.TimeoutExpired:
        return 124, f"no answer within {SECONDS} s"
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    said = next((line for line in lines if re.match(r"fatal|error|remote|ssh| ! ", line)), lines[-1] if lines else "")
    return done.returncode, re.sub(r"//[^/@\s]+@", "//***@", said.strip())[:240]

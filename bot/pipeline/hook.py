"""Asks the owner's ``hook_command`` for a post's first words, and keeps them, so that preview and post are the same."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.overrides import override_for
from bot.formatter.hook import line_of, problem_of, request_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.ledger import Ledger
    from bot.model import Digest
    from bot.settings.model import Settings, Target
    from bot.store import Store

SECONDS = 30.0
OUTPUT_CHARS = 10_000
MARK = "hook:"
"""Before the names under which the ledger keeps the lines."""


class HookLine(NamedTuple):
    """What the command said for one digest on one target."""

    line: str | None = None
    problem: str | None = None
    """Why the bot's own rules are used instead."""

    @property
    def warnings(self) -> tuple[str, ...]:
        return (f"hook_command: its line is not used, for {self.problem}",) if self.problem else ()


NONE = HookLine()


@dataclass(frozen=True, slots=True)
class Hooks:
    """The owner's command, and the ledger that remembers what it said."""

    settings: Settings
    store: Store
    environ: Mapping[str, str]

    def lines_for(self, jobs: Iterable[tuple[Digest, Sequence[Target]]]) -> dict[tuple[str, str], HookLine]:
        """By digest key and target name, for all that want one; asked once for the same words, and then remembered."""
        command = self.settings.hook_command
        if not command:
            return {}
        wanted = [(digest, target) for digest, targets in jobs for target in targets if wants(digest, target)]
        if not wanted:
            return {}
        marks = {(digest.key, target.name): mark_of(command, digest, target) for digest, target in wanted}
        kept = self.remembered(set(marks.values()))
        fresh: dict[str, str] = {}
        for digest, target in wanted:
            mark = marks[digest.key, target.name]
            if mark in kept:
                continue
            if not may_run(self.environ):
                kept[mark] = HookLine(None, "a pull request from a fork runs no command of the owner's")
                continue
            kept[mark] = self.ask(command, digest, target)
            fresh[mark] = json.dumps(kept[mark]._asdict(), ensure_ascii=False)
        if fresh and self.store.exists():
            self.store.change(lambda ledger: keep(ledger, fresh), "keep what hook_command said")
        return {key: kept[mark] for key, mark in marks.items()}

    def remembered(self, marks: set[str]) -> dict[str, HookLine]:
        if not self.store.exists():
            return {}
        rows = self.store.read(lambda ledger: {mark: ledger.mark(mark) for mark in marks})
        return {mark: HookLine(**json.loads(row)) for mark, row in rows.items() if row is not None}

    def ask(self, command: str, digest: Digest, target: Target) -> HookLine:
        """What the command says now; a line only where every check lets it through."""
        asked = json.dumps(request_for(digest, target), ensure_ascii=False)
        output, problem = run(command, asked, self.without_secrets(), self.settings.root)
        if problem is None:
            line, problem = line_of(output)
            problem = problem or problem_of(line, digest, target)
            if problem is None:
                return HookLine(line)
        return HookLine(None, problem)

    def without_secrets(self) -> dict[str, str]:
        names = {name for target in self.settings.targets for name in target.secret_names()} | {"GITHUB_TOKEN"}
        return {name: value for name, value in self.environ.items() if name not in names}


def keep(ledger: Ledger, lines: Mapping[str, str]) -> None:
    for mark, line in lines.items():
        ledger.set_mark(mark, line)


def wants(digest: Digest, target: Target) -> bool:
    """Nobody has written the target's first words yet, and its posts are not made by a template."""
    own = override_for(digest, target)
    return own.text is None and own.hook is None and not target.templates


def mark_of(command: str, digest: Digest, target: Target) -> str:
    """The name under which the ledger keeps the line: a hash of all that it is made from."""
    asked: dict[str, Any] = {"command": command, **request_for(digest, target)}
    return MARK + hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]


def may_run(environ: Mapping[str, str]) -> bool:
    """False in the run of a pull request whose files are somebody else's."""
    if not environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        return True
    try:
        event = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        request = event["pull_request"]
        return bool(request["head"]["repo"]["full_name"] == request["base"]["repo"]["full_name"])
    except (KeyError, TypeError, ValueError, OSError):
        return False


def run(command: str, text: str, environ: Mapping[str, str], folder: Path) -> tuple[str, str | None]:
    """The command's output, and what went wrong."""
    try:
        process = subprocess.Popen(  # noqa: S602 -- the settings' owner wrote the command
            command, shell=True, env=dict(environ), cwd=folder, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        return "", f"it cannot be started ({error})"
    try:
        output, _ = process.communicate(text.encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "", f"it took longer than {SECONDS:g} s"
    if process.returncode:
        return "", f"it ended with exit code {process.returncode}"
    return output[:OUTPUT_CHARS].decode("utf-8", "replace"), None

"""Asks the owner's ``hook_command`` for a post's first words, and keeps them, so that preview and post are the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.overrides import override_for
from bot.formatter.hook import line_of, problem_of, request_for
from bot.pipeline.command import Commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.ledger import Ledger
    from bot.model import Digest
    from bot.pipeline.command import CommandAnswer
    from bot.settings.model import Settings, Target
    from bot.store import Store

SECONDS = 30.0
MARK = "hook:"
"""Before the names under which the ledger keeps the lines."""


class HookLine(NamedTuple):
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
        wanted = [(digest, target) for digest, targets in jobs for target in targets if wants_hook(digest, target)]
        if not wanted:
            return {}
        marks = {(digest.key, target.name): mark_of(command, digest, target) for digest, target in wanted}
        kept = self.remembered(set(marks.values()))
        fresh: dict[str, str] = {}
        commands = Commands(self.settings, self.environ, SECONDS, self.settings.root)
        for digest, target in wanted:
            mark = marks[digest.key, target.name]
            if mark in kept:
                continue
            answer = commands.run(command, json.dumps(request_for(digest, target), ensure_ascii=False))
            kept[mark] = line_in(answer, digest, target)
            if answer.stopped:
                break
            if answer.ran:
                fresh[mark] = json.dumps(kept[mark]._asdict(), ensure_ascii=False)
        if fresh and self.store.exists():
            self.store.change(lambda ledger: keep_lines(ledger, fresh), "keep what hook_command said")
        return {key: kept.get(mark, NONE) for key, mark in marks.items()}

    def remembered(self, marks: set[str]) -> dict[str, HookLine]:
        if not self.store.exists():
            return {}
        rows = self.store.read(lambda ledger: {mark: ledger.marks.get(mark) for mark in marks})
        return {mark: HookLine(**json.loads(row)) for mark, row in rows.items() if row is not None}


def line_in(answer: CommandAnswer, digest: Digest, target: Target) -> HookLine:
    """What the command says; a line only where every check lets it through."""
    if answer.problem is not None:
        return HookLine(None, f"it {answer.problem}")
    line, problem = line_of(answer.output)
    problem = problem or problem_of(line, digest, target)
    return HookLine(line) if problem is None else HookLine(None, problem)


def keep_lines(ledger: Ledger, lines: Mapping[str, str]) -> None:
    for mark, line in lines.items():
        ledger.marks.set(mark, line)


def wants_hook(digest: Digest, target: Target) -> bool:
    """Nobody has written the target's first words yet, and its posts are not made by a template."""
    own = override_for(digest, target)
    return own.text is None and own.hook is None and not target.templates


def mark_of(command: str, digest: Digest, target: Target) -> str:
    """The name under which the ledger keeps the line: a hash of all that it is made from."""
    asked: dict[str, Any] = {"command": command, **request_for(digest, target)}
    return MARK + hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]

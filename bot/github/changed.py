"""The digests that a pull request changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.git import Git
from bot.settings.paths import shown
from bot.store.answers import advice_for
from bot.watcher.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.settings.model import Settings


def changed_digests(settings: Settings, environ: Mapping[str, str], tell: Callable[[str], None]) -> list[Path]:
    """The digests that the merge commit at HEAD adds or changes, seen from the branch that it goes into.

    What cannot be looked at, and why, goes to ``tell``.
    """
    git = Git(Path.cwd(), environ)

    def ask_git(*words: str) -> str:
        answer = git.run(*words)
        if answer.code != 0:
            raise UsageError(f"git {words[0]}: {answer.words}", advice_for(answer, git))
        return answer.text

    check_merge(ask_git("cat-file", "commit", "HEAD"), git)
    content = settings.content.absolute()
    top = Path(ask_git("rev-parse", "--show-toplevel"))
    if not content.resolve().is_relative_to(top.resolve()):
        raise UsageError(f"{shown(content)}: leads out of the repository, so nothing in it is shown")
    how = ("-r", "--name-only", "-z", "--no-renames", "--diff-filter=AMT")
    differing = ask_git("diff-tree", *how, "HEAD^1", "HEAD", "--", str(content))
    names = {
        os.path.relpath(top / name, content.resolve()).replace(os.sep, "/") for name in differing.split("\0") if name
    }
    # The walk follows no link out of content/: a pull request may bring one that leads to whatever the runner can read.
    walk = Walk(str(settings.content), settings.include, settings.exclude)
    found = [settings.content / name for name, *_ in walk if name in names]
    for name in sorted(names & set(walk.problems)):
        tell(f"{settings.content.name}/{name}: {walk.problems[name]}")
    return found


def check_merge(commit: str, git: Git) -> None:
    """Raise UsageError where the commit at HEAD is no merge, or its first parent was not fetched."""
    head, _, _ = commit.partition("\n\n")
    parents = [line.removeprefix("parent ") for line in head.splitlines() if line.startswith("parent ")]
    if len(parents) < 2:
        raise UsageError(
            "HEAD is no merge commit, so nobody knows what the pull request changes",
            "give actions/checkout no `ref`, so that it checks out the pull request's merge; or name the files",
        )
    there = git.run("cat-file", "-e", f"{parents[0]}^{{commit}}")
    if there.code != 0:
        raise UsageError(
            f"the commit that the pull request is merged into is not here ({there.words}), so nobody knows what it changes",
            "give actions/checkout `fetch-depth: 2`; or name the files",
        )

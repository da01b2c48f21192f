"""The digests that a pull request changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.git import Git
from bot.watcher.names import is_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.settings.model import Settings


def changed(settings: Settings, environ: Mapping[str, str]) -> list[Path]:
    """The digests that the merge commit at HEAD adds or changes, seen from the branch that it goes into."""
    git = Git(Path.cwd(), environ)

    def printed(*words: str) -> str:
        answer = git.run(*words)
        if answer.code != 0:
            raise UsageError(f"git {words[0]}: {answer.complaint}")
        return answer.text

    if git.run("rev-parse", "--verify", "--quiet", "HEAD^2").code != 0:
        raise UsageError(
            "HEAD is no merge commit with its parents, so nobody knows what the pull request changes; "
            "give actions/checkout `fetch-depth: 2` and no `ref`, or name the files"
        )
    content = settings.content.absolute()
    top = Path(printed("rev-parse", "--show-toplevel"))
    differing = printed(
        "diff-tree",
        "-r",
        "--name-only",
        "-z",
        "--no-renames",
        "--diff-filter=AMT",
        "HEAD^1",
        "HEAD",
        "--",
        str(content),
    )
    wanted = is_digest(settings.include, settings.exclude)
    paths = [top / name for name in differing.split("\0") if name]
    return [path for path in paths if wanted(path.relative_to(content.resolve()).as_posix())]

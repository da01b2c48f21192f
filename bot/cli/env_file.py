"""``--env-file``: accounts out of a file, on somebody's own machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.git import Git
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path


def take_from_file(path: Path, environ: MutableMapping[str, str]) -> None:
    """Add to the environment what it does not say itself. Raises UsageError for a file that cannot be used."""
    from dotenv.parser import parse_stream

    path = path.expanduser()
    try:
        with path.open(encoding="utf-8-sig") as file:
            bindings = list(parse_stream(file))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise UsageError(f"{shown(path)}: {reason}", "--env-file names a file with lines like NAME=value") from None
    check_not_committed(path, Git(path.absolute().parent, environ))
    for binding in bindings:
        if binding.error:
            # Not the line itself: it may be half a secret.
            raise UsageError(
                f"{shown(path)}: line {binding.original.line} is no NAME=value", "mend it, or begin it with #"
            )
        if binding.key and binding.value is not None and not environ.get(binding.key):
            environ[binding.key] = binding.value


def check_not_committed(path: Path, git: Git) -> None:
    """Raise UsageError for a file that the git repository around it has, or would have with the next commit."""
    if git.run("ls-files", "--error-unmatch", "--", path.name).code == 0:
        raise UsageError(
            f"{shown(path)}: is committed to its git repository, where whoever may read that reads the secrets",
            f"git rm --cached {path.name}, add it to .gitignore, and make new secrets",
        )
    if git.run("ls-files", "--others", "--exclude-standard", "--", path.name).text:
        raise UsageError(
            f"{shown(path)}: lies in a git repository that would commit it with its secrets",
            f"add {path.name} to .gitignore, or keep it elsewhere",
        )

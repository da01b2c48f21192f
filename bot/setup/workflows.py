"""The workflows of a blog: this repository's own, with the blog's folder, branch and the action's address in them."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.settings.model import Target

NAMES = ("post.yml", "sweep.yml", "preview.yml")
ACTION = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+(?:/[\w./-]+)?@[\w./-]+|\./")
FOLDER = re.compile(r"[^\s\"'\\*?\[\]{}!#:,&|>%@`]+(?: [^\s\"'\\*?\[\]{}!#:,&|>%@`]+)*")
BRANCH = re.compile(r"[\w][\w./-]*")


def workflows(
    *, action: str, content: str, branch: str, folder: str = "", targets: Iterable[Target] = ()
) -> dict[str, str]:
    """Name to text of every workflow.

    ``action``: OWNER/REPO@REF; ``content`` and ``folder`` (the blog's) are relative to the repository's top, "" is the
    top itself. Raises UsageError for a word that does not belong into such a file.
    """
    for what, word, allowed in (
        ("the action", action, ACTION),
        ("the folder of the posts", content or ".", FOLDER),
        ("the blog's folder", folder or ".", FOLDER),
        ("the branch", branch, BRANCH),
    ):
        if not allowed.fullmatch(word):
            raise UsageError(
                f"{what} {word!r} cannot stand in a workflow; write it by hand, after docs/github-actions.md"
            )
    extra = "".join(
        f"          {name}: ${{{{ secrets.{name} }}}}\n"
        for name in dict.fromkeys(name for target in targets for name in target.secret_names())
    )
    return {name: adapted(template(name), action, content, branch, folder, extra) for name in NAMES}


def as_action(answer: str) -> str:
    """The action as a workflow names it. Raises ValueError for anything else."""
    action = answer.strip()
    if not ACTION.fullmatch(action):
        raise ValueError(answer)
    return action


def template(name: str) -> str:
    return (files("bot.setup") / "workflows" / name).read_text(encoding="utf-8")


def adapted(text: str, action: str, content: str, branch: str, folder: str, extra: str) -> str:
    paths = f"{content}/**" if content else "**"
    text = text.replace('paths: ["content/**"]', f'paths: ["{paths}"]')
    text = text.replace("branches: [main]", f"branches: [{branch}]")
    text = text.replace("- uses: ./\n", f"- uses: {action}\n")
    text = re.sub(r"# To use it in a blog:.*\n", "", text)
    if folder:
        text = re.sub(r"(        with:\n          command: .*\n)", rf"\1          working-directory: {folder}\n", text)
    known = set(re.findall(r"^ {10}(\w+):", text, re.MULTILINE))
    lines = "".join(row for row in extra.splitlines(keepends=True) if row.split(":")[0].strip() not in known)
    return re.sub(r"(          X_API_BASE: .*\n)", lambda found: found[1] + lines, text)

"""The inputs of the action as a command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.settings.paths import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES, TARGETS, URL = "files", "targets", "url"
MAX_POSTS, SINCE, LIMIT = "max-posts", "since", "limit"
AGAIN, UPDATE, DRY_RUN = "again", "update", "dry-run"

TAKES: Mapping[str, frozenset[str]] = {
    "run": frozenset({TARGETS, DRY_RUN, MAX_POSTS, SINCE, LIMIT}),
    "post": frozenset({FILES, TARGETS, DRY_RUN, AGAIN}),
    "preview": frozenset({FILES, TARGETS, DRY_RUN}),
    "init": frozenset(),
    "status": frozenset({FILES, SINCE}),
    "explain": frozenset({FILES, TARGETS}),
    "url": frozenset({FILES, TARGETS}),
    "resolve": frozenset({FILES, TARGETS, URL}),
    "reconcile": frozenset({TARGETS}),
    "baseline": frozenset(),
    "delete": frozenset({FILES, TARGETS}),
    "documents": frozenset({TARGETS, DRY_RUN, LIMIT, UPDATE}),
    "doctor": frozenset(),
}
"""Command to the inputs that it understands, besides those that every command does."""
ASKS = frozenset({"init", "baseline", "delete"})
"""Ask a person, who is not there."""
PUBLISHES = frozenset({"run", "post", "documents"})
OPTIONS = ("content", "config", "state-branch", MAX_POSTS, SINCE, LIMIT)
OTHER_NAMES = {("documents", LIMIT): "max"}
"""Options that are called otherwise on the command line."""
FLAGS = (DRY_RUN, AGAIN, UPDATE)


def arguments(inputs: Mapping[str, str], *, on_pull_request: bool) -> list[str]:
    """The arguments of ``bot``; raises UsageError where the inputs do not fit together."""
    files = [line.strip() for line in inputs.get(FILES, "").splitlines() if line.strip()]
    command = inputs.get("command", "") or ("preview" if on_pull_request else "post" if files else "run")
    check_inputs(command, inputs)
    targets = [name for name in re.split(r"[\s,]+", inputs.get(TARGETS, "")) if name]
    words = [command]
    words += [
        f"--{OTHER_NAMES.get((command, option), option)}={value}"
        for option in OPTIONS
        if (value := inputs.get(option, "").strip())
    ]
    if is_given(inputs, DRY_RUN) and command in PUBLISHES:
        words.append("--dry-run")
    words += [f"--{flag}" for flag in (AGAIN, UPDATE) if is_given(inputs, flag)]
    if command in ASKS or is_given(inputs, AGAIN):
        words.append("--yes")
    if command == "resolve":
        return [*words, *resolve_arguments(inputs.get(URL, ""), files, targets)]
    return [*words, *(f"--to={name}" for name in targets), *(["--", *files] if files else [])]


def check_inputs(command: str, inputs: Mapping[str, str]) -> None:
    """No input is left unheard: what was asked for and not done would be worse than an error."""
    if command not in TAKES:
        hint = suggest(command, list(TAKES)) or f"; there are: {', '.join(TAKES)}"
        raise UsageError(f"there is no command {command!r}{hint}")
    for flag in FLAGS:
        if inputs.get(flag, "") not in {"", "true", "false"}:
            raise UsageError(f"{flag} must be true or false, not {inputs[flag]!r}")
    for name in (FILES, TARGETS, URL, MAX_POSTS, SINCE, LIMIT, AGAIN, UPDATE, DRY_RUN):
        if is_given(inputs, name) and name not in TAKES[command]:
            others = ", ".join(other for other, takes in TAKES.items() if name in takes)
            raise UsageError(f"{command} takes no {name}, so nothing was done; these commands do: {others}")


def is_given(inputs: Mapping[str, str], name: str) -> bool:
    return inputs.get(name, "").strip() not in {"", "false"}


def resolve_arguments(url: str, files: list[str], targets: list[str]) -> list[str]:
    if len(files) != 1 or len(targets) != 1 or not url:
        raise UsageError(
            "resolve needs one file, one target, and as url either the address of the post that was found "
            "or the word none if there is no such post"
        )
    said = "--not-posted" if url.strip().lower() == "none" else f"--posted={url.strip()}"
    return [said, "--", *files, *targets]

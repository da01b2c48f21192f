"""What the shell offers behind TAB: digests and targets."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from pathlib import Path

    import click
    from click.shell_completion import CompletionItem

    from bot.settings.model import Settings

OFFERED = 50
"""Digests; the newest names first."""


def complete_digests(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    """Digests whose path begins so, else those whose name holds the word; other files as the shell finds them."""
    from click.shell_completion import CompletionItem

    names = files(ctx)
    fitting = [name for name in names if name.startswith(incomplete)]
    if not fitting and incomplete and "/" not in incomplete:
        fitting = [name for name in names if incomplete.casefold() in name.casefold()]
    if not fitting:
        return [CompletionItem(incomplete, type="file")]
    return [CompletionItem(name) for name in fitting[:OFFERED]]


def complete_targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    """Targets of the settings, and the platforms, which need none."""
    from click.shell_completion import CompletionItem

    settings = settings_of(ctx)
    from bot.publishers.registry import PLATFORMS

    configured = {target.name: target.platform.name for target in settings.targets} if settings else {}
    known = {**{name: name for name in PLATFORMS}, **configured}
    return [CompletionItem(name, help=known[name]) for name in sorted(known) if name.startswith(incomplete)]


def settings_of(ctx: click.Context) -> Settings | None:
    """The settings, if they can be read: a half-written line is no place for an error."""
    from bot.publishers.registry import PLATFORMS
    from bot.settings.options import Options
    from bot.settings.read import load

    paths: dict[str, Path | None] = {}
    context: click.Context | None = ctx
    while context is not None:
        for name in ("config", "content", "state"):
            paths[name] = paths.get(name) or context.params.get(name)
        context = context.parent
    try:
        return load(Options(paths["content"], paths["state"], paths["config"]), platforms=PLATFORMS)
    except BotError:
        return None


def files(ctx: click.Context) -> list[str]:
    """Every digest as a person here would write it; those dated in their name come the newest first."""
    settings = settings_of(ctx)
    if settings is None or not settings.content.is_dir():
        return []
    from bot.watcher.find import digest_files

    names = (os.path.relpath(path) for path in itertools.islice(digest_files(settings), 20_000))
    return sorted((name for name in names if name.isprintable()), reverse=True)

"""Everything that can be known before a post fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor import accounts, branch, clock, content, page, versions
from bot.doctor import settings as of_settings
from bot.doctor.finding import exit_code
from bot.errors import BotError, SettingsError, UsageError
from bot.model import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from bot.model import Digest
    from bot.runs.parts import Parts

__all__ = ["Finding", "Level", "examine", "exit_code"]


def examine(parts: Parts, *, file: Path | None = None, to: Sequence[str] = (), fix: bool = False) -> Iterator[Finding]:
    """Every finding, as it is made: what needs nothing first, what asks servers last."""
    yield from versions.versions()
    try:
        settings = parts.settings
        targets = parts.configured(to)
    except SettingsError as error:
        yield Finding(
            Level.SETTINGS, "settings", str(error), "nothing is posted", "mend the settings, then: bot doctor"
        )
        return
    yield from of_settings.settings(settings, parts.environ)
    usable = settings.site is not None and settings.content.is_dir()
    chosen: list[Digest] = []
    if usable:
        chosen = yield from digests(parts, file)
    yield from guarded("ledger", lambda: content.ledger(parts))
    yield from branch.branch(settings, parts.environ)
    if all(target.missing_secrets(parts.environ) for target in targets):
        what = f"no target is set up: neither {' nor '.join(target.name for target in targets)}"
        remedy = "set the secrets of one, or post into state/outbox/ with: --to outbox"
        yield Finding(Level.FAILURE, "secrets", what, "there is nowhere to post to", remedy)
    for target in targets:
        yield from accounts.secrets(target, parts.environ, asked=target.name in to)
        if target.missing_secrets(parts.environ):
            continue
        logged_in = True
        for finding in accounts.login(parts, target):
            logged_in = logged_in and finding.level is Level.OK
            yield finding
        if logged_in:
            yield from parts.publisher(target).examine(fix=fix)
        yield from accounts.cost(target)
        yield from clock.clock(parts, target)
    for digest in chosen:
        yield from page.page(digest, settings)


def digests(parts: Parts, file: Path | None) -> Generator[Finding, None, list[Digest]]:
    """What can be said of the content; returns the digests whose pages are to be looked at."""
    from bot.content import read
    from bot.runs.post import every_digest

    if file is not None:
        try:
            digest = read(file, parts.settings)
        except BotError as error:
            yield Finding(Level.FAILURE, "content", str(error), "it will not be posted", "mend the file")
            return []
        yield Finding(Level.OK, "content", f"{file}: can be read, and is {digest.url}")
        return [digest]
    found, problems = every_digest(parts)
    yield from content.content(found, problems)
    newest = page.newest(found, parts.clock.now())
    return [newest] if newest is not None else []


def guarded(check: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What cannot be used at all is a finding too."""
    try:
        yield from look()
    except UsageError as error:
        yield Finding(Level.SETTINGS, check, str(error), "nothing is posted", "see the message; then: bot doctor")

"""Everything that can be known before a post fails, looked at in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.doctor.accounts import (
    check_any_target,
    check_clock,
    check_identity,
    check_login,
    check_same_account,
    check_secrets,
    note_cost,
)
from bot.doctor.content import check_addresses, check_content, check_file, check_templates
from bot.doctor.ledger import check_branch, check_ledger
from bot.doctor.page import check_documents, check_page, newest_digest
from bot.doctor.settings import check_settings, check_versions
from bot.errors import SettingsError, UsageError
from bot.model import Failed, Finding, Level
from bot.settings.submodules import absent_submodule
from bot.watcher.digests import every_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.clock import Clock
    from bot.model import Digest
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Examination:
    settings: Settings
    targets: Sequence[Target]
    """Those that are looked at, set up or not."""
    environ: Mapping[str, str]
    clock: Clock
    publisher: Callable[[Target], Publisher]
    store: Store
    """Whether there is a ledger or not."""
    file: Path | None
    """The digest whose page is looked at; None: the newest one's."""
    named: Collection[str]
    """Targets that were asked for by name: one that is not set up is a failure."""
    fix: bool


def examine(make_examination: Callable[[], Examination], environ: Mapping[str, str]) -> Iterator[Finding]:
    """Every finding, as it is made; settings by which nothing can be examined are one too."""
    yield from check_versions(environ)
    try:
        examination = make_examination()
    except SettingsError as error:
        yield unusable("settings", error, "mend the settings, then: bot doctor")
        return
    yield from findings_of(examination)


def findings_of(examination: Examination) -> Iterator[Finding]:
    """What needs nothing first, what asks servers last."""
    settings, environ = examination.settings, examination.environ
    yield from check_settings(settings, environ)
    digests: list[Digest] = []
    if settings.site is not None and settings.content.is_dir() and absent_submodule(settings.content) is None:
        digests = yield from check_digests(examination)
    problem = ""
    try:
        yield from check_ledger(examination.store)
    except UsageError as error:
        problem = error.what
        yield unusable("ledger", error, "see the message; then: bot doctor")
    # What stops the ledger stops the branch too, and is told once.
    yield from (finding for finding in check_branch(settings, environ) if finding.what != problem)
    yield from check_templates(examination.targets, digests, settings)
    yield from check_any_target(examination.targets, environ)
    for target in examination.targets:
        yield from check_target(examination, target)
    # After the log-ins, which know who somebody is that has several names.
    yield from check_same_account(examination.targets, examination.publisher)
    yield from check_addresses(digests, settings, examination.clock.now())
    newest = newest_digest(digests, examination.clock.now()) if examination.file is None else next(iter(digests), None)
    if newest is not None:
        yield from check_page(newest, settings)
    yield from check_documents(examination.targets, newest, settings, examination.publisher)


def check_digests(examination: Examination) -> Generator[Finding, None, list[Digest]]:
    """What can be said of the content; returns the digests whose addresses are to be looked at."""
    if examination.file is not None:
        digest = yield from check_file(examination.file, examination.settings)
        return [digest] if digest is not None else []
    digests, failures = every_digest(examination.settings)
    # A digest that cannot be read fails once for each target.
    reasons = dict.fromkeys(one.outcome.reason for one in failures if isinstance(one.outcome, Failed))
    yield from check_content(digests, list(reasons))
    return digests


def check_target(examination: Examination, target: Target) -> Iterator[Finding]:
    """What can be said of one target; of one that is not set up, only that."""
    environ = examination.environ
    yield from check_secrets(target, environ, named=target.name in examination.named)
    if not target.missing_secrets(environ):
        publisher = examination.publisher(target)
        login = check_login(target, publisher)
        yield login
        if login.level is Level.OK:
            yield from check_identity(target, publisher, examination.settings, environ)
            yield from publisher.examine(fix=examination.fix)
        yield from note_cost(target)
        yield from check_clock(target, environ, examination.clock)


def unusable(check: str, error: UsageError, otherwise: str) -> Finding:
    """What stops everything; ``otherwise``: the remedy of an error that knows none."""
    return Finding(Level.SETTINGS, check, error.what, "nothing is posted", error.remedy or otherwise)


class LevelMeaning(NamedTuple):
    exit_code: int
    colour: str
    """As click names colours."""


LEVELS = {
    Level.OK: LevelMeaning(0, "green"),
    Level.NOTE: LevelMeaning(0, "blue"),
    Level.WARNING: LevelMeaning(0, "yellow"),
    Level.FAILURE: LevelMeaning(1, "red"),
    Level.SETTINGS: LevelMeaning(2, "red"),
}


def exit_code(findings: Iterable[Finding]) -> int:
    """That of the worst: 0 fine or warnings, 1 something will fail, 2 the settings are wrong."""
    return max((LEVELS[finding.level].exit_code for finding in findings), default=0)

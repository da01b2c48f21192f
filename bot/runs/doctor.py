"""`bot doctor`: an examination of this blog, its ledger and its accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor import check_versions, examine, unusable
from bot.errors import SettingsError
from bot.git import on_github
from bot.model import Failed
from bot.runs.digests import every_digest
from bot.settings.paths import shown
from bot.setup.settings_text import with_target_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.doctor import Examination
    from bot.model import Digest, Finding
    from bot.settings.model import Settings, Target


def doctor(make_examination: Callable[[], Examination], environ: Mapping[str, str]) -> Iterator[Finding]:
    """Every finding, as it is made; settings by which nothing can be examined are one too."""
    yield from check_versions(environ)
    try:
        examination = make_examination()
    except SettingsError as error:
        yield unusable("settings", error, "mend the settings, then: bot doctor")
        return
    yield from examine(examination)


def read_digests(settings: Settings) -> tuple[list[Digest], list[str]]:
    """Every digest that can be read, and why the others cannot."""
    digests, failures = every_digest(settings)
    reasons = [failure.outcome.reason for failure in failures if isinstance(failure.outcome, Failed)]
    return digests, list(dict.fromkeys(reasons))  # a digest that cannot be read fails once for each target


def write_identity(settings: Settings, environ: Mapping[str, str], target: Target, identity: str) -> str | None:
    """Returns the settings file that has it now; None where it has no place in one, or where a runner's file would die."""
    path = settings.source
    if path is None or on_github(environ):
        return None
    every = [target.name for target in settings.targets]
    try:
        text = path.read_text(encoding="utf-8-sig")
        written = with_target_settings(text, path.name, {target.name: {"did": identity}}, every)
        if written is None:
            return None
        path.write_text(written, encoding="utf-8")
    except OSError:
        return None
    return shown(path)

"""`bot doctor`: an examination of this blog, its ledger and its accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.doctor import Examination, check_versions, examine, unusable
from bot.errors import SettingsError
from bot.git import on_github
from bot.model import Failed
from bot.runs.digests import every_digest
from bot.runs.targets import configured_targets
from bot.settings.paths import shown
from bot.setup.settings_text import with_target_settings
from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.clock import Clock
    from bot.model import Digest, Finding
    from bot.publishers.registry import Publishers
    from bot.settings.model import Settings, Target


@dataclass(frozen=True, slots=True)
class Doctor:
    """What an examination is made with."""

    settings: Settings
    environ: Mapping[str, str]
    clock: Clock
    publishers: Publishers

    def examination(self, file: Path | None, to: Sequence[str], *, fix: bool) -> Examination:
        """Raises SettingsError for a target that there is not."""
        return Examination(
            settings=self.settings,
            targets=configured_targets(self.settings, to),
            environ=self.environ,
            clock=self.clock,
            publisher=self.publishers.of,
            open_store=partial(open_store, self.settings, clock=self.clock, environ=self.environ),
            read_digests=self.read_digests,
            file=file,
            named=to,
            fix=fix,
            write_identity=self.write_identity,
        )

    def write_identity(self, target: Target, identity: str) -> str | None:
        """Returns the settings file that has it now; None where it has no place in one, or where a runner's file would die."""
        path = self.settings.source
        if path is None or on_github(self.environ):
            return None
        every = [target.name for target in self.settings.targets]
        try:
            text = path.read_text(encoding="utf-8-sig")
            written = with_target_settings(text, path.name, {target.name: {"did": identity}}, every)
            if written is None:
                return None
            path.write_text(written, encoding="utf-8")
        except OSError:
            return None
        return shown(path)

    def read_digests(self) -> tuple[list[Digest], list[str]]:
        """Every digest that can be read, and why the others cannot."""
        digests, failures = every_digest(self.settings)
        reasons = [failure.outcome.reason for failure in failures if isinstance(failure.outcome, Failed)]
        return digests, list(dict.fromkeys(reasons))  # a digest that cannot be read fails once for each target


def doctor(
    make_doctor: Callable[[], Doctor], environ: Mapping[str, str], file: Path | None, to: Sequence[str], *, fix: bool
) -> Iterator[Finding]:
    """Every finding, as it is made; settings of which no doctor can be made are one too."""
    yield from check_versions(environ)
    try:
        made = make_doctor()
        examination = made.examination(file, to, fix=fix)
    except SettingsError as error:
        yield unusable("settings", error, "mend the settings, then: bot doctor")
        return
    try:
        yield from examine(examination)
    finally:
        made.publishers.close()

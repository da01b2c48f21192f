"""`bot doctor`: an examination of this blog, its ledger and its accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor import Examination, check_versions, examine, unusable
from bot.errors import SettingsError
from bot.model import Failed
from bot.runs.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.model import Digest, Finding
    from bot.settings.options import Options


def doctor(options: Options, file: Path | None, to: Sequence[str], *, fix: bool) -> Iterator[Finding]:
    """Every finding, as it is made; settings that cannot be read are one too."""
    parts = Parts(options)
    yield from check_versions(parts.environ)
    try:
        settings, targets = parts.settings, parts.configured(to)
    except SettingsError as error:
        yield unusable("settings", error, "mend the settings, then: bot doctor")
        return

    def read_digests() -> tuple[list[Digest], list[str]]:
        from bot.runs.post import every_digest

        digests, failures = every_digest(parts)
        reasons = [failure.outcome.reason for failure in failures if isinstance(failure.outcome, Failed)]
        return digests, list(dict.fromkeys(reasons))  # a digest that cannot be read fails once for each target

    examination = Examination(
        settings=settings,
        targets=targets,
        environ=parts.environ,
        clock=parts.clock,
        publisher=parts.publisher,
        open_store=lambda: parts.unchecked_store,
        read_digests=read_digests,
        file=file,
        named=to,
        fix=fix,
    )
    try:
        yield from examine(examination)
    finally:
        parts.close()

"""Reading files into digests; one that cannot be read is a failed result, and the others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import key_of, read
from bot.errors import BotError, DigestError
from bot.model import Failed, Result
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.model import Digest
    from bot.settings.model import Settings, Target


def read_files(
    files: Iterable[Path], targets: Sequence[Target], settings: Settings
) -> tuple[list[Digest], list[Result]]:
    """The digests in these files, and a failure on every target for each that cannot be read."""
    digests: dict[str, Digest] = {}
    failures: list[Result] = []
    for path in dict.fromkeys(files):
        try:
            digest = read(path, settings)
            twin = digests.get(digest.key)
            if twin is not None and twin.path.resolve() != path.resolve():
                raise DigestError(
                    f"{shown(path)}: has the same id as {shown(twin.path)} ({digest.key})",
                    remedy="give one of them another id",
                )
        except DigestError as error:
            failures += unreadable(path, targets, error, settings)
            continue
        digests[digest.key] = digest
    return list(digests.values()), failures


def unreadable(path: Path, targets: Iterable[Target], error: DigestError, settings: Settings) -> list[Result]:
    """A digest that cannot be read, once for every target."""
    try:
        key = key_of(path, settings)
    except BotError:
        key = path.stem
    return [Result(key, shown(path), target.name, Failed(str(error)), platform=target.platform) for target in targets]


def every_digest(settings: Settings) -> tuple[list[Digest], list[Result]]:
    """All digests in content/, and a failure for each that cannot be read."""
    from bot.watcher.find import digest_files

    settings.require_content()
    return read_files(digest_files(settings), settings.targets, settings)


def published(digests: Iterable[Digest], now: datetime) -> list[Digest]:
    """Those that are out by now; a draft, and one that is dated ahead, is still to be announced when its time comes."""
    return [
        digest for digest in digests if not digest.draft and (digest.published_at is None or digest.published_at <= now)
    ]

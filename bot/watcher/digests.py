"""Reading files into digests; one that cannot be read is a failed result, and the others go on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.content import key_of, read
from bot.content.compare import shared_addresses
from bot.errors import DigestError, NoFrontMatter, describe
from bot.model import Digest, Failed, Result
from bot.settings.paths import named, shown
from bot.watcher.find import digest_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.settings.model import Settings, Target


def known_part(digest: Digest) -> Digest:
    """What is known of a digest that was not read whole."""
    return replace(
        digest, lede=None, paragraphs=(), sections=(), words="", text="", source=None, pictures=(), fields={}, warnings=()
    )  # fmt: skip


def read_files(
    files: Iterable[Path], targets: Sequence[Target], settings: Settings, *, asked_for: bool = True, whole: bool = True
) -> tuple[list[Digest], list[Result]]:
    """The digests in these files, and a failure on every target for each that cannot be read.

    ``asked_for``: somebody named them; of others one without front matter is no digest, and no failure.
    """
    digests: dict[str, Digest] = {}
    failures: list[Result] = []
    for path, found in read_each(dict.fromkeys(files), settings, asked_for=asked_for, whole=whole):
        if not isinstance(found, Digest):
            failures += unreadable_results(path, targets, found, settings)
        elif (twin := digests.get(found.key)) is not None and is_another_file(twin.path, path):
            failures += unreadable_results(path, targets, same_id_error(path, twin.path, found.key), settings)
        else:
            digests[found.key] = found
    return list(warned_of_one_address(digests.values())), failures


def read_each(
    files: Iterable[Path], settings: Settings, *, asked_for: bool = True, whole: bool = True
) -> Iterator[tuple[Path, Digest | DigestError]]:
    """Each file with its digest, or with why it cannot be read; nothing is kept of those before."""
    for path in files:
        found: Digest | DigestError
        try:
            check_name(path)
            found = read(path, settings, whole=whole)
        except NoFrontMatter as error:
            if not asked_for:
                continue
            found = error
        except DigestError as error:
            found = error
        except Exception as error:  # noqa: BLE001 -- its folder went away meanwhile, links in a circle: the others go on
            found = DigestError(f"{named(path)}: {describe(error)}")
        yield path, found


def is_another_file(one: Path, other: Path) -> bool:
    return one.resolve() != other.resolve()


def same_id_error(path: Path, twin: Path, key: str) -> DigestError:
    """Why the later one of two digests with one id cannot be told from the first."""
    return DigestError(f"{shown(path)}: has the same id as {shown(twin)} ({key})", remedy="give one of them another id")


def warned_of_one_address(digests: Collection[Digest]) -> Iterator[Digest]:
    """The digests; one that shares its address with others says so, for the posts of both lead to one page."""
    together = shared_addresses(digests)
    for digest in digests:
        other = next((one for one in together.get(digest.url, ()) if one.key != digest.key), None)
        if other is None:
            yield digest
        else:
            warning = f"{shown(other.path)} has the same address, {digest.url}: is the permalink right?"
            yield replace(digest, warnings=(*digest.warnings, warning))


def check_name(path: Path) -> None:
    """Raise DigestError for a name that no ledger and no JSON can hold."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise DigestError(f"{named(path)}: its name is not UTF-8; rename it") from None


def no_digests(files: Iterable[Path], digests: Iterable[Digest], failures: Iterable[Result]) -> list[Path]:
    """Those of the files that were neither read nor failed: they have no front matter."""
    told = {digest.path for digest in digests}
    failed = {failure.path for failure in failures}
    return [path for path in files if path not in told and shown(path) not in failed]


def unreadable_results(path: Path, targets: Iterable[Target], error: DigestError, settings: Settings) -> list[Result]:
    try:
        key = key_of(path, settings)
    except Exception:  # noqa: BLE001 -- what cannot be read still has a name
        key = path.stem
    return [Result(key, shown(path), target.name, Failed(str(error)), platform=target.platform) for target in targets]


def every_digest(settings: Settings) -> tuple[list[Digest], list[Result]]:
    """All digests in content/ as the ledger knows them, without their bodies; and a failure for each that cannot be read."""
    settings.require_content()
    return read_files(digest_files(settings), settings.targets, settings, asked_for=False, whole=False)


def only_published(digests: Iterable[Digest], now: datetime) -> list[Digest]:
    """Those that are out by now; a draft, and one that is dated ahead, is still to be announced when its time comes."""
    return [digest for digest in digests if digest.is_out(now)]

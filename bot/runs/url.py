"""``bot url``: where the posts of digests are or will be, told without asking any platform."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import LedgerError
from bot.formatter.document import will_have_document
from bot.model import Addresses, DigestAddresses, Failed
from bot.pipeline.documents import KnownDocument, known_documents
from bot.runs.targets import configured_targets
from bot.settings.paths import below, shown
from bot.watcher.digests import every_digest, read_files
from bot.watcher.standing import Standing
from bot.watcher.verdict import before_the_bot, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.model import Digest, Entry, Result
    from bot.publishers.interface import Publisher
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store
    from bot.watcher.verdict import Verdict


@dataclass(frozen=True, slots=True)
class AddressBook:
    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    now: datetime
    messages: Messages

    def of_files(self, files: Sequence[Path], to: Sequence[str]) -> list[DigestAddresses]:
        """A row for each file, in the order in which they were named."""
        targets = configured_targets(self.settings, to)
        digests, failures = read_files(files, targets, self.settings, whole=False)
        rows = {row.path: row for row in self.rows(digests, failures, targets)}
        paths = dict.fromkeys(self.path(file) for file in files)
        return [rows[path] for path in paths if path in rows]

    def of_all(self, to: Sequence[str]) -> list[DigestAddresses]:
        """A row for each digest in content/, in the order of their paths."""
        targets = configured_targets(self.settings, to)
        digests, failures = every_digest(self.settings)
        return sorted(self.rows(digests, failures, targets), key=lambda row: row.path)

    def rows(
        self, digests: Sequence[Digest], failures: Sequence[Result], targets: Sequence[Target]
    ) -> list[DigestAddresses]:
        """``failures``: of files that cannot be read, one for each target."""
        known = self.known(digests, targets)
        unread = {failure.path: failure.outcome.reason for failure in failures if isinstance(failure.outcome, Failed)}
        nothing = {target.name: addresses_by_kind(target, Addresses()) for target in targets}
        return [
            *(self.row(digest, targets, known) for digest in digests),
            *(
                DigestAddresses(self.path(Path(path)), None, reason, nothing, unreadable=True)
                for path, reason in unread.items()
            ),
        ]

    def row(
        self, digest: Digest, targets: Sequence[Target], known: Mapping[tuple[str, str], KnownDocument]
    ) -> DigestAddresses:
        reasons: dict[str, str] = {}
        addresses: dict[str, Mapping[str, str | None]] = {}
        for target in targets:
            of_target = known.get((digest.key, target.name), KnownDocument())
            verdict = self.verdict(digest, of_target.entry, target)
            if verdict.meaning.postless:
                reasons[target.name] = verdict.reason
                found = Addresses()
            else:
                found = self.publisher_of(target).addresses(digest, of_target.entry)
            addresses[target.name] = addresses_by_kind(
                target, replace(found, document=document_address(digest, target, found, of_target))
            )
        page = None if digest.by_title else digest.url
        return DigestAddresses(self.path(digest.path), page, join_reasons(reasons, len(targets)), addresses)

    def verdict(self, digest: Digest, entry: Entry | None, target: Target) -> Verdict:
        """What stands in the way of a post; of the archive in the same words with a ledger and without one, unless it was posted."""
        verdict = judge(digest, entry, target, self.now)
        if verdict.standing is Standing.POSTED or (
            verdict.meaning.postless and verdict.standing is not Standing.BASELINE
        ):
            return verdict
        return before_the_bot(digest, self.settings) or verdict

    def known(self, digests: Sequence[Digest], targets: Sequence[Target]) -> dict[tuple[str, str], KnownDocument]:
        """Nothing where there is no ledger, or where it lies on a server that does not answer."""
        store = self.store
        try:
            return store.read(lambda ledger: known_documents(ledger, digests, targets)) if store.exists() else {}
        except LedgerError as error:
            if store.local:
                raise
            self.messages.warn(f"bot: {error.what}; the addresses are told without the ledger")
            return {}

    def path(self, file: Path) -> str:
        return below(file, self.settings.root) or shown(file)


def addresses_by_kind(target: Target, addresses: Addresses) -> dict[str, str | None]:
    return {kind: getattr(addresses, kind) for kind in target.platform.addresses}


def document_address(digest: Digest, target: Target, found: Addresses, known: KnownDocument) -> str | None:
    """Where the digest's document is, or will be together with its post."""
    companion, entry = known.companion, known.entry
    if companion is not None and companion.made_at is not None:
        return companion.uri
    if found.document is None or not will_have_document(digest, target) or (entry is not None and entry.receipt):
        return None
    return companion.uri if companion is not None else found.document


def join_reasons(reasons: Mapping[str, str], of: int) -> str | None:
    """One reason where all ``of`` the targets have the same; else each with its target."""
    if len(reasons) == of and len(set(reasons.values())) == 1:
        return next(iter(reasons.values()))
    return "; ".join(f"{name}: {reason}" for name, reason in reasons.items()) or None


def write_addresses(text: str, path: Path) -> bool:
    """Write the file where it says something else by now, so that no build takes it for changed; returns whether it did.

    Raises OSError.
    """
    content = text.encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True

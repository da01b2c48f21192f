"""``bot documents``: the archive as documents beside the blog's account, without posts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.errors import PublishError, SettingsError
from bot.model import Failed, Skipped, Status
from bot.pipeline.documents import DocumentJob, KnownDocument, known_documents
from bot.pipeline.job import result_for
from bot.publishers.interface import documents_of
from bot.runs.targets import configured_targets, usable_targets
from bot.store import require_ledger
from bot.watcher.digests import every_digest, only_published
from bot.watcher.verdict import verdict_of_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Companion, Digest, Result
    from bot.pipeline.documents import Documenting
    from bot.publishers.interface import Publisher
    from bot.runs.messages import Messages
    from bot.settings.model import Settings, Target
    from bot.store import Store

MOST = 500
"""Documents in one call, where nobody says: Bluesky gives 5,000 points an hour, of which one takes 3, and 1,000 pictures a day."""
WRITTEN_AT_ONCE = 25
"""On a shared ledger each change is a push; what a stopped call has not written down, the server tells the next one."""
HANDLED = frozenset({Status.POSTED, Status.BASELINE})
"""What no run will post: the document of everything else comes with its post."""


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    to: tuple[str, ...] = ()
    update: bool = False
    """Change documents whose digest was changed."""
    most: int = MOST


@dataclass(frozen=True, slots=True)
class ArchiveDocuments:
    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    documenting: Documenting
    environ: Mapping[str, str]
    clock: Clock
    messages: Messages
    made: list[tuple[Digest, str, Companion]] = field(default_factory=list)
    """What is to be written down: the digest, the target's name, and the document that is there."""

    def preview(self, request: ArchiveRequest) -> list[Result]:
        """What would be made, as far as the ledger tells; without one, of every digest. Asks no platform."""
        targets = with_documents(configured_targets(self.settings, request.to))
        digests, results = self.digests()
        for target in targets:
            handled, refused = self.handled(digests, target)
            results += refused
            wanted = [job for job in handled if not job.known.made]
            results += map(self.documenting.preview, self.oldest(wanted, request.most, target))
        return results

    def make(self, request: ArchiveRequest) -> list[Result]:
        """Make what is not there; returns what was made, changed or failed, and what has no document for a reason.

        Raises SettingsError where no target makes documents, or an account cannot be read.
        """
        targets, absent = usable_targets(self.settings, request.to, self.environ)
        for _, reason in absent:
            self.messages.tell(f"{reason}; left out")
        targets = with_documents(targets)
        require_ledger(self.store)
        if request.update:
            self.messages.warn(
                "bot: a document that is changed is another version than its post pins, so the card of that post falls "
                "back to a plain one"
            )
        digests, results = self.digests()
        for target in targets:
            try:
                results += self.make_on(target, digests, request)
            finally:
                self.write()
        return results

    def digests(self) -> tuple[list[Digest], list[Result]]:
        """Every digest whose page is out, the oldest first, and a failure for each that cannot be read."""
        self.settings.require_site()
        everything, problems = every_digest(self.settings)
        return sorted(only_published(everything, self.clock.now()), key=lambda digest: digest.age), problems

    def handled(self, digests: Sequence[Digest], target: Target) -> tuple[list[DocumentJob], list[Result]]:
        """What no run will post, without a ledger everything; and what of it says no itself."""
        known: dict[tuple[str, str], KnownDocument] = {}
        if self.store.exists():
            known = self.store.read(lambda ledger: known_documents(ledger, digests, [target]))
        jobs, refused = [], []
        for digest in digests:
            of_ledger = known.get((digest.key, target.name), KnownDocument())
            if known and (of_ledger.entry is None or of_ledger.entry.status not in HANDLED):
                continue
            own_word = verdict_of_digest(digest, target, self.clock.now())
            if own_word is None:
                jobs.append(DocumentJob(digest, target, of_ledger))
            else:
                refused.append(result_for(digest, target, Skipped(str(own_word))))
        return jobs, refused

    def make_on(self, target: Target, digests: Sequence[Digest], request: ArchiveRequest) -> Iterator[Result]:
        publisher = self.publisher_of(target)
        documents = documents_of(publisher, target)
        try:
            there = documents.all()
        except PublishError as error:
            raise SettingsError(f"{target.name} cannot be read, so no document was made: {error}") from error
        handled, refused = self.handled(digests, target)
        yield from refused
        wanted = []
        for job in handled:
            known = job.known.companion
            document = there.get((known.uri if known else documents.address(job.digest)) or "")
            own = document is not None and documents.is_of(document, job.digest)
            if own and document is not None and not job.known.made:
                self.note(job, replace(document, record=None))
            if not own or request.update:
                wanted.append(job._replace(there=document))
        for job in self.oldest(wanted, request.most, target):
            made = self.documenting.make(job, publisher)
            if made is None:
                continue
            result, companion = made
            if companion is not None:
                self.note(job, companion)
            yield result
            if isinstance(result.outcome, Failed) and result.outcome.retry_at is not None:
                self.messages.tell(f"{target.name}: the rest is left to the next bot documents")
                return

    def oldest(self, wanted: list[DocumentJob], most: int, target: Target) -> list[DocumentJob]:
        """The oldest of them, as many as one call makes."""
        if len(wanted) > most:
            self.messages.tell(
                f"{target.name}: {len(wanted)} are to be made or looked at; the oldest {most} now, the rest by the next "
                "bot documents"
            )
        return wanted[:most]

    def note(self, job: DocumentJob, companion: Companion) -> None:
        """Remember that it is there, to be written down."""
        self.made.append((job.digest, job.target.name, companion))
        if len(self.made) >= WRITTEN_AT_ONCE:
            self.write()

    def write(self) -> None:
        if not self.made:
            return
        made = tuple(self.made)
        self.made.clear()

        def keep(ledger: Ledger) -> None:
            for digest, name, companion in made:
                ledger.companions.keep(ledger.key_of(digest), name, companion)

        self.store.change(keep, f"documents: {len(made)}")


def with_documents(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Those of them that make documents. Raises SettingsError where none does."""
    wanted = tuple(target for target in targets if target.documents)
    if not wanted:
        raise SettingsError(
            "none of these targets makes documents", "set documents = true under the target in the settings"
        )
    return wanted

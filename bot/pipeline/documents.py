"""Documents of digests: one beside the post that pins it, and one of the archive, which no post of this run pins."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.content import read
from bot.content.story import story_of
from bot.errors import PublishError, TryLater, describe
from bot.model import AlreadyPosted, Failed, Posted, Receipt, Skipped, Status, WouldPost
from bot.pipeline.job import result_for
from bot.publishers.interface import Accompanied, Beside, documents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Companion, Digest, Entry, Result
    from bot.pipeline.drafts import Drafts
    from bot.pipeline.job import Drafted
    from bot.publishers.interface import Prepared, Publisher
    from bot.settings.model import Settings, Target

# ── beside a post ────────────────────────────────────────────────────────────────────────────────


def look_beside(digest: Digest, drafted: Drafted, publisher: Publisher, known: Companion | None = None) -> Drafted:
    """The draft with what the platform has already of what it is to pin; one without a document is as it was.

    ``known``: the document that the ledger knows of this digest.
    """
    if drafted.draft is None or drafted.draft.document is None or publisher.documents is None:
        return drafted
    with suppress(PublishError):  # what refuses this refuses the post too, and is said there
        try:
            return replace(drafted, beside=publisher.documents.look_beside(digest, drafted.draft, known))
        except TryLater as error:
            return replace(drafted, put_off=error)
    return drafted


def accompany(
    publisher: Publisher, prepared: Prepared, digest: Digest, drafted: Drafted, now: datetime
) -> tuple[Drafted, Accompanied]:
    """What will be sent, and the draft as it is shown: its document with its address, or without one and with the reason."""
    post = drafted.draft
    if post is None or post.document is None:
        return drafted, Accompanied(prepared.payload, None)
    if publisher.documents is None:
        return drafted, Accompanied(prepared.payload, None, (f"{drafted.target.name} has no documents",))
    accompanied = publisher.documents.accompany(prepared, digest, post, now, drafted.beside or Beside())
    companion = accompanied.companion
    if companion is not None:
        shown = replace(post, document=replace(post.document, uri=companion.uri))
    else:
        shown = replace(post, document=None, undocumented="; ".join(accompanied.warnings) or None)
    return replace(drafted, draft=shown, warnings=(*drafted.warnings, *accompanied.warnings)), accompanied


# ── of the archive ───────────────────────────────────────────────────────────────────────────────


class KnownDocument(NamedTuple):
    """What the ledger knows of a digest on a target."""

    entry: Entry | None = None
    companion: Companion | None = None

    @property
    def made(self) -> bool:
        """Its document was seen on the platform."""
        return self.companion is not None and self.companion.made_at is not None

    @property
    def pinned(self) -> bool:
        """A post pins the document, or is to."""
        return self.entry is not None and self.entry.status is Status.POSTED


def known_documents(
    ledger: Ledger, digests: Iterable[Digest], targets: Sequence[Target]
) -> dict[tuple[str, str], KnownDocument]:
    """By a digest's own key and a target's name."""
    return {
        (digest.key, target.name): KnownDocument(
            ledger.entry(digest, target.name), ledger.companions.get(ledger.key_of(digest), target.name)
        )
        for digest in digests
        for target in targets
    }


class DocumentJob(NamedTuple):
    """A digest whose document is to be made, or changed."""

    digest: Digest
    target: Target
    known: KnownDocument
    there: Companion | None = None
    """What stands at its place, with its record; None: nothing, or nobody has looked."""


@dataclass(frozen=True, slots=True)
class Documenting:
    settings: Settings
    drafts: Drafts
    publisher_of: Callable[[Target], Publisher]
    clock: Clock

    def preview(self, job: DocumentJob) -> Result:
        """What would be made; asks no platform."""
        digest, target = job.digest, job.target
        try:
            drafted, companion = self.compose(self.draft(job), job, self.publisher_of(target))
        except Exception as error:  # noqa: BLE001 -- one digest's failure; the others are shown
            return result_for(digest, target, Failed(describe(error)))
        return drafted.result(digest, WouldPost()) if companion is not None else without_document(drafted, digest)

    def make(self, job: DocumentJob, publisher: Publisher) -> tuple[Result, Companion | None] | None:
        """What came of one document, and the one that is there now; None where it is there as it would be made today."""
        digest, target, _, there = job
        try:
            drafted, companion = self.compose(self.look(job, publisher), job, publisher)
            if companion is None:
                return without_document(drafted, digest), None
            documents = documents_of(publisher, target)
            changed = companion if there is None else documents.changed(digest, companion, there)
            if changed is None:
                return None
            image = drafted.draft.image if drafted.draft else None
            made = documents.put(changed, image, instead_of=there.cid if there is not None else None)
        except TryLater as error:
            return result_for(digest, target, Failed(str(error), error.retry_at or self.clock.now())), None
        except PublishError as error:
            return result_for(digest, target, Failed(str(error))), None
        except Exception as error:  # noqa: BLE001 -- one digest's failure; the others go on
            return result_for(digest, target, Failed(describe(error))), None
        receipt = Receipt(made.uri, digest.url, made.made_at or self.clock.now(), made.cid)
        new = changed.record is not None and made.cid == changed.cid
        return drafted.without_content().result(digest, Posted(receipt) if new else AlreadyPosted(receipt)), made

    def draft(self, job: DocumentJob) -> Drafted:
        """The digest's post as it would be today, with its document."""
        target = job.target
        whole = read(job.digest.path, self.settings)
        drafted = self.drafts.draft(whole, target)
        if drafted.draft is None or drafted.draft.document is None or job.known.pinned:
            return drafted
        # No card shows it, so that nothing is left out of it for the post's own words.
        document = replace(drafted.draft.document, description=story_of(whole, target.site_name).description)
        return replace(drafted, draft=replace(drafted.draft, document=document))

    def look(self, job: DocumentJob, publisher: Publisher) -> Drafted:
        """The same, with what is there already. Raises TryLater."""
        digest, _, known, there = job
        drafted = self.draft(job)
        own = known.companion is not None and there is not None and known.companion.uri == there.uri
        if there is not None and (own or documents_of(publisher, job.target).is_of(there, digest)):
            return replace(drafted, beside=Beside(uri=there.uri))
        looked = look_beside(digest, drafted, publisher, known.companion)
        if looked.put_off is not None:
            raise looked.put_off
        return looked

    def compose(self, drafted: Drafted, job: DocumentJob, publisher: Publisher) -> tuple[Drafted, Companion | None]:
        """The document as it was claimed, where it is missing; else as it would be made today; None: there is none."""
        digest, _, known, there = job
        if drafted.draft is None or drafted.draft.document is None:
            return drafted, None
        now = self.clock.now()
        prepared = publisher.prepare(digest, drafted.draft, now)
        drafted, accompanied = accompany(publisher, prepared, digest, drafted, now)
        companion, claimed = accompanied.companion, known.companion
        if companion is not None and there is None and claimed is not None and claimed.record is not None:
            companion = claimed
        return drafted, companion


def without_document(drafted: Drafted, digest: Digest) -> Result:
    if drafted.draft is None:
        return drafted.result(digest, Failed(drafted.problem or "no draft"))
    return drafted.result(digest, Skipped(drafted.draft.undocumented or "its target makes no documents"))

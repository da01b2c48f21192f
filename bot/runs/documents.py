"""``bot documents``: the archive as documents beside the blog's account, without posts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.content import read
from bot.content.story import story_of
from bot.errors import PublishError, SettingsError, TryLater, describe
from bot.model import AlreadyPosted, Failed, Outcome, Posted, Receipt, Skipped, Status, WouldPost
from bot.pipeline.accompany import accompany, look_beside
from bot.pipeline.job import result_for
from bot.runs.decide import age
from bot.runs.digests import every_digest, published
from bot.runs.targets import configured_targets, usable_targets
from bot.store import require_ledger
from bot.watcher.verdict import verdict_of_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.clock import Clock
    from bot.ledger import Ledger
    from bot.model import Companion, Digest, Entry, Result
    from bot.pipeline.drafts import Drafts
    from bot.pipeline.job import TargetDraft
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
    """What was asked for."""

    to: tuple[str, ...] = ()
    update: bool = False
    """Change documents whose digest was changed."""
    most: int = MOST


class Known(NamedTuple):
    """What the ledger knows of a digest on a target."""

    entry: Entry | None = None
    companion: Companion | None = None

    @property
    def pinned(self) -> bool:
        """A post pins it, or is to."""
        return self.entry is not None and self.entry.status is Status.POSTED


class Candidate(NamedTuple):
    """A digest whose document is to be made, or changed."""

    digest: Digest
    target: Target
    known: Known
    there: Companion | None
    """The one that is there; None: there is none."""


@dataclass(frozen=True, slots=True)
class Archive:
    """One call of ``bot documents``."""

    settings: Settings
    store: Store
    publisher_of: Callable[[Target], Publisher]
    drafts: Drafts
    environ: Mapping[str, str]
    clock: Clock
    messages: Messages
    made: list[tuple[Digest, str, Companion]] = field(default_factory=list)
    """What is to be written down: the digest, the target's name, and the document that is there."""

    def preview(self, request: ArchiveRequest) -> list[Result]:
        """What would be made, as far as the ledger tells; without one of every digest. Asks no platform."""
        targets = with_documents(configured_targets(self.settings, request.to))
        digests, results = self.digests()
        for target in targets:
            known = self.known(digests, target) if self.store.exists() else {}
            for digest in digests:
                outcome = self.not_made(digest, target, known.get(digest.key))
                if outcome is not None:
                    results.append(result_for(digest, target, outcome))
            wanted = [
                Candidate(digest, target, known.get(digest.key, Known()), None)
                for digest in digests
                if self.is_wanted(digest, target, known.get(digest.key), known)
                and not ((of := known.get(digest.key)) and of.companion and of.companion.made_at)
            ]
            for candidate in self.first(wanted, request.most, target):
                results.append(self.draft(candidate)[0].result(candidate.digest, WouldPost()))
        return results

    def make(self, request: ArchiveRequest) -> list[Result]:
        """Make what is not there; returns what was made, changed or failed, and what has no document for a reason.

        Raises SettingsError where no target makes documents.
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
        return sorted(published(everything, self.clock.now()), key=age), problems

    def known(self, digests: Sequence[Digest], target: Target) -> dict[str, Known]:
        """By the digests' own keys."""

        def look(ledger: Ledger) -> dict[str, Known]:
            return {
                digest.key: Known(
                    ledger.entry(digest, target.name), ledger.companion(ledger.key_of(digest), target.name)
                )
                for digest in digests
            }

        return self.store.read(look)

    def not_made(self, digest: Digest, target: Target, known: Known | None) -> Outcome | None:
        """Why a digest that was handled gets no document, by its own word; None: nothing is to be said of it."""
        if known is not None and (known.entry is None or known.entry.status not in HANDLED):
            return None
        own_word = verdict_of_digest(digest, target, self.clock.now())
        return Skipped(str(own_word)) if own_word is not None else None

    def is_wanted(self, digest: Digest, target: Target, known: Known | None, ledger: Mapping[str, Known]) -> bool:
        """It was handled, or no ledger says otherwise, and does not say no itself."""
        handled = not ledger or (known is not None and known.entry is not None and known.entry.status in HANDLED)
        return handled and verdict_of_digest(digest, target, self.clock.now()) is None

    def make_on(self, target: Target, digests: Sequence[Digest], request: ArchiveRequest) -> Iterator[Result]:
        """What came of every digest on one target, as it comes."""
        known = self.known(digests, target)
        publisher = self.publisher_of(target)
        try:
            there = publisher.companions()
        except PublishError as error:
            raise SettingsError(f"{target.name} cannot be read, so no document was made: {error}") from error
        wanted = []
        for digest in digests:
            of_ledger = known[digest.key]
            if not self.is_wanted(digest, target, of_ledger, known):
                if (outcome := self.not_made(digest, target, of_ledger)) is not None:
                    yield result_for(digest, target, outcome)
                continue
            address = of_ledger.companion.uri if of_ledger.companion else publisher.companion_address(digest)
            document = there.get(address or "")
            if document is not None and (of_ledger.companion is None or of_ledger.companion.made_at is None):
                self.note(digest, target, replace(document, record=None))
            if document is None or request.update:
                wanted.append(Candidate(digest, target, of_ledger, document))
        for candidate in self.first(wanted, request.most, target):
            result = self.make_one(candidate, publisher)
            if result is None:
                continue
            yield result
            if isinstance(result.outcome, Failed) and result.outcome.retry_at is not None:
                self.messages.tell(f"{target.name}: the rest is left to the next bot documents")
                return

    def first(self, wanted: list[Candidate], most: int, target: Target) -> list[Candidate]:
        """The oldest of them, as many as one call makes."""
        if len(wanted) > most:
            self.messages.tell(
                f"{target.name}: {len(wanted)} are to be looked at; the oldest {most} now, the rest by the next bot documents"
            )
        return wanted[:most]

    def make_one(self, candidate: Candidate, publisher: Publisher) -> Result | None:
        """What came of one document; None where it is there as it would be made today."""
        digest, target = candidate.digest, candidate.target
        try:
            draft, companion = self.draft(candidate, publisher)
            if companion is None:
                reason = "; ".join(draft.warnings) or draft.problem or "it has no document"
                return draft.result(digest, Failed(reason) if draft.problem else Skipped(reason))
            instead_of = None
            if candidate.there is not None:
                changed = publisher.changed_companion(digest, companion, candidate.there)
                if changed is None:
                    return None
                companion, instead_of = changed, candidate.there.cid
            image = draft.draft.image if draft.draft else None
            made = publisher.put_companion(companion, image, instead_of=instead_of)
        except TryLater as error:
            return result_for(digest, target, Failed(str(error), error.retry_at or self.clock.now()))
        except PublishError as error:
            return result_for(digest, target, Failed(str(error)))
        except Exception as error:  # noqa: BLE001 -- one digest's failure; the others go on
            return result_for(digest, target, Failed(describe(error)))
        self.note(digest, target, made)
        receipt = Receipt(made.uri, digest.url, made.made_at or self.clock.now(), made.cid)
        return draft.without_content().result(
            digest, Posted(receipt) if made.cid == companion.cid else AlreadyPosted(receipt)
        )

    def draft(self, candidate: Candidate, publisher: Publisher | None = None) -> tuple[TargetDraft, Companion | None]:
        """The document as it would be made today, or as it was claimed; with a ``publisher`` that is asked what is there."""
        digest, target, known, there = candidate
        whole = read(digest.path, self.settings)
        draft = self.drafts.draft(whole, target)
        if draft.draft is None or draft.draft.document is None:
            return draft if draft.draft is None else replace(draft, warnings=draft.draft.warnings), None
        if not known.pinned:
            # No card shows it, so that nothing is left out of it for the post's own words.
            description = story_of(whole, target.site_name).description
            document = replace(draft.draft.document, description=description)
            draft = replace(draft, draft=replace(draft.draft, document=document))
        asked = publisher if publisher is not None else self.publisher_of(target)
        if publisher is not None:
            draft = look_beside(whole, draft, publisher)
            if draft.put_off is not None:
                raise draft.put_off
            if draft.beside is not None and there is not None:
                draft = replace(draft, beside=draft.beside._replace(companion=None))
        now = self.clock.now()
        prepared = asked.prepare(whole, draft.draft, now) if draft.draft else None
        if prepared is None:
            return draft, None
        draft, accompanied = accompany(asked, prepared, whole, draft, now)
        companion = accompanied.companion
        if companion is None:
            return draft, None
        if there is None and known.companion is not None and known.companion.record is not None:
            companion = known.companion
        return draft, companion

    def note(self, digest: Digest, target: Target, companion: Companion) -> None:
        """Remember that it is there, to be written down."""
        self.made.append((digest, target.name, companion))
        if len(self.made) >= WRITTEN_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write down which documents are there."""
        if not self.made:
            return
        made = tuple(self.made)
        self.made.clear()

        def keep(ledger: Ledger) -> None:
            for digest, name, companion in made:
                ledger.keep_companion(ledger.key_of(digest), name, companion)

        self.store.change(keep, f"{len(made)} documents")


def with_documents(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Those of them that make documents. Raises SettingsError where none does."""
    wanted = tuple(target for target in targets if target.documents)
    if not wanted:
        raise SettingsError(
            "none of these targets makes documents", "set documents = true under the target in the settings"
        )
    return wanted

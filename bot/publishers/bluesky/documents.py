"""The documents of one account on Bluesky: what their records will be, and those that are on its server."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.errors import Rejected, TargetRejected
from bot.formatter.document import path_below
from bot.model import Companion
from bot.points import Point, reach
from bot.publishers.bluesky.appview import why_plain
from bot.publishers.bluesky.identifiers import DOCUMENTS, did_in, did_of, document_uri, record_cid
from bot.publishers.bluesky.publication import Publications
from bot.publishers.bluesky.record import blob_of, changed_record, document_record, pinning
from bot.publishers.bluesky.repo import rkey_in
from bot.publishers.interface import Accompanied, Beside, Documents
from bot.text.links import percent_encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.clock import Clock
    from bot.model import BlogProfile, Digest, Draft, HomeRecord, Image
    from bot.publishers.bluesky.repo import Repo
    from bot.publishers.interface import Prepared


class BlueskyDocuments(Documents):
    def __init__(self, repo: Repo, clock: Clock) -> None:
        self.repo, self.clock = repo, clock
        self.api = repo.api
        self.target = repo.api.target
        self.lock = threading.Lock()
        self.known_publication: tuple[dict[str, Any] | None] | None = None
        """The answer to the question for the publication, which a run asks once; None: it was not asked yet."""

    # ── before anything is sent ──────────────────────────────────────────────────────────────────

    def look_beside(self, digest: Digest, draft: Draft, known: Companion | None = None) -> Beside:
        if draft.document is None:
            raise AssertionError(digest.key)
        target, session = self.target, self.api.session()
        if target.publication is None or did_of(target) != session.did:
            return Beside(
                trouble=f"no document: the settings name the account {did_of(target)}, and this is {session.did}"
            )
        publication = self.read_publication(target.publication)
        if publication is None:
            return Beside(
                trouble=f"no document: there is no publication {target.publication} any more; bot init --documents makes it"
            )
        parent, parent_cid = publication["value"], publication["cid"]
        own = known is not None and did_in(known.uri) == session.did
        uri = known.uri if known is not None and own else document_uri(session.did, digest)
        answer = self.repo.read_at(uri)
        if answer is None:
            return Beside(None, uri, parent, parent_cid)
        value = answer["value"]
        if not is_page_of(value, target.publication, draft.document.path):
            return Beside(trouble=f"no document: another one stands at its key: {uri}, of {value.get('path')}")
        return Beside(Companion(uri, answer["cid"], made_at=self.clock.now()), uri, parent, parent_cid)

    def read_publication(self, uri: str) -> dict[str, Any] | None:
        """The publication's record with its cid, as it was when this run first asked; None where there is none."""
        with self.lock:
            if self.known_publication is None:
                self.known_publication = (self.repo.read_at(uri),)
            return self.known_publication[0]

    def accompany(self, prepared: Prepared, digest: Digest, draft: Draft, now: datetime, beside: Beside) -> Accompanied:
        target, did = self.target, did_of(self.target)
        cid = beside.parent_cid or target.publication_cid
        if beside.trouble or draft.document is None or draft.card is None or target.publication is None or did is None:
            return Accompanied(prepared.payload, None, (beside.trouble,) if beside.trouble else ())
        if cid is None:
            return Accompanied(
                prepared.payload, None, ("no document: publication_cid is not set; bot init --documents writes it",)
            )
        record = document_record(draft.document, target.publication, draft.image, now)
        companion = beside.companion or Companion(beside.uri or document_uri(did, digest), record_cid(record), record)
        parent = beside.parent or {"url": target.site}
        plain = why_plain(draft.card.uri, record, parent, target.publication)
        warnings = (f"its card will be a plain one: {plain}",) if plain else ()
        return Accompanied(pinning(prepared.payload, companion, target.publication, cid), companion, warnings)

    def address(self, digest: Digest) -> str | None:
        did = did_of(self.target)
        return document_uri(did, digest) if did is not None and self.target.documents else None

    def is_of(self, document: Companion, digest: Digest) -> bool:
        path = path_below(self.target.site or "", percent_encode(digest.url))
        return path is not None and is_page_of(document.record or {}, self.target.publication, path)

    def changed(self, digest: Digest, document: Companion, there: Companion) -> Companion | None:
        record = changed_record(document.record or {}, there.record or {}, dated=digest.published_at is not None)
        return None if record == there.record else Companion(document.uri, record_cid(record), record)

    # ── on the server ────────────────────────────────────────────────────────────────────────────

    def all(self) -> Mapping[str, Companion]:
        now = self.clock.now()
        return {
            answer["uri"]: Companion(answer["uri"], answer["cid"], answer.get("value") or {}, now)
            for answer in self.repo.records(DOCUMENTS)
            if isinstance(answer.get("uri"), str) and isinstance(answer.get("cid"), str)
        }

    def put(self, document: Companion, image: Image | None, *, instead_of: str | None = None) -> Companion:
        blob = (document.record or {}).get("coverImage")
        # Another picture than that of today is on the server, or nobody has it any more.
        if blob is not None and image is not None and blob_of(image) == blob:
            self.repo.upload(image, blob)
        return self.put_record(document, instead_of)

    def put_record(self, document: Companion, instead_of: str | None = None) -> Companion:
        """The document that is there afterwards: this one, or another that was there before and is not ``instead_of``."""
        if document.record is None:
            return document
        reach(Point.DOCUMENT_BEFORE)
        answer = self.repo.put(self.repo.key(rkey_in(document.uri), DOCUMENTS), document.record, instead_of)
        reach(Point.DOCUMENT_AFTER)
        if answer is None:
            answer = self.repo.read_at(document.uri)
        if answer is None:
            raise Rejected(f"{self.target.name}: the document was taken down at this moment")
        return replace(document, cid=str(answer.get("cid")), made_at=self.clock.now())

    def put_before_post(self, document: Companion) -> tuple[Companion, tuple[str, ...]]:
        """The document as its post pins it, and a warning where it is not there for good. Raises TryLater."""
        plain = "so its card is a plain one"
        try:
            there = self.put_record(document)
        except Rejected as error:
            return document, (f"posted without its document, {plain}: {error}; when that is mended: bot documents",)
        if there.cid != document.cid:
            return document, (f"another document stands there meanwhile, {plain}: {document.uri}",)
        return there, ()

    def delete(self, document: Companion) -> None:
        own = self.api.session().did
        if did_in(document.uri) != own:
            raise TargetRejected(f"{self.target.name}: {document.uri} is a document of another account than {own}")
        self.repo.delete(rkey_in(document.uri), DOCUMENTS)

    def publication(self, profile: BlogProfile, *, make: bool = False) -> HomeRecord:
        publications = Publications(self.repo)
        if make:
            return publications.make(profile)
        return publications.find(profile.url) or publications.planned(profile)


def is_page_of(record: Mapping[str, Any], publication: str | None, path: str) -> bool:
    """The document is of this page of this publication; one slash at its path's ends is as good as none."""
    return record.get("site") == publication and str(record.get("path", "")).strip("/") == path.strip("/")

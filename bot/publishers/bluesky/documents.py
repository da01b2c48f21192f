"""The documents of one account on its server: looked up, put, changed, taken down."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.errors import Rejected, TargetRejected
from bot.model import Companion
from bot.points import Point, reach
from bot.publishers.bluesky.standard_site import DOCUMENTS, did_in, did_of, document_uri
from bot.publishers.interface import Beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.clock import Clock
    from bot.model import Digest
    from bot.publishers.bluesky.repo import Repo
    from bot.publishers.bluesky.xrpc import Xrpc

ABSENT = {"RecordNotFound"}


@dataclass(slots=True)
class Documents:
    """The documents of one account. Every method raises Rejected or TryLater where the server does not tell."""

    api: Xrpc
    repo: Repo
    clock: Clock
    lock: threading.Lock = field(default_factory=threading.Lock)
    publication: tuple[dict[str, Any] | None] | None = None
    """The answer to the question for the publication, which a run asks once; None: it was not asked yet."""

    def look_beside(self, digest: Digest, path: str, known: Companion | None) -> Beside:
        """The publication as it is now, and the digest's document where it is there already.

        ``known``: the document of this digest that the ledger knows, under whatever key.
        """
        target, session = self.api.target, self.api.session()
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
        answer = self.read(uri)
        if answer is None:
            return Beside(None, uri, parent, parent_cid)
        value = answer["value"]
        if not is_of(value, target.publication, path):
            return Beside(trouble=f"no document: another one stands at its key: {uri}, of {value.get('path')}")
        return Beside(Companion(uri, answer["cid"], made_at=self.clock.now()), uri, parent, parent_cid)

    def read_publication(self, uri: str) -> dict[str, Any] | None:
        """The publication's record with its cid, as it was when this run first asked; None where there is none."""
        with self.lock:
            if self.publication is None:
                self.publication = (self.read(uri),)
            return self.publication[0]

    def read(self, uri: str) -> dict[str, Any] | None:
        """A record with its uri and cid; None where there is none."""
        repo, collection, rkey = uri.removeprefix("at://").split("/")
        params = {"repo": repo, "collection": collection, "rkey": rkey}
        answer = self.api.repeat("com.atproto.repo.getRecord", params=params, absent=ABSENT)
        if answer is not None and not (isinstance(answer.get("value"), dict) and isinstance(answer.get("cid"), str)):
            raise Rejected(f"{self.api.target.name}: the answer names no record ({self.api.redact(answer)})")
        return answer

    def all(self) -> Iterator[Companion]:
        """Every document of the account, with its record."""
        now = self.clock.now()
        for answer in self.repo.records(DOCUMENTS):
            if isinstance(answer.get("uri"), str) and isinstance(answer.get("cid"), str):
                yield Companion(answer["uri"], answer["cid"], answer.get("value") or {}, now)

    def put(self, companion: Companion, instead_of: str | None = None) -> Companion:
        """The document that is there afterwards: this one, or another that was there before.

        ``instead_of``: the CID of the one that it replaces; whatever else stands there stays.
        """
        if companion.record is None:
            return companion
        body = {**self.key(companion), "record": companion.record, "swapRecord": instead_of}
        reach(Point.DOCUMENT_BEFORE)
        answer = self.api.repeat("com.atproto.repo.putRecord", body, absent={"InvalidSwap"})
        reach(Point.DOCUMENT_AFTER)
        if answer is None:
            answer = self.read(companion.uri)
        if answer is None:
            raise Rejected(f"{self.api.target.name}: the document was taken down at this moment")
        return replace(companion, cid=str(answer.get("cid")), made_at=self.clock.now())

    def put_before_post(self, companion: Companion) -> tuple[Companion, tuple[str, ...]]:
        """The companion as its post pins it, and a warning where it is not there for good. Raises TryLater."""
        plain = "so its card is a plain one"
        try:
            there = self.put(companion)
        except Rejected as error:
            return companion, (f"posted without its document, {plain}: {error}; when that is mended: bot documents",)
        if there.cid != companion.cid:
            return companion, (f"another document stands there meanwhile, {plain}: {companion.uri}",)
        return there, ()

    def delete(self, companion: Companion) -> None:
        """Nothing happens where there is none."""
        own = self.api.session().did
        if did_in(companion.uri) != own:
            raise TargetRejected(f"{self.api.target.name}: {companion.uri} is a document of another account than {own}")
        self.api.repeat("com.atproto.repo.deleteRecord", self.key(companion))

    def key(self, companion: Companion) -> dict[str, str]:
        return {"repo": self.api.session().did, "collection": DOCUMENTS, "rkey": companion.uri.rpartition("/")[2]}


def is_of(record: Mapping[str, Any], publication: str | None, path: str) -> bool:
    """The document is of this page of this publication; one slash at its path's ends is as good as none."""
    return record.get("site") == publication and str(record.get("path", "")).strip("/") == path.strip("/")

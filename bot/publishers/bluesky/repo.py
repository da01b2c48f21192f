"""An account's records on its server: read, listed, put there exactly once, deleted, and its posts as receipts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.clock import aware
from bot.errors import PictureRejected, PublishError, Rejected, TryLater, Unknown
from bot.model import Companion, Receipt
from bot.points import Point, reach
from bot.publishers.bluesky.errors import Refused
from bot.publishers.bluesky.identifiers import at_uri, fallback_rkey
from bot.publishers.bluesky.record import COLLECTION, is_another_blogs, links_of, picture_of, pinned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.clock import Clock
    from bot.model import Image
    from bot.publishers.bluesky.xrpc import Xrpc


ABSENT = {"RecordNotFound"}
PAGE = "100"  # com.atproto.repo.listRecords: at most


@dataclass(frozen=True, slots=True)
class Repo:
    """The records of one account. Every method raises Rejected or TryLater where the server does not tell."""

    api: Xrpc
    clock: Clock

    def key(self, rkey: str, collection: str = COLLECTION) -> dict[str, str]:
        """What names one of the account's posts, or a record of another collection."""
        return {"repo": self.api.session().did, "collection": collection, "rkey": rkey}

    def read(self, rkey: str) -> dict[str, Any] | None:
        """The post at this key, with its uri and cid; None where there is none."""
        return self.api.repeat("com.atproto.repo.getRecord", params=self.key(rkey), absent=ABSENT)

    def read_at(self, uri: str) -> dict[str, Any] | None:
        """The record at this address, whoever's it is, with its uri and cid; None where there is none."""
        repo, collection, rkey = uri.removeprefix("at://").split("/")
        params = {"repo": repo, "collection": collection, "rkey": rkey}
        answer = self.api.repeat("com.atproto.repo.getRecord", params=params, absent=ABSENT)
        if answer is not None and not (isinstance(answer.get("value"), dict) and isinstance(answer.get("cid"), str)):
            raise Rejected(f"{self.api.target.name}: the answer names no record ({self.api.redact(answer)})")
        return answer

    def put(self, key: Mapping[str, str], record: Mapping[str, Any], instead_of: str | None) -> dict[str, Any] | None:
        """Put the record where there is nothing, or instead of the one of that CID; None where another one stands there.

        The same record once more changes nothing.
        """
        body = {**key, "record": record, "swapRecord": instead_of}
        return self.api.repeat("com.atproto.repo.putRecord", body, absent={"InvalidSwap"})

    def find(self, rkey: str, record: Mapping[str, Any] | None) -> Receipt | None:
        """The receipt of the post at this key; None where there is none, or another blog's than the ``record``."""
        answer = self.read(rkey)
        return None if answer is None or is_another_blogs(record, answer.get("value")) else self.receipt(answer)

    def records(self, collection: str = COLLECTION) -> Iterator[dict[str, Any]]:
        """Every post of the account, or every record of another collection, in the order of their keys."""
        params = {"repo": self.api.session().did, "collection": collection, "limit": PAGE}
        seen = {""}
        while True:
            answer = self.api.repeat("com.atproto.repo.listRecords", params=params) or {}
            page, cursor = answer.get("records"), answer.get("cursor")
            if not isinstance(page, list):
                words = self.api.redact(answer)
                raise TryLater(f"{self.api.target.name}: the list of posts cannot be read ({words})")
            yield from page
            if not page or str(cursor or "") in seen:
                return
            params["cursor"] = str(cursor)
            seen.add(params["cursor"])

    def upload(self, image: Image | None, blob: Mapping[str, Any]) -> None:
        """Put the picture on the server, as the record names it. Raises PictureRejected where the two differ."""
        if image is None:
            raise PictureRejected(f"{self.api.target.name}: the picture that was claimed is not there any more")
        reach(Point.UPLOAD_BEFORE)
        answer = self.api.repeat("com.atproto.repo.uploadBlob", blob=image) or {}
        reach(Point.UPLOAD_AFTER)
        if answer.get("blob") != blob:
            other = self.api.redact(answer.get("blob"))
            raise PictureRejected(f"{self.api.target.name}: the server takes the picture for another one: {other}")

    def delete(self, rkey: str, collection: str = COLLECTION) -> None:
        """Nothing happens where there is none."""
        self.api.repeat("com.atproto.repo.deleteRecord", self.key(rkey, collection))

    def receipt(self, answer: Mapping[str, Any]) -> Receipt:
        """The receipt of a record that is on the server, whatever else it holds."""
        uri, cid, value = answer.get("uri"), answer.get("cid"), answer.get("value")
        if not isinstance(uri, str) or not isinstance(value, dict):
            raise TryLater(f"{self.api.target.name}: the answer names no record ({self.api.redact(answer)})")
        session = self.api.session()
        document = pinned(value)
        who = session.did if session.handle == "handle.invalid" else session.handle
        return Receipt(
            id=uri,
            cid=cid if isinstance(cid, str) else None,
            url=post_url(who, rkey_in(uri)),
            posted_at=created_at(value, self.clock.now()),
            existing=True,
            companion=Companion(document["uri"], document["cid"]) if document else None,
        )


def created_at(value: Mapping[str, Any], otherwise: datetime) -> datetime:
    """When the post says that it was made; ``otherwise`` where it does not say."""
    try:
        return aware(datetime.fromisoformat(str(value.get("createdAt"))))
    except ValueError:
        return otherwise


def rkey_in(uri: str) -> str:
    """The record key at the end of "at://did:plc:.../app.bsky.feed.post/3k..."."""
    return uri.rpartition("/")[2]


def post_url(who: str, rkey: str) -> str:
    """Where the app shows a post; ``who`` is a handle or a DID."""
    return f"https://bsky.app/profile/{who}/post/{rkey}"


# ── putting a post ──────────────────────────────────────────────────────────────────────────────


BLAMES_PICTURE = ("blob", "mimetype", "invalidsize", "embed")
"""Words of a refusal that is about the picture."""


class KeyRefused(PublishError):
    """The server does not take this record key, or another blog's post has it."""


@dataclass(slots=True)
class Put:
    repo: Repo
    rkey: str
    record: Mapping[str, Any]
    answer_lost: bool = False
    """An earlier try may have put it there, so what stands there is not proved to be older than this call."""

    def __call__(self) -> Receipt:
        """One try; the receipt of the record that is there once. Raises like ``publish``."""
        try:
            receipt = self.send(self.rkey)
        except KeyRefused:
            # What was posted under the first key before the server began to refuse it, is posted.
            receipt = self.repo.find(self.rkey, self.record) or self.send(fallback_rkey(self.rkey))
        return receipt

    def send(self, rkey: str) -> Receipt:
        try:
            receipt = self.put(rkey)
        except Unknown:
            self.answer_lost = True
            raise
        return replace(receipt, existing=receipt.existing and not self.answer_lost)

    def put(self, rkey: str) -> Receipt:
        api = self.repo.api
        # A null there means: only where there is nothing. The same record once more changes nothing.
        body = {**self.repo.key(rkey), "record": self.record, "swapRecord": None}
        try:
            answer = api.call("com.atproto.repo.putRecord", body)
        except Refused as no:
            if no.name == "InvalidSwap":
                return self.receipt_of_another(rkey)
            if no.status == 400 and "record key" in no.message:
                raise KeyRefused(str(no)) from None
            raise api.meaning(no, picture=self.blames_picture(no)) from None
        if answer.get("uri") != at_uri(**self.repo.key(rkey)):
            raise Unknown(f"{api.target.name}: the answer to putRecord names no post of ours ({api.redact(answer)})")
        return replace(self.repo.receipt({**answer, "value": self.record}), existing=not answer.get("commit"))

    def blames_picture(self, no: Refused) -> bool:
        """The record is refused because of its picture; the lexicons have no error of their own for that."""
        words = f"{no.name} {no.message}".casefold()
        return (
            no.status == 400 and picture_of(self.record) is not None and any(word in words for word in BLAMES_PICTURE)
        )

    def receipt_of_another(self, rkey: str) -> Receipt:
        """The receipt of the other record that stands at our key: the same digest's, posted before."""
        answer = self.repo.read(rkey)
        if answer is None:
            raise TryLater(f"{self.repo.api.target.name}: the post was taken down at this moment")
        receipt = self.repo.receipt(answer)
        if is_another_blogs(self.record, answer["value"]):
            raise KeyRefused(
                f"{self.repo.api.target.name}: in its place stands {receipt.url}, which is another blog's",
                "give the digest an id of its own in its front matter",
            )
        ours, theirs = set(links_of(self.record)), set(links_of(answer["value"]))
        warning = f"the post that is there already holds another link: {receipt.url}"
        return replace(receipt, warnings=() if ours & theirs or not ours else (warning,))

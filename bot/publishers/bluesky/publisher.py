"""Posts on Bluesky, each sendable twice: its record and its key are fixed before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.errors import PictureRejected, PublishError, TryLater, Unknown
from bot.model import Receipt
from bot.points import Point, reach
from bot.publishers.bluesky import tid
from bot.publishers.bluesky.errors import Refused
from bot.publishers.bluesky.record import COLLECTION, links_of, picture_of, record, resolved
from bot.publishers.bluesky.xrpc import Xrpc
from bot.publishers.interface import OwnPost, Prepared, Publisher
from bot.publishers.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.model import Claim, Digest, Draft, Entry, Finding, Image
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

PAGE = "100"  # com.atproto.repo.listRecords: at most
BLAMES_PICTURE = ("blob", "mimetype", "invalidsize", "embed")


class KeyRefused(PublishError):
    """The server does not take this record key."""


class Bluesky(Publisher):
    """One account on Bluesky."""

    repeatable = True

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target = target
        self.clock = surroundings.clock
        self.retry = surroundings.retry or Retry(self.clock)
        self.api = Xrpc(target, surroundings.environ, self.retry, surroundings.timeout_seconds)

    # ── before anything is sent ──────────────────────────────────────────────────────────────────

    def prepare(self, digest: Digest, draft: Draft, now: datetime, *, again: bool = False) -> Prepared:
        return Prepared(record(draft, now), tid.rkey(digest, now if again else None))

    def address(self, digest: Digest) -> str | None:
        name = self.api.login.name()
        # An account can also log in by its mail address; its handle is only known afterwards.
        return post_url(name, tid.rkey(digest)) if name and "@" not in name else None

    def warm(self) -> None:
        self.api.session()

    def close(self) -> None:
        self.api.login.close()

    def check(self) -> str:
        session = self.api.session()
        return f"@{session.handle} ({session.did}) on {session.server}"

    def examine(self, *, fix: bool) -> Iterator[Finding]:
        from bot.publishers.bluesky.label import check_label

        yield from check_label(self.api, fix=fix)

    # ── posting ──────────────────────────────────────────────────────────────────────────────────

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        stored, strangers = resolved(claim.payload, self.did)
        wanted = picture_of(stored)
        if wanted is not None:
            self.upload(image, wanted)
        receipt = self.put(claim.rkey or tid.rkey_of(claim.key, None), stored)
        words = (f"@{name} is nobody on Bluesky, so it is no mention" for name in strangers)
        return replace(receipt, warnings=(*words, *receipt.warnings))

    def did(self, handle: str) -> str | None:
        nobody = {"HandleNotFound", "InvalidRequest"}
        found = self.api.repeat("com.atproto.identity.resolveHandle", params={"handle": handle}, absent=nobody)
        did = found.get("did") if found else None
        return did if isinstance(did, str) and did.startswith("did:") else None

    def upload(self, image: Image | None, wanted: Mapping[str, Any]) -> None:
        """The picture is on the server, as the record names it."""
        if image is None:
            raise PictureRejected(f"{self.target.name}: the picture that was claimed is not there any more")
        reach(Point.UPLOAD_BEFORE)
        answer = self.api.repeat("com.atproto.repo.uploadBlob", blob=image) or {}
        reach(Point.UPLOAD_AFTER)
        if answer.get("blob") != wanted:
            there = self.api.redact(answer.get("blob"))
            raise PictureRejected(f"{self.target.name}: the server takes the picture for another one: {there}")

    def put(self, rkey: str, stored: Mapping[str, Any]) -> Receipt:
        """The receipt of the record, which is there once; ``existing``: it was there before this call."""
        lost = False

        def send(key: str) -> Receipt:
            nonlocal lost
            try:
                receipt = self.put_once(key, stored)
            except Unknown:
                lost = True
                raise
            return replace(receipt, existing=receipt.existing and not lost)

        def once() -> Receipt:
            try:
                return send(rkey)
            except KeyRefused:
                # What was posted under the first key before the server began to refuse it, is posted.
                return self.get(rkey) or send(tid.fallback(rkey))

        return self.retry(once, idempotent=True)

    def put_once(self, rkey: str, stored: Mapping[str, Any]) -> Receipt:
        repo = self.api.session().did
        body = {"repo": repo, "collection": COLLECTION, "rkey": rkey, "record": stored, "swapRecord": None}
        try:
            answer = self.api.call("com.atproto.repo.putRecord", body)
        except Refused as no:
            if no.name == "InvalidSwap":
                return self.there(rkey, stored)
            if no.status == 400 and "record key" in no.message:
                raise KeyRefused(str(no)) from None
            blamed = f"{no.name} {no.message}".casefold()
            picture = picture_of(stored) is not None and any(word in blamed for word in BLAMES_PICTURE)
            raise self.api.meaning(no, picture=picture and no.status == 400) from None
        if not isinstance(answer.get("uri"), str):
            raise Unknown(f"{self.target.name}: the answer to putRecord names no post ({self.api.redact(answer)})")
        return replace(self.receipt({**answer, "value": stored}), existing=not answer.get("commit"))

    def there(self, rkey: str, stored: Mapping[str, Any]) -> Receipt:
        """The receipt of the other record that stands at our key: the same digest's, posted before."""
        found = self.read(rkey)
        if found is None:
            raise TryLater(f"{self.target.name}: the post was taken down at this moment")
        receipt = self.receipt(found)
        ours, theirs = set(links_of(stored)), set(links_of(found["value"]))
        warning = f"the post that is there already holds another link: {receipt.url}"
        return replace(receipt, warnings=() if ours & theirs or not ours else (warning,))

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def find(self, entry: Entry) -> Receipt | None:
        key = entry.rkey or tid.rkey_of(entry.key, entry.published_at)
        return self.get(key) or self.get(tid.fallback(key))

    def get(self, rkey: str) -> Receipt | None:
        found = self.read(rkey)
        return self.receipt(found) if found is not None else None

    def read(self, rkey: str) -> dict[str, Any] | None:
        params = {"repo": self.api.session().did, "collection": COLLECTION, "rkey": rkey}
        return self.api.repeat("com.atproto.repo.getRecord", params=params, absent={"RecordNotFound"})

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        """All pages are read first: a key is made of a publish time, so that the server's order is not that of posting."""
        found = [
            OwnPost(links_of(one["value"]), str(one["value"].get("text", "")), receipt)
            for one in self.records()
            if (receipt := self.receipt(one)) is not None and (since is None or receipt.posted_at >= since)
        ]
        yield from sorted(found, key=lambda own: own.receipt.posted_at, reverse=True)

    def records(self) -> Iterator[dict[str, Any]]:
        params = {"repo": self.api.session().did, "collection": COLLECTION, "limit": PAGE}
        while True:
            answer = self.api.repeat("com.atproto.repo.listRecords", params=params) or {}
            page, cursor = answer.get("records"), answer.get("cursor")
            if not isinstance(page, list):
                raise TryLater(f"{self.target.name}: the list of posts cannot be read ({self.api.redact(answer)})")
            yield from page
            if not page or not cursor or cursor == params.get("cursor"):
                return
            params["cursor"] = str(cursor)

    def delete(self, receipt: Receipt) -> None:
        body = {"repo": self.api.session().did, "collection": COLLECTION, "rkey": receipt.id.rpartition("/")[2]}
        self.api.repeat("com.atproto.repo.deleteRecord", body)

    def receipt(self, found: Mapping[str, Any]) -> Receipt:
        """The receipt of a record that is on the server, whatever else it holds."""
        uri, cid, value = found.get("uri"), found.get("cid"), found.get("value")
        if not isinstance(uri, str) or not isinstance(value, dict):
            raise TryLater(f"{self.target.name}: the answer names no record ({self.api.redact(found)})")
        session = self.api.session()
        who = session.did if session.handle == "handle.invalid" else session.handle
        return Receipt(
            id=uri,
            cid=cid if isinstance(cid, str) else None,
            url=post_url(who, uri.rpartition("/")[2]),
            posted_at=created_at(value, self.clock.now()),
            existing=True,
        )


def created_at(value: Mapping[str, Any], otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(value.get("createdAt")))
    except ValueError:
        return otherwise
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def post_url(who: str, rkey: str) -> str:
    return f"https://bsky.app/profile/{who}/post/{rkey}"

"""An account's posts as records on its server: read, listed, deleted, and as receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.errors import TryLater
from bot.model import Companion, Receipt
from bot.publishers.bluesky.document import pinned
from bot.publishers.bluesky.record import COLLECTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.clock import Clock
    from bot.publishers.bluesky.xrpc import Xrpc

PAGE = "100"  # com.atproto.repo.listRecords: at most


@dataclass(frozen=True, slots=True)
class Repo:
    """The posts of one account. Every method raises Rejected or TryLater where the server does not tell."""

    api: Xrpc
    clock: Clock

    def key(self, rkey: str) -> dict[str, str]:
        """What names one record of the account's posts."""
        return {"repo": self.api.session().did, "collection": COLLECTION, "rkey": rkey}

    def read(self, rkey: str) -> dict[str, Any] | None:
        """The record at this key, with its uri and cid; None where there is none."""
        return self.api.repeat("com.atproto.repo.getRecord", params=self.key(rkey), absent={"RecordNotFound"})

    def find(self, rkey: str) -> Receipt | None:
        """The receipt of the post at this key; None where there is none."""
        answer = self.read(rkey)
        return self.receipt(answer) if answer is not None else None

    def records(self, collection: str = COLLECTION) -> Iterator[dict[str, Any]]:
        """Every post of the account, or every record of another collection, in the order of their keys."""
        params = {"repo": self.api.session().did, "collection": collection, "limit": PAGE}
        while True:
            answer = self.api.repeat("com.atproto.repo.listRecords", params=params) or {}
            page, cursor = answer.get("records"), answer.get("cursor")
            if not isinstance(page, list):
                words = self.api.redact(answer)
                raise TryLater(f"{self.api.target.name}: the list of posts cannot be read ({words})")
            yield from page
            if not page or not cursor or cursor == params.get("cursor"):
                return
            params["cursor"] = str(cursor)

    def delete(self, rkey: str) -> None:
        """Nothing happens where there is none."""
        self.api.repeat("com.atproto.repo.deleteRecord", self.key(rkey))

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
        made = datetime.fromisoformat(str(value.get("createdAt")))
    except ValueError:
        return otherwise
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def rkey_in(uri: str) -> str:
    """The record key at the end of "at://did:plc:.../app.bsky.feed.post/3k..."."""
    return uri.rpartition("/")[2]


def post_url(who: str, rkey: str) -> str:
    """Where the app shows a post; ``who`` is a handle or a DID."""
    return f"https://bsky.app/profile/{who}/post/{rkey}"

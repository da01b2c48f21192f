"""Posts on Bluesky, each sendable twice: its record and its key are fixed before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import TargetRejected
from bot.model import Addresses
from bot.publishers.bluesky.documents import BlueskyDocuments
from bot.publishers.bluesky.identifiers import at_uri, did_of, digest_rkey, document_uri, fallback_rkey, rkey_of
from bot.publishers.bluesky.record import COLLECTION, links_of, picture_of, record_of, resolve_mentions
from bot.publishers.bluesky.repo import Put, Repo, post_url, rkey_in
from bot.publishers.bluesky.xrpc import Xrpc
from bot.publishers.interface import OwnPost, Prepared, Publisher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.model import Claim, Digest, Draft, Entry, Finding, Image, Receipt
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

NOBODY = {"HandleNotFound", "InvalidRequest"}
"""What a server calls it that no account has this handle."""


class Bluesky(Publisher):
    repeatable = True

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target = target
        self.api = Xrpc(target, surroundings)
        self.repo = Repo(self.api, surroundings.clock)
        self.documents: BlueskyDocuments = BlueskyDocuments(self.repo, surroundings.clock)

    def prepare(self, digest: Digest, draft: Draft, now: datetime, *, again: bool = False) -> Prepared:
        return Prepared(record_of(draft, now), digest_rkey(digest, now if again else None))

    def address(self, digest: Digest) -> str | None:
        return self.addresses(digest).url

    def addresses(self, digest: Digest, entry: Entry | None = None) -> Addresses:
        name, did = self.api.login.name(), self.did()
        document = document_uri(did, digest) if did and self.target.documents else None
        if entry is not None and entry.receipt is not None:
            return Addresses(entry.receipt.url, entry.receipt.id, document)
        rkey = (entry.rkey if entry is not None else None) or digest_rkey(digest)
        # An account can also log in by its mail address; its handle is only known afterwards.
        who = name if name and "@" not in name else did
        return Addresses(post_url(who, rkey) if who else None, at_uri(did, COLLECTION, rkey) if did else None, document)

    def did(self) -> str | None:
        """Whose posts these are, as far as it can be told without asking."""
        name = self.api.login.name()
        return did_of(self.target) or (name if name.startswith("did:") else None)

    def warm(self) -> None:
        self.api.session()

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        record, strangers = resolve_mentions(claim.payload, self.did_of)
        blob = picture_of(record)
        if blob is not None:
            self.repo.upload(image, blob)
        companion, lost = self.documents.put_before_post(claim.companion) if claim.companion else (None, ())
        put = Put(self.repo, claim.rkey or rkey_of(claim.key, None), record)
        receipt = self.api.retry(put, idempotent=True)
        if companion is not None and receipt.companion is not None and receipt.companion.cid == companion.cid:
            receipt = replace(receipt, companion=companion)
        warnings = (f"@{handle} is nobody on Bluesky, so it is no mention" for handle in strangers)
        return replace(receipt, warnings=(*lost, *warnings, *receipt.warnings))

    def did_of(self, handle: str) -> str | None:
        """Whose handle it is; None: nobody's."""
        answer = self.api.repeat("com.atproto.identity.resolveHandle", params={"handle": handle}, absent=NOBODY)
        did = answer.get("did") if answer else None
        return did if isinstance(did, str) and did.startswith("did:") else None

    def find(self, entry: Entry) -> Receipt | None:
        rkey = entry.rkey or rkey_of(entry.key, entry.published_at)
        return self.repo.find(rkey, entry.payload) or self.repo.find(fallback_rkey(rkey), entry.payload)

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        # All are read first: a key is made of a publish time, so that the server's order is not that of posting.
        posts = [
            OwnPost(links_of(record["value"]), str(record["value"].get("text", "")), receipt)
            for record in self.repo.records()
            if (receipt := self.repo.receipt(record)) and (since is None or receipt.posted_at >= since)
        ]
        yield from sorted(posts, key=lambda post: post.receipt.posted_at, reverse=True)

    def account(self) -> str | None:
        opened = self.api.login.opened
        # Once it is logged in: by its did, for a handle, a mail address and a did may all be the same one's.
        name = opened.did if opened is not None else self.api.login.name().lower()
        return f"{self.target.platform.name} {name}" if name else None

    def lasting_account(self) -> str | None:
        return f"{self.target.platform.name} {self.identity()}"

    def identity(self) -> str | None:
        return self.api.session().did

    def delete(self, receipt: Receipt) -> None:
        account, own = receipt.id.removeprefix("at://").partition("/")[0], self.api.session()
        if account.startswith("did:") and account != own.did:
            # A server says yes to the deletion of what its account does not have.
            raise TargetRejected(
                f"{self.target.name}: {receipt.url} is a post of {account}, and this is @{own.handle} ({own.did})"
            )
        self.repo.delete(rkey_in(receipt.id))

    def check(self) -> str:
        session = self.api.session()
        return f"@{session.handle} ({session.did}) on {session.server}"

    def examine(self, *, fix: bool) -> Iterator[Finding]:
        from bot.publishers.bluesky.examine import examine

        yield from examine(self.documents, fix=fix)

    def close(self) -> None:
        self.api.login.close()

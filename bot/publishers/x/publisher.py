"""Posts on X, which has no idempotency key: an answer that was lost is looked for, never sent again blindly."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, TryLater, Unknown
from bot.model import Finding, Known, Level, Receipt
from bot.points import Point, reach
from bot.publishers.exchange import Call, Gone, MayBeThere
from bot.publishers.interface import Prepared, Publisher
from bot.publishers.x.api import Api
from bot.publishers.x.errors import Malformed
from bot.publishers.x.own import OwnPosts
from bot.publishers.x.platform import NEVER, time_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.model import Claim, Digest, Draft, Entry, Image
    from bot.publishers.interface import OwnPost, Surroundings
    from bot.settings.model import Target

LABELS = ("made_with_ai", "paid_partnership")
"""Fields of POST /2/tweets, as a draft calls them too; they are about the media, and are sent only with some."""


class X(Publisher):
    repeatable = False

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target = target
        self.clock = surroundings.clock
        self.api = Api(target, surroundings)
        self.own = OwnPosts(self.api)

    # ── before anything is sent ──────────────────────────────────────────────────────────────────

    def prepare(self, digest: Digest, draft: Draft, now: datetime, *, again: bool = False) -> Prepared:  # noqa: ARG002 -- there is no key to make anew
        """The body without its media's id, which X gives out only when the picture is uploaded; and what to look for."""
        payload: dict[str, Any] = {"body": {"text": draft.text}, "link": draft.link}
        if draft.image is not None:
            payload["media"] = {"media_type": draft.image.media_type, "alt_text": draft.image.alt}
            payload["media"] |= {name: True for name in LABELS if getattr(draft, name)}
        return Prepared(payload, None)

    def warm(self) -> None:
        self.api.connected()  # imports the SDK; X has no log-in

    def close(self) -> None:
        self.api.close()

    def check(self) -> str:
        """Sends a post without any content: X refuses it as such only to keys that may post."""
        number = self.api.user_id()
        try:
            self.api.repeat("POST", "/2/tweets", json={})
        except Malformed:
            who = f"@{self.target.handle}" if self.target.handle else "the account"
            return f"{who} ({number}), whose keys may post"
        raise TryLater(f"{self.target.name}: an empty post was not refused, so this cannot be X")

    def examine(self, *, fix: bool) -> Iterator[Finding]:
        """What X asks of an account that posts by itself cannot be read or set through its API."""
        del fix
        yield Finding(
            Level.NOTE, "label", f"{self.target.name}: whether the account says that it is automated cannot be read",
            "X asks accounts that post by themselves to say so",
            "on x.com: Settings > Your account > Automation", self.target.name,
        )  # fmt: skip

    # ── posting ──────────────────────────────────────────────────────────────────────────────────

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        body = dict(claim.payload["body"])
        warnings: tuple[str, ...] = ()
        if image is not None and claim.payload.get("media"):
            media_id = self.upload(image)
            warnings = self.describe(media_id, image.alt)
            body["media"] = {"media_ids": [media_id]}
            body |= {name: True for name in LABELS if claim.payload["media"].get(name)}
        try:
            number = self.api.create(body, lambda: self.api.in_time(claim))
        except MayBeThere as error:
            return self.own.find_said_to_be_there(claim.payload, error)
        if time_of(number) in {None, NEVER}:
            # Written down, it would hide every post that is looked for after it.
            raise Unknown(f"{self.target.name}: the answer names {number}, which is no post of today")
        return Receipt(id=number, url=self.own.url(number), posted_at=self.clock.now(), warnings=warnings)

    def upload(self, image: Image) -> str:
        """The id of the picture, which X keeps for a post that is to come."""
        body = {"media": base64.b64encode(image.content).decode(), "media_category": "tweet_image"}
        reach(Point.UPLOAD_BEFORE)
        answer = self.api.repeat("POST", "/2/media/upload", Call.UPLOAD, json=body)
        reach(Point.UPLOAD_AFTER)
        try:
            return self.api.id_of(answer, "the answer names no media")
        except Unknown as error:
            raise TryLater(error.what) from None

    def describe(self, media_id: str, alt: str) -> tuple[str, ...]:
        """Give the picture its words; a post without them is better than none."""
        if not alt:
            return ()
        body = {"id": media_id, "metadata": {"alt_text": {"text": alt}}}
        try:
            self.api.repeat("POST", "/2/media/metadata", json=body)
        except PublishError as error:
            return (f"posted without its alt text: {error}",)
        return ()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def find(self, entry: Entry) -> Receipt | None:
        return self.look_for(entry, Known())

    def look_for(self, entry: Entry, known: Known) -> Receipt | None:
        return self.own.look_for(entry, known)

    def account(self) -> str | None:
        number = self.api.environ.get(f"{self.target.env}_ACCESS_TOKEN", "").strip().partition("-")[0]
        return f"{self.target.platform.name} {number}" if number else None

    def lasting_account(self) -> str | None:
        return f"{self.target.platform.name} {self.api.user_id()}"

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        return self.own.recent(since)

    def delete(self, receipt: Receipt) -> None:
        try:
            self.api.repeat("DELETE", f"/2/tweets/{int(receipt.id)}", Call.DELETE)
        except Gone:
            return

"""Posts on Mastodon, each with a key; but a server may take the same key twice, so a lost answer is looked for first."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.errors import PictureRejected, PublishError, Rejected, TargetRejected, TryLater
from bot.model import Known, Receipt
from bot.points import Point, reach
from bot.publishers.exchange import Call, Gone, MayBeThere
from bot.publishers.interface import OwnPost, Prepared, Publisher
from bot.publishers.mastodon.api import Api, ServerLimits, ask_limits
from bot.publishers.mastodon.own import OwnStatuses
from bot.publishers.search import SKEW
from bot.text.condense import chop, cut
from bot.text.mastodon_parser import URL_LENGTH, counted, urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.model import Claim, Digest, Draft, Entry, Finding, Image
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

MEDIA_LIVES = timedelta(hours=23)
"""An upload that is attached to nothing is deleted after a day."""
PROCESSING_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""Between two questions whether a picture is ready; the last again and again."""
UPRIGHT_FOCUS = (0.0, 0.4)
"""Of a picture that is higher than wide: what matters of a portrait or a page stands above its middle."""


class Mastodon(Publisher):
    repeatable = False

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target = target
        self.clock = surroundings.clock
        self.api = Api(target, surroundings)
        self.own = OwnStatuses(self.api)
        self.limits: ServerLimits | None = None

    # ── before anything is sent ──────────────────────────────────────────────────────────────────

    def prepare(self, digest: Digest, draft: Draft, now: datetime, *, again: bool = False) -> Prepared:
        """The status, without its picture's id, which the server gives out when it is uploaded; and what to look for."""
        status: dict[str, Any] = {"status": draft.text}
        if draft.langs:
            status["language"] = draft.langs[0]
        if draft.visibility:
            status["visibility"] = draft.visibility
        if draft.spoiler:
            status["spoiler_text"] = draft.spoiler
        if draft.sensitive:
            status["sensitive"] = True
        payload: dict[str, Any] = {"body": status, "link": draft.link}
        if draft.image is not None:
            payload["media"] = media_of(draft.image)
        return Prepared(payload, key_of(digest, self.target, now if again else None))

    def resumed(self, payload: Mapping[str, Any], earlier: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
        """With the upload of the earlier try, where it is of the same picture and still there: it can be attached once."""
        mine, theirs = payload.get("media"), earlier.get("media")
        if not mine or not theirs or "id" not in theirs or {**theirs, **mine} != theirs:
            return payload
        fresh = now - datetime.fromisoformat(theirs["uploaded_at"]) < MEDIA_LIVES
        return {**payload, "media": theirs} if fresh else payload

    def warm(self) -> None:
        self.api.connected()
        self.server_limits()

    def close(self) -> None:
        self.api.close()

    def account(self) -> str | None:
        try:
            host = urlsplit(self.api.server).netloc.lower()
        except TargetRejected:
            return None
        if self.api.own_id is not None:  # one account may have several tokens
            return f"{host}, account {self.api.own_id}"
        token = self.api.environ[f"{self.target.env}_ACCESS_TOKEN"].strip()
        return f"{host}, whose access token is {hashlib.sha256(token.encode()).hexdigest()[:6]}…"

    def lasting_account(self) -> str | None:
        self.api.account_id(patiently=False)  # other targets' posts wait for it
        return self.account()

    def check(self) -> str:
        return f"@{self.api.account().get('acct')} on {self.api.server}"

    def examine(self, *, fix: bool) -> Iterator[Finding]:
        del fix
        from bot.publishers.mastodon.examine import examine

        yield from examine(self.api, self.limits_if_told())

    def server_limits(self) -> ServerLimits:
        """What the server takes; asked once. Raises PublishError where it does not say."""
        if self.limits is None:
            self.limits = ask_limits(self.api)
        return self.limits

    def limits_if_told(self) -> ServerLimits:
        """The same, and what is usual where they cannot be had: no reason not to post, nor to ask before each post."""
        try:
            return self.server_limits()
        except PublishError:
            self.limits = ServerLimits()
            return self.limits

    # ── posting ──────────────────────────────────────────────────────────────────────────────────

    def send_picture(self, claim: Claim, image: Image) -> Mapping[str, Any] | None:
        """The picture's id becomes a part of the claim: the same call once more can only attach the same picture."""
        media = claim.payload.get("media")
        if not media or "id" in media:
            return None
        limits = self.limits_if_told()
        self.refuse_too_long(claim.payload["body"], limits)
        if limits.image_bytes is not None and image.size_bytes > limits.image_bytes:
            raise PictureRejected(f"{self.target.name}: the server takes pictures of {limits.image_bytes:,} bytes")
        if limits.media_types and image.media_type not in limits.media_types:
            raise PictureRejected(f"{self.target.name}: the server takes no {image.media_type}")
        description = shortened(media["description"], limits.alt_length)
        reach(Point.UPLOAD_BEFORE)
        answer = self.api.repeat(
            lambda client: client.media_post(
                image.content,
                mime_type=image.media_type,
                description=description or None,
                focus=tuple(media["focus"]) if "focus" in media else None,
                file_name=f"picture.{image.media_type.rpartition('/')[2]}",
            ),
            Call.UPLOAD,
        )
        reach(Point.UPLOAD_AFTER)
        number = str(answer.get("id") or "") if isinstance(answer, dict) else ""
        if not number:
            raise TryLater(f"{self.target.name}: the answer names no picture ({self.api.redact(answer)})")
        self.await_processing(answer, number, claim)
        return {**claim.payload, "media": {**media, "id": number, "uploaded_at": self.clock.now().isoformat()}}

    def await_processing(self, media: Mapping[str, Any], number: str, claim: Claim) -> None:
        """The picture can be attached. Raises TryLater where that takes more than half the lease, PictureRejected where it failed."""
        until = claim.claimed_at + (claim.lease_until - claim.claimed_at) / 2
        waits = iter(PROCESSING_SECONDS)
        seconds = PROCESSING_SECONDS[-1]
        while not media.get("url"):
            seconds = next(waits, seconds)
            if self.clock.now() + timedelta(seconds=seconds) > until or not self.clock.sleep(seconds):
                raise TryLater(f"{self.target.name}: the server has not finished processing the picture")
            try:
                media = self.api.repeat(lambda client: client.media(number), Call.PROCESSING)
            except Gone as error:
                raise TryLater(f"{self.target.name}: the uploaded picture is not there any more: {error}") from None
            if not isinstance(media, dict):
                raise TryLater(f"{self.target.name}: the answer cannot be read ({self.api.redact(media)})")

    def publish(self, claim: Claim, image: Image | None) -> Receipt:
        del image  # ``send_picture`` has put it on the server
        body, media = claim.payload["body"], claim.payload.get("media") or {}
        if media and "id" not in media:
            raise PictureRejected(f"{self.target.name}: the picture that was claimed is not there any more")
        limits = self.limits_if_told()
        self.refuse_too_long(body, limits)
        try:
            status = self.api.create(
                lambda client: client.status_post(
                    body["status"],
                    media_ids=[media["id"]] if "id" in media else None,
                    language=body.get("language"),
                    visibility=body.get("visibility"),
                    spoiler_text=body.get("spoiler_text"),
                    sensitive=body.get("sensitive", False),
                    idempotency_key=claim.rkey,
                ),
                lambda: self.api.in_time(claim),
            )
        except MayBeThere as error:
            return self.own.find_said_to_be_there(claim.payload, error)
        receipt = self.own.receipt(status, existing=self.is_older(status, claim))
        if shortened(media.get("description", ""), limits.alt_length) != media.get("description", ""):
            warning = (
                f"the picture's alt text was cut to {limits.alt_length:,} characters, which is what the server takes"
            )
            return Receipt(receipt.id, receipt.url, receipt.posted_at, existing=receipt.existing, warnings=(warning,))
        return receipt

    def is_older(self, status: Mapping[str, Any], claim: Claim) -> bool:
        """The key was used before, and this is what was posted with it then."""
        return self.own.posted_at(status) + timedelta(seconds=self.api.skew_seconds) < claim.claimed_at - SKEW

    def refuse_too_long(self, body: Mapping[str, Any], limits: ServerLimits) -> None:
        """Raises Rejected before the server does, with what to do about it."""
        length = counted(body["status"]) + counted(body.get("spoiler_text", ""))
        length += (limits.link_length - URL_LENGTH) * len(urls(body["status"]))
        if limits.length is not None and length > limits.length:
            raise Rejected(
                f"{self.target.name}: the server takes {limits.length:,} characters, and this has {length:,}",
                remedy=f"set length = {limits.length} in [targets.{self.target.name}]",
            )

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def find(self, entry: Entry) -> Receipt | None:
        return self.look_for(entry, Known())

    def look_for(self, entry: Entry, known: Known) -> Receipt | None:
        return self.own.look_for(entry, known)

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        return self.own.recent(since)

    def delete(self, receipt: Receipt) -> None:
        try:
            self.api.repeat(lambda client: client.status_delete(receipt.id), Call.DELETE)
        except Gone:
            return


def key_of(digest: Digest, target: Target, again_at: datetime | None) -> str:
    """The key under which a server knows the post for an hour: the same for the same digest, also with a new ledger."""
    parts = [urlsplit(digest.url).netloc, digest.key, target.name]
    if digest.published_at is not None:  # a file may be written over with the next issue
        parts.append(digest.published_at.isoformat())
    if again_at is not None:
        parts.append(again_at.isoformat())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def media_of(image: Image) -> dict[str, Any]:
    media: dict[str, Any] = {
        "media_type": image.media_type,
        "description": image.alt,
        "sha256": hashlib.sha256(image.content).hexdigest(),
    }
    if image.height > image.width:
        media["focus"] = list(UPRIGHT_FOCUS)
    return media


def shortened(alt: str, most: int) -> str:
    """As much of the words as the server takes."""
    if len(alt) <= most:
        return alt
    return cut(alt, lambda piece: len(piece) <= most, most) or chop(alt, lambda piece: len(piece) <= most, most)

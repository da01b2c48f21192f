"""Puts a record on the server exactly once, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, TryLater, Unknown
from bot.publishers.bluesky import tid
from bot.publishers.bluesky.errors import Refused
from bot.publishers.bluesky.record import links_of, picture_of
from bot.publishers.bluesky.standard_site import at_uri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Receipt
    from bot.publishers.bluesky.repo import Repo

BLAMES_PICTURE = ("blob", "mimetype", "invalidsize", "embed")
"""Words of a refusal that is about the picture."""


class KeyRefused(PublishError):
    """The server does not take this record key."""


@dataclass(slots=True)
class Put:
    """One record on its way to its key."""

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
            receipt = self.repo.find(self.rkey) or self.send(tid.fallback(self.rkey))
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
        ours, theirs = set(links_of(self.record)), set(links_of(answer["value"]))
        warning = f"the post that is there already holds another link: {receipt.url}"
        return replace(receipt, warnings=() if ours & theirs or not ours else (warning,))

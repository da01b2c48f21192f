"""An account's own statuses: read page by page, searched for the one whose answer was lost, and compared with what was sent."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.clock import aware
from bot.errors import TryLater
from bot.model import Receipt
from bot.publishers.exchange import Call, Gone, objects_in
from bot.publishers.interface import OwnPost
from bot.publishers.mastodon.platform import time_of
from bot.publishers.search import OLDEST, SKEW, OwnTimeline
from bot.text.sameness import same_text
from bot.web.html import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mastodon import Mastodon as Client

    from bot.publishers.mastodon.api import Api
    from bot.publishers.search import Search


PAGE = 40  # GET /api/v1/accounts/:id/statuses: at most


class OwnStatuses(OwnTimeline):
    text_name = "status"

    def __init__(self, api: Api) -> None:
        self.api, self.target, self.clock = api, api.target, api.clock

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        for status in self.posts():
            if since is not None and self.posted_at(status) < since:
                return
            yield OwnPost(self.links_of(status), self.text_of(status), self.receipt(status))

    def posts(self, search: Search | None = None) -> Iterator[dict[str, Any]]:
        del search  # where to stop, ``is_behind`` says
        account, seen, before = self.api.account_id(), set[str](), None
        while True:
            page = self.api.repeat(partial(self.ask_page, account, before))
            if not isinstance(page, list) or not all(self.is_status(status) for status in page):
                raise TryLater(f"{self.target.name}: the list of posts cannot be read ({self.api.redact(page)})")
            new = [status for status in page if str(status["id"]) not in seen]
            if not new:
                return
            yield from new
            seen |= {str(status["id"]) for status in new}
            before = str(new[-1]["id"])

    def ask_page(self, account: str, before: str | None, client: Client) -> Any:
        return client.account_statuses(account, exclude_replies=True, exclude_reblogs=True, limit=PAGE, max_id=before)

    def is_status(self, status: object) -> bool:
        try:
            return isinstance(status, dict) and bool(status["id"]) and self.posted_at(status) is not None
        except (KeyError, ValueError):
            return False

    @staticmethod
    def ids_of(post: Mapping[str, Any]) -> frozenset[str]:
        return frozenset({str(post["id"])})

    @staticmethod
    def posted_at(post: Mapping[str, Any]) -> datetime:
        """Raises ValueError where it does not say."""
        return aware(datetime.fromisoformat(str(post.get("created_at"))))

    @staticmethod
    def text_of(post: Mapping[str, Any], link: str | None = None) -> str:
        """The text as it was sent, but for the hosts of mentions."""
        del link  # the server has each address as it was sent
        return unicodedata.normalize("NFC", words_and_links(post)[0]).strip()

    @staticmethod
    def linked(post: Mapping[str, Any]) -> list[str]:
        return words_and_links(post)[1]

    @staticmethod
    def was_edited(post: Mapping[str, Any]) -> bool:
        return bool(post.get("edited_at"))

    def holds_upload(self, post: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
        """An upload can be attached to one post only."""
        media_id = (payload.get("media") or {}).get("id")
        attached = objects_in(post.get("media_attachments"))
        return media_id is not None and any(str(media.get("id")) == media_id for media in attached)

    def is_behind(self, post: Mapping[str, Any], search: Search) -> bool:
        return self.posted_at(post) < reads_back_to(search)

    def was_sent_so(self, post: Mapping[str, Any], search: Search) -> bool:
        """In its HTML it may have other words than those that were sent."""
        number = str(post["id"])
        source = self.api.repeat(lambda client: client.status_source(number), Call.READ)
        return isinstance(source, dict) and same_text(
            str(source.get("text")), self.claimed_text(search.payload), search.link
        )

    def required(self, search: Search) -> tuple[str, ...]:
        """As far as an id tells its time."""
        oldest = reads_back_to(search)
        return tuple(number for number in search.known.standing if (made := time_of(number)) is None or made >= oldest)

    def is_gone(self, number: str, search: Search) -> bool:
        """It is not there any more, or older than what was asked for, which not every id tells."""
        try:
            status = self.api.repeat(lambda client: client.status(number), Call.READ)
        except Gone:
            return True
        if time_of(number) is not None:
            # By its id it is in time; the clock that dates posts may be a little behind the one that makes ids.
            return False
        return isinstance(status, dict) and "created_at" in status and self.posted_at(status) < reads_back_to(search)

    def clock_is_off(self) -> bool:
        return self.api.clock_is_off()

    def receipt(self, post: Mapping[str, Any], *, existing: bool = True) -> Receipt:
        number = str(post["id"])
        url = str(post.get("url") or post.get("uri") or f"{self.api.server}/web/statuses/{number}")
        return Receipt(id=number, url=url, posted_at=self.posted_at(post), existing=existing)


def reads_back_to(search: Search) -> datetime:
    """How far back the statuses are read: to the newest known post that is older than the claim."""
    times = [made for made in map(time_of, search.known.standing) if made and made < search.claimed_at - SKEW]
    return max(times, default=search.claimed_at - OLDEST)


# ── one status as it comes back ─────────────────────────────────────────────────────────────────


NAMES = {"mention", "hashtag"}
"""Classes of links that are no addresses of the post's."""


def words_and_links(status: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The text that was sent, and every address in it, whole."""
    words: list[str] = []
    links: list[str] = []
    inside_link = False
    for piece in pieces(str(status.get("content") or "")):
        if isinstance(piece, str):
            words += [] if inside_link else [piece]
        elif piece.name == "a":
            inside_link = not piece.closing and NAMES.isdisjoint(piece.attributes.get("class", "").split())
            if inside_link:  # what is seen of it may be cut
                links.append(piece.attributes.get("href", ""))
                words.append(links[-1])
        elif piece.name == "br":
            words.append("\n")
        elif piece.name == "p" and not piece.closing and words:
            words.append("\n\n")
    return "".join(words), links

"""An account's own statuses: read page by page, and searched for the one whose answer was lost."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.errors import TryLater
from bot.model import Known, Receipt
from bot.publishers.interface import OwnPost
from bot.publishers.mastodon.errors import Call, Gone
from bot.publishers.mastodon.search import SKEW, Search
from bot.publishers.mastodon.statuses import links_of, made_at, text_of
from bot.text.sameness import same_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from mastodon import Mastodon as Client

    from bot.clock import Clock
    from bot.model import Entry
    from bot.publishers.mastodon.api import Api

PAGE = 40  # GET /api/v1/accounts/:id/statuses: at most
SECOND_LOOK_SECONDS = 2.0
MISSING_ASKED = 5
"""Posts that the list lacks, and the server is asked about one by one: their owner may have taken them down."""
AMONG_NEWEST = 300
"""How many of the newest statuses are searched for the one that the server says is there."""


class OwnStatuses:
    """Of one account."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self.api, self.clock = api, clock
        self.name = api.target.name

    def look_for(self, entry: Entry, known: Known) -> Receipt | None:
        """The post that this entry made; None where it surely is not there. Raises Rejected or TryLater where nobody can tell."""
        payload = {"link": entry.link, **(entry.payload or {})}
        if known.said_to_be_there:
            return self.among_newest(payload, known.taken)
        search = self.search_for(payload, entry.claimed_at or entry.updated_at, known)
        found = self.search(search)
        if found is None and not search.shown and not search.missing:
            # Nothing proves that this answer is whole, not even one post: it has to come twice.
            self.clock.sleep(SECOND_LOOK_SECONDS)
            found = self.search(search)
        return found or self.absent(search)

    def among_newest(self, payload: Mapping[str, Any], taken: frozenset[str]) -> Receipt | None:
        """The post with this picture, or this text, among the newest, which may be older than its claim."""
        search = self.search_for(payload, self.clock.now(), Known(taken=taken))
        for status in islice(self.statuses(), AMONG_NEWEST):
            if search.is_it(status):
                return self.receipt(status, existing=True)
        return None

    def search_for(self, payload: Mapping[str, Any], claimed_at: datetime, known: Known) -> Search:
        media, body = payload.get("media") or {}, payload.get("body") or {}
        return Search(payload.get("link"), body.get("status", ""), media.get("id"), claimed_at, known)

    def search(self, search: Search) -> Receipt | None:
        """The post that is looked for, among all that are as new as it can be."""
        for status in self.statuses():
            if search.is_it(status):
                return self.receipt(status, existing=True)
            if search.is_behind(status):
                return None
        return None

    def absent(self, search: Search) -> Receipt | None:
        """None where what was shown proves that the post is not there; else raises TryLater.

        A post that has the link and other words in its HTML is asked for as it was sent: that may be the one after all.
        """
        if search.like_it is not None:
            number = str(search.like_it["id"])
            source = self.api.repeat(lambda client: client.status_source(number), Call.READ)
            if isinstance(source, dict) and same_text(str(source.get("text")), search.text, search.link):
                return self.receipt(search.like_it, existing=True)
            url = self.receipt(search.like_it).url
            raise TryLater(
                f"{self.name}: {url} has its link and other words, so it may be this post, which somebody edited"
            )
        missing = search.missing
        for number in missing[:MISSING_ASKED]:
            if not self.is_gone_or_older(number, search.begins):
                raise TryLater(f"{self.name}: the list of posts lacks {number}, which is there, so it shows nothing")
        if len(missing) > MISSING_ASKED:
            raise TryLater(f"{self.name}: the list of posts lacks {len(missing)} that the ledger knows")
        if abs(self.api.skew_seconds) > SKEW.total_seconds():
            raise TryLater(
                f"{self.name}: this machine's clock and the server's differ, so what it does not show yet proves nothing"
            )
        return None

    def is_gone_or_older(self, number: str, begins: datetime) -> bool:
        """The list need not have shown this post."""
        try:
            status = self.api.repeat(lambda client: client.status(number), Call.READ)
        except Gone:
            return True
        return isinstance(status, dict) and "created_at" in status and made_at(status) < begins

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        for status in self.statuses():
            if since is not None and made_at(status) < since:
                return
            yield OwnPost(links_of(status), text_of(status), self.receipt(status, existing=True))

    def statuses(self) -> Iterator[dict[str, Any]]:
        """The account's own posts, newest first, page by page. Raises Rejected or TryLater where a page cannot be read."""
        account, seen, before = self.api.account_id(), set[str](), None
        while True:
            page = self.api.repeat(partial(self.ask_page, account, before))
            if not isinstance(page, list) or not all(self.is_status(status) for status in page):
                raise TryLater(f"{self.name}: the list of posts cannot be read ({self.api.redact(page)})")
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
            return isinstance(status, dict) and bool(status["id"]) and made_at(status) is not None
        except (KeyError, ValueError):
            return False

    def receipt(self, status: Mapping[str, Any], *, existing: bool = False) -> Receipt:
        number = str(status["id"])
        url = str(status.get("url") or status.get("uri") or f"{self.api.server}/web/statuses/{number}")
        return Receipt(id=number, url=url, posted_at=made_at(status), existing=existing)

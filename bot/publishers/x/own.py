"""An account's own posts on X: read page by page, and searched for the one whose answer was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import TryLater
from bot.model import Receipt
from bot.publishers.foreign import objects_in
from bot.publishers.interface import OwnPost
from bot.publishers.search import OLDEST, OwnTimeline
from bot.publishers.x import timeline
from bot.publishers.x.platform import NEVER, made_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.publishers.search import Search
    from bot.publishers.x.api import Api

PAGE = 100  # GET /2/users/{id}/tweets: at most
FIRST_PAGE = 10
"""Every post that is read costs $0.001, and what is looked for is mostly among the newest."""
FIELDS = "created_at,entities,edit_history_tweet_ids,note_tweet"


class OwnPosts(OwnTimeline):
    """Of one account."""

    def __init__(self, api: Api) -> None:
        self.api, self.target, self.clock = api, api.target, api.clock

    def posts(self, search: Search | None = None) -> Iterator[dict[str, Any]]:
        return self.pages(bound(search) if search is not None else {})

    def pages(self, bound: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """The account's own posts within the bound, newest first. Raises Rejected or TryLater where a page cannot be read."""
        route = f"/2/users/{self.api.user_id()}/tweets"
        params = {**bound, "exclude": "replies,retweets", "tweet.fields": FIELDS}
        params["max_results"] = str(FIRST_PAGE)
        tokens: set[object] = set()
        while True:
            answer = self.api.repeat("GET", route, params=params)
            meta, page = answer.get("meta"), answer.get("data", [])
            if (
                not isinstance(meta, dict)
                or not isinstance(page, list)
                or (answer.get("errors") and not page)
                or meta.get("result_count", len(page)) != len(page)
            ):
                raise TryLater(f"{self.target.name}: the timeline cannot be read ({self.api.redact(answer)})")
            for post in page:
                if not isinstance(post, dict) or not str(post.get("id", "")).isdigit():
                    raise TryLater(f"{self.target.name}: the timeline cannot be read ({self.api.redact(post)})")
                yield post
            token = meta.get("next_token")
            if not token:
                return
            if token in tokens:
                raise TryLater(f"{self.target.name}: the timeline cannot be read (it leads in a circle)")
            tokens.add(token)
            params |= {"pagination_token": str(token), "max_results": str(PAGE)}

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        for post in self.pages({"start_time": timeline.whole_seconds(since)} if since else {}):
            yield OwnPost(timeline.links_of(post), timeline.text_of(post), self.receipt(post))

    def ids_of(self, post: Mapping[str, Any]) -> frozenset[str]:
        return timeline.ids_of(post)

    def made_at(self, post: Mapping[str, Any]) -> datetime:
        return timeline.posted_at(post)

    def fits(self, post: Mapping[str, Any], search: Search) -> bool:
        return timeline.fits(post, search.link, search.payload.get("body", {}).get("text", ""))

    def has_link(self, post: Mapping[str, Any], link: str) -> bool:
        return timeline.has_link(post, link)

    def required(self, search: Search) -> tuple[str, ...]:
        standing, first = standing_numbers(search), first_shown(search)
        if first is not None:
            return tuple(number for number in standing if int(number) >= first)
        oldest = search.claimed_at - OLDEST
        return tuple(number for number in standing if made_at(number) >= oldest)

    def is_gone(self, number: str, search: Search) -> bool:
        """X itself says that this post is not there any more."""
        del search
        answer = self.api.repeat("GET", f"/2/tweets/{number}")
        kinds = {str(error.get("type")) for error in objects_in(answer.get("errors"))}
        return not answer.get("data") and any(kind.endswith("/resource-not-found") for kind in kinds)

    def clock_is_off(self) -> bool:
        return self.api.clock_is_off()

    def receipt(self, post: Mapping[str, Any]) -> Receipt:
        number = str(post["id"])
        return Receipt(id=number, url=self.url(number), posted_at=timeline.posted_at(post), existing=True)

    def url(self, number: str) -> str:
        """Where the post is seen; X leads there whatever stands in place of the name."""
        return f"https://x.com/{(self.target.handle or '').removeprefix('@') or 'i/web'}/status/{number}"


def bound(search: Search) -> dict[str, str]:
    """From where on X is asked: from right before a post that it must show, where there is one."""
    first = first_shown(search)
    if first is not None:
        return {"since_id": str(first - 1)}
    return {"start_time": timeline.whole_seconds(search.claimed_at - OLDEST)}


def first_shown(search: Search) -> int | None:
    """The id from which on X is asked; None where no id of an earlier post is known."""
    # Only what the ledger knows bounds the search: an id that is made up would hide the post. So would a number from
    # days after the claim, which is no post that was known then, whoever answered with it.
    since_id = search.since_id
    if since_id is None or made_at(since_id) > search.claimed_at + OLDEST:
        return None
    before = [int(number) for number in standing_numbers(search) if int(number) <= int(since_id)]
    return max(before) if before else int(since_id) + 1


def standing_numbers(search: Search) -> list[str]:
    """The ids of posts that stand on the account by the ledger's word."""
    return [number for number in search.known.standing if made_at(number) < NEVER]

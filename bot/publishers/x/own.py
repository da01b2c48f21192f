"""An account's own posts on X: read page by page, searched for the one whose answer was lost, and compared with what was sent."""

from __future__ import annotations

import html
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.clock import aware
from bot.errors import TryLater
from bot.model import Receipt
from bot.publishers.exchange import objects_in, table_in
from bot.publishers.interface import OwnPost
from bot.publishers.search import OLDEST, OwnTimeline
from bot.publishers.x.platform import NEVER, made_at
from bot.web.address import same_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.publishers.search import Search
    from bot.publishers.x.api import Api


PAGE = 100  # GET /2/users/{id}/tweets: at most
FIRST_PAGE = 10
"""Every post that is read costs $0.001, and what is looked for is mostly among the newest."""
FIELDS = "created_at,entities,edit_history_tweet_ids,note_tweet"


class OwnPosts(OwnTimeline):
    text_name = "text"

    def __init__(self, api: Api) -> None:
        self.api, self.target, self.clock = api, api.target, api.clock

    def posts(self, search: Search | None = None) -> Iterator[dict[str, Any]]:
        return self.pages(lower_bound(search) if search is not None else {})

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
        for post in self.pages({"start_time": whole_seconds(since)} if since else {}):
            yield OwnPost(self.links_of(post), self.text_of(post), self.receipt(post))

    @staticmethod
    def ids_of(post: Mapping[str, Any]) -> frozenset[str]:
        """Every id that the post has had: an edit gives it a new one."""
        history = post.get("edit_history_tweet_ids")
        return frozenset(
            {str(post["id"]), *(str(one) for one in history if one)} if isinstance(history, list) else {str(post["id"])}
        )

    @staticmethod
    def posted_at(post: Mapping[str, Any]) -> datetime:
        """The post's time; its id holds it too."""
        try:
            return aware(datetime.fromisoformat(str(post.get("created_at"))))
        except ValueError:
            return made_at(str(post["id"]))

    @staticmethod
    def was_edited(post: Mapping[str, Any]) -> bool:
        return "id" in post and len(OwnPosts.ids_of(post)) > 1

    @staticmethod
    def text_of(post: Mapping[str, Any], link: str | None = None) -> str:
        """The text as it was sent: its links in full, its media's link gone, its &amp; an & again.

        Where X spells the post's own ``link`` in another way than it was sent, it is put back.
        """
        text = str(with_whole_text(post).get("text", ""))
        for entity in url_entities(post):
            short, full = str(entity.get("url") or ""), str(entity.get("expanded_url") or "")
            if link is not None and same_link(full, link):
                full = link
            if short:
                text = text.replace(short, "" if is_media(entity) else html.escape(full, quote=False))
        return unicodedata.normalize("NFC", html.unescape(text)).strip()

    @staticmethod
    def linked(post: Mapping[str, Any]) -> list[str]:
        entities = (entity for entity in url_entities(post) if not is_media(entity))
        return [str(entity["expanded_url"]) for entity in entities if entity.get("expanded_url")]

    def required(self, search: Search) -> tuple[str, ...]:
        standing, first = standing_numbers(search), first_shown(search)
        if first is not None:
            return tuple(number for number in standing if int(number) >= first)
        oldest = search.claimed_at - OLDEST
        return tuple(number for number in standing if made_at(number) >= oldest)

    def is_gone(self, number: str, search: Search) -> bool:
        del search
        answer = self.api.repeat("GET", f"/2/tweets/{number}")
        kinds = {str(error.get("type")) for error in objects_in(answer.get("errors"))}
        return not answer.get("data") and any(kind.endswith("/resource-not-found") for kind in kinds)

    def clock_is_off(self) -> bool:
        return self.api.clock_is_off()

    def receipt(self, post: Mapping[str, Any]) -> Receipt:
        number = str(post["id"])
        return Receipt(id=number, url=self.url(number), posted_at=self.posted_at(post), existing=True)

    def url(self, number: str) -> str:
        """Where the post is seen; X leads there whatever stands in place of the name."""
        return f"https://x.com/{(self.target.handle or '').removeprefix('@') or 'i/web'}/status/{number}"


def lower_bound(search: Search) -> dict[str, str]:
    """From where on X is asked: from right before a post that it must show, where there is one."""
    first = first_shown(search)
    if first is not None:
        return {"since_id": str(first - 1)}
    return {"start_time": whole_seconds(search.claimed_at - OLDEST)}


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


# ── one post as it comes back ───────────────────────────────────────────────────────────────────


MEDIA_HOSTS = ("pic.x.com/", "pic.twitter.com/")


def with_whole_text(post: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the whole text stands: of a long post in a field of its own."""
    note = post.get("note_tweet")
    return note if isinstance(note, dict) and note.get("text") else post


def url_entities(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What X says of each t.co address in the text."""
    return [
        entity
        for source in (post, with_whole_text(post))
        for entity in objects_in(table_in(source, "entities").get("urls"))
    ]


def is_media(entity: Mapping[str, Any]) -> bool:
    """The address is that of the post's own picture, which X adds to the text."""
    return bool(entity.get("media_key")) or str(entity.get("display_url", "")).startswith(MEDIA_HOSTS)


def whole_seconds(moment: datetime) -> str:
    """As X wants it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Posts on X, which has no idempotency key: an answer that was lost is looked for, never sent again blindly."""

from __future__ import annotations

import base64
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.errors import PublishError, SaidToBeThere, TryLater, Unknown
from bot.model import Finding, Known, Level, Receipt
from bot.points import Point, reach
from bot.publishers.interface import OwnPost, Prepared, Publisher
from bot.publishers.retry import Retry
from bot.publishers.x import timeline
from bot.publishers.x.api import Api
from bot.publishers.x.errors import Call, Duplicate, Gone, Malformed
from bot.publishers.x.search import Search
from bot.publishers.x.timeline import whole_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.model import Claim, Digest, Draft, Entry, Image
    from bot.publishers.interface import Surroundings
    from bot.settings.model import Target

PAGE = 100  # GET /2/users/{id}/tweets: at most
FIRST_PAGE = 10
"""Every post that is read costs $0.001, and what is looked for is mostly among the newest."""
FIELDS = "created_at,entities,edit_history_tweet_ids,note_tweet"
SECOND_LOOK_SECONDS = 2.0
MISSING_ASKED = 5
"""Posts that a timeline lacks, and X is asked about one by one: their owner may have taken them down."""
LABELS = ("made_with_ai", "paid_partnership")
"""Fields of POST /2/tweets, as a draft calls them too; they are about the media, and are sent only with some."""
DUPLICATES_AMONG = 300
"""How many of the newest posts are searched for the one that X calls a duplicate."""


class X(Publisher):
    """One account on X."""

    repeatable = False

    def __init__(self, target: Target, surroundings: Surroundings) -> None:
        self.target = target
        self.clock = surroundings.clock
        retry = surroundings.retry or Retry(self.clock)
        self.api = Api(target, surroundings.environ, self.clock, retry, surroundings.timeout_seconds)

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
        except Duplicate as error:
            twin = self.find_duplicate(claim.payload)
            if twin is None:
                raise SaidToBeThere(
                    f"{error}, but the account's newest {DUPLICATES_AMONG} posts do not hold it"
                ) from None
            return twin
        return Receipt(id=number, url=self.url(number), posted_at=self.clock.now(), warnings=warnings)

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

    def find_duplicate(self, payload: Mapping[str, Any]) -> Receipt | None:
        """The post that X calls the same; None where it is not among the newest."""
        try:
            return self.among_newest(payload.get("link"), payload["body"]["text"], frozenset())
        except PublishError as error:
            raise SaidToBeThere(
                f"{self.target.name}: this text was posted before, but it cannot be looked up: {error}"
            ) from None

    def among_newest(self, link: str | None, text: str, taken: frozenset[str]) -> Receipt | None:
        """The post with this text among the newest, which may be older than its claim."""
        for post in islice(self.posts({}), DUPLICATES_AMONG):
            if timeline.fits(post, link, text) and not timeline.ids_of(post) & taken:
                return self.receipt(post)
        return None

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def find(self, entry: Entry) -> Receipt | None:
        return self.look_for(entry, Known())

    def look_for(self, entry: Entry, known: Known) -> Receipt | None:
        payload = entry.payload or {}
        link, text = payload.get("link", entry.link), payload.get("body", {}).get("text", "")
        if known.said_to_be_there:
            return self.among_newest(link, text, known.taken)
        search = Search(link, text, (entry.claimed_at or entry.updated_at), known)
        found = self.search(search, search.bound(entry.since_id))
        if found is None and not search.shown and not search.required:
            # Nothing proves that this answer is whole, not even one post: it has to come twice.
            self.clock.sleep(SECOND_LOOK_SECONDS)
            found = self.search(search, search.bound(entry.since_id))
        if found is None:
            self.prove_absence(search)
        return found

    def search(self, search: Search, bound: Mapping[str, str]) -> Receipt | None:
        """The post that is looked for, among those of the account within the bound."""
        for post in self.posts(bound):
            if search.is_it(post):
                return self.receipt(post)
        return None

    def prove_absence(self, search: Search) -> None:
        """Raises TryLater where what was shown does not prove that the post is not there."""
        name = self.target.name
        if search.like_it is not None:
            url = self.url(str(search.like_it["id"]))
            raise TryLater(f"{name}: {url} has its link and other words, so it may be this post, which somebody edited")
        missing = [number for number in search.required if number not in search.shown]
        for number in missing[:MISSING_ASKED]:
            if not self.is_gone(number):
                raise TryLater(f"{name}: the timeline does not show {self.url(number)} either, so it shows nothing")
        if len(missing) > MISSING_ASKED:
            raise TryLater(f"{name}: the timeline does not show {len(missing)} posts that the ledger knows")
        if self.api.clock_is_off():
            raise TryLater(f"{name}: this machine's clock and X's differ, so what X does not show yet proves nothing")

    def is_gone(self, number: str) -> bool:
        """X itself says that this post is not there any more."""
        answer = self.api.repeat("GET", f"/2/tweets/{number}")
        errors = answer.get("errors")
        kinds = (
            {str(error.get("type")) for error in errors if isinstance(error, dict)}
            if isinstance(errors, list)
            else set()
        )
        return not answer.get("data") and any(kind.endswith("/resource-not-found") for kind in kinds)

    def account(self) -> str | None:
        number = self.api.environ.get(f"{self.target.env}_ACCESS_TOKEN", "").strip().partition("-")[0]
        return f"{self.target.platform.name} {number}" if number else None

    def lasting_account(self) -> str | None:
        return f"{self.target.platform.name} {self.api.user_id()}"

    def recent(self, since: datetime | None) -> Iterator[OwnPost]:
        for post in self.posts({"start_time": whole_seconds(since)} if since else {}):
            yield OwnPost(timeline.links_of(post), timeline.text_of(post), self.receipt(post))

    def posts(self, bound: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """The account's own posts, newest first, page by page. Raises Rejected or TryLater where a page cannot be read."""
        route = f"/2/users/{self.api.user_id()}/tweets"
        params = {**bound, "exclude": "replies,retweets", "tweet.fields": FIELDS}
        params["max_results"] = str(FIRST_PAGE)
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
            if not meta.get("next_token"):
                return
            params |= {"pagination_token": str(meta["next_token"]), "max_results": str(PAGE)}

    def delete(self, receipt: Receipt) -> None:
        try:
            self.api.repeat("DELETE", f"/2/tweets/{int(receipt.id)}", Call.DELETE)
        except Gone:
            return

    def receipt(self, post: Mapping[str, Any]) -> Receipt:
        number = str(post["id"])
        return Receipt(id=number, url=self.url(number), posted_at=timeline.posted_at(post), existing=True)

    def url(self, number: str) -> str:
        """Where the post is seen; X leads there whatever stands in place of the name."""
        return f"https://x.com/{(self.target.handle or '').removeprefix('@') or 'i/web'}/status/{number}"

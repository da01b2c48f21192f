"""The search for a post whose answer was lost, on its account's own timeline; one that is not shown is only absent where that is proved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from bot.errors import PublishError, SaidToBeThere, TryLater
from bot.model import Known
from bot.text.sameness import same_text
from bot.web.address import same_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.clock import Clock
    from bot.model import Entry, Receipt
    from bot.settings.model import Target

OLDEST = timedelta(days=1)
"""How long before its claim a post is looked for, where no earlier post is known."""
SKEW = timedelta(minutes=5)
"""So far a platform's clock may be from ours."""
SECOND_LOOK_SECONDS = 2.0
MISSING_ASKED = 5
"""Posts that the timeline lacks, and the platform is asked about one by one: their owner may have taken them down."""
AMONG_NEWEST = 300
"""How many of the newest posts are searched for the one that the platform says is there."""


@dataclass(slots=True)
class Search:
    """What is looked for, and what was seen so far."""

    payload: Mapping[str, Any]
    claimed_at: datetime
    known: Known
    since_id: str | None = None
    """The newest post of the account that the ledger knew when this one was claimed."""
    shown: set[str] = field(default_factory=set)
    like_it: Mapping[str, Any] | None = None
    """A post of this time that has the link, or had no link and was edited, and other words: nobody can tell whose it is."""

    @property
    def link(self) -> str | None:
        link: str | None = self.payload.get("link")
        return link


class OwnTimeline(ABC):
    """The posts of one account on a platform that may make two posts of one claim. A platform's class derives from it.

    Every method that asks the platform raises Rejected or TryLater where it does not tell.
    """

    target: Target
    clock: Clock
    text_name: str
    """What a claim's body calls the text."""

    # ── what the platform says ───────────────────────────────────────────────────────────────────

    @abstractmethod
    def posts(self, search: Search | None = None) -> Iterator[dict[str, Any]]:
        """The account's own posts, newest first; with a search those that were made late enough."""

    @staticmethod
    @abstractmethod
    def ids_of(post: Mapping[str, Any]) -> frozenset[str]:
        """Every id that the post has had."""

    @staticmethod
    @abstractmethod
    def posted_at(post: Mapping[str, Any]) -> datetime:
        """When it was made."""

    @staticmethod
    @abstractmethod
    def was_edited(post: Mapping[str, Any]) -> bool:
        """It may have other words than those that were sent."""

    @staticmethod
    @abstractmethod
    def text_of(post: Mapping[str, Any], link: str | None = None) -> str:
        """The text as it was sent, with the post's own ``link`` as that was sent."""

    @staticmethod
    @abstractmethod
    def linked(post: Mapping[str, Any]) -> list[str]:
        """Every address that the platform has made a link of, whole."""

    def holds_upload(self, post: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
        """The claimed post's own upload is attached to it."""
        del post, payload
        return False

    @abstractmethod
    def receipt(self, post: Mapping[str, Any]) -> Receipt:
        """Of a post that is there."""

    @abstractmethod
    def required(self, search: Search) -> tuple[str, ...]:
        """The ids of known posts that an answer to this search shows if it is whole."""

    @abstractmethod
    def is_gone(self, number: str, search: Search) -> bool:
        """The platform itself says that the answer need not have shown this post."""

    @abstractmethod
    def clock_is_off(self) -> bool:
        """Whether this machine's time is so wrong that nothing can be concluded from how long ago something was."""

    def is_behind(self, post: Mapping[str, Any], search: Search) -> bool:
        """What is looked for cannot stand behind this one, in a list that begins with the newest."""
        del post, search
        return False

    def was_sent_so(self, post: Mapping[str, Any], search: Search) -> bool:
        """The post has other words as it is shown, and was sent with those that were claimed."""
        del post, search
        return False

    # ── comparing ────────────────────────────────────────────────────────────────────────────────

    @classmethod
    def fits(cls, post: Mapping[str, Any], link: str | None, text: str) -> bool:
        """The post is the one with this very text and link; of one that was edited since, the one with this link."""
        if not text or cls.was_edited(post):
            return link is not None and cls.has_link(post, link)
        return same_text(cls.text_of(post, link), text, link)

    @classmethod
    def links_of(cls, post: Mapping[str, Any]) -> tuple[str, ...]:
        """Every address in the post, the last first: that is mostly its own, the others are its words'."""
        text = cls.text_of(post)
        # An address whose ending a platform does not know is no link to it, and stands in the text as it was sent.
        links = dict.fromkeys([*cls.linked(post), *(word for word in text.split() if "://" in word)])
        return tuple(sorted(links, key=lambda link: -text.rfind(normalize("NFC", link))))

    @classmethod
    def has_link(cls, post: Mapping[str, Any], link: str) -> bool:
        """The link stands in the post, whole."""
        return any(same_link(link, address) for address in cls.links_of(post))

    @classmethod
    def may_be_it(cls, post: Mapping[str, Any], link: str | None) -> bool:
        """The post has other words than the one with this link, and may be that one all the same."""
        return cls.was_edited(post) if link is None else cls.has_link(post, link)

    def can_be_known(self, payload: Mapping[str, Any]) -> bool:
        """The claimed post would be recognized where it is shown."""
        return bool(payload.get("link") or self.claimed_text(payload) or (payload.get("media") or {}).get("id"))

    def claimed_text(self, payload: Mapping[str, Any]) -> str:
        text: str = (payload.get("body") or {}).get(self.text_name, "")
        return text

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def look_for(self, entry: Entry, known: Known) -> Receipt | None:
        """The post that this entry made; None where it surely is not there."""
        payload = {"link": entry.link, **(entry.payload or {})}
        if known.said_to_be_there:
            return self.among_newest(payload, known.taken)
        search = Search(payload, entry.claimed_at or entry.updated_at, known, entry.since_id)
        found = self.first_match(search)
        if found is None and not search.shown and not self.required(search):
            # Nothing proves that this answer is whole, not even one post: it has to come twice.
            self.clock.sleep(SECOND_LOOK_SECONDS)
            found = self.first_match(search)
        return found or self.absent(search)

    def among_newest(self, payload: Mapping[str, Any], taken: frozenset[str]) -> Receipt | None:
        """The post with this content among the newest, which may be older than its claim."""
        search = Search(payload, self.clock.now(), Known(taken=taken))
        return next(
            (self.receipt(post) for post in islice(self.posts(), AMONG_NEWEST) if self.is_it(post, search)), None
        )

    def find_said_to_be_there(self, payload: Mapping[str, Any], error: PublishError) -> Receipt:
        """The post that the platform says is there already. Raises SaidToBeThere where it is not among the newest."""
        try:
            found = self.among_newest(payload, frozenset())
        except PublishError as problem:
            raise SaidToBeThere(f"{error}, and it cannot be looked up: {problem}") from None
        if found is None:
            raise SaidToBeThere(f"{error}, but the account's newest {AMONG_NEWEST} posts do not hold it") from None
        return found

    def first_match(self, search: Search) -> Receipt | None:
        """The post that is looked for, among all that are as new as it can be."""
        for post in self.posts(search):
            if self.is_it(post, search):
                return self.receipt(post)
            if self.is_behind(post, search):
                return None
        return None

    def is_it(self, post: Mapping[str, Any], search: Search) -> bool:
        ids = self.ids_of(post)
        search.shown |= ids
        if ids & search.known.taken:
            return False
        text = self.claimed_text(search.payload)
        if self.holds_upload(post, search.payload) or self.fits(post, search.link, text):
            return True
        if self.posted_at(post) >= search.claimed_at - SKEW and self.may_be_it(post, search.link):
            search.like_it = post
        return False

    def absent(self, search: Search) -> Receipt | None:
        """None where what was shown proves that the post is not there; else raises TryLater.

        A post that has the link and other words may be the one after all, where the platform tells as what it was sent.
        """
        name = self.target.name
        if search.like_it is not None:
            like_it = self.receipt(search.like_it)
            if self.was_sent_so(search.like_it, search):
                return like_it
            what = "was edited since" if search.link is None else "has its link and other words"
            raise TryLater(f"{name}: {like_it.url} {what}, so it may be this post, which somebody edited")
        if not self.can_be_known(search.payload):
            raise TryLater(f"{name}: it has neither words nor a link by which it could be known")
        missing = [number for number in self.required(search) if number not in search.shown]
        for number in missing[:MISSING_ASKED]:
            if not self.is_gone(number, search):
                raise TryLater(f"{name}: the list of posts lacks {number}, which is there, so it shows nothing")
        if len(missing) > MISSING_ASKED:
            raise TryLater(f"{name}: the list of posts lacks {len(missing)} that the ledger knows")
        if self.clock_is_off():
            raise TryLater(
                f"{name}: this machine's clock and the server's differ, so what it does not show yet proves nothing"
            )
        return None

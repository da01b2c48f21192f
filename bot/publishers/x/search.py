"""One search of a timeline for the post of an entry in doubt: what would be it, and what an answer must show to count."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.publishers.x import timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model import Known

OLDEST = timedelta(days=1)
"""How long before its claim a post is looked for, where no id of an earlier post is known."""
SKEW = timedelta(minutes=5)
"""X refuses whoever's clock is further off."""


@dataclass(slots=True)
class Search:
    """What is looked for, and what was seen so far."""

    link: str | None
    text: str
    claimed_at: datetime
    known: Known
    required: tuple[str, ...] = ()
    """The ids of known posts that a whole answer shows."""
    shown: set[str] = field(default_factory=set)
    like_it: Mapping[str, Any] | None = None
    """A post of this time that has the link and other words: nobody can tell whose it is."""

    def bound(self, since_id: str | None) -> dict[str, str]:
        """From where on X is asked: from right before a post that it must show, where there is one."""
        # Only what the ledger knows bounds the search: an id that is made up would hide the post.
        standing = [number for number in self.known.standing if number.isascii() and number.isdigit()]
        if since_id is not None and since_id.isascii() and since_id.isdigit():
            before = [int(number) for number in standing if int(number) <= int(since_id)]
            first = max(before) if before else int(since_id) + 1
            self.required = tuple(number for number in standing if int(number) >= first)
            return {"since_id": str(first - 1)}
        oldest = self.claimed_at - OLDEST
        self.required = tuple(number for number in standing if timeline.moment_of(number) >= oldest)
        return {"start_time": timeline.whole_seconds(oldest)}

    def is_it(self, post: Mapping[str, Any]) -> bool:
        """Whether it is the post that is looked for."""
        ids = timeline.ids_of(post)
        self.shown |= ids
        if ids & self.known.taken:
            return False
        if timeline.fits(post, self.link, self.text):
            return True
        if (
            self.link is not None
            and timeline.posted_at(post) >= self.claimed_at - SKEW
            and timeline.has_link(post, self.link)
        ):
            self.like_it = post
        return False

"""One search of an account's own statuses for the one that is in doubt: which would be it, how far back, what must be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.publishers.mastodon.platform import time_of
from bot.publishers.mastodon.statuses import fits, has_link, holds_media, made_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model import Known

OLDEST = timedelta(days=1)
"""How long before its claim a post is looked for, where no earlier post is known."""
SKEW = timedelta(minutes=5)
"""So far the server's clock may be from ours."""


@dataclass(slots=True)
class Search:
    """What is looked for, and what was seen so far."""

    link: str | None
    text: str
    media_id: str | None
    claimed_at: datetime
    known: Known
    shown: set[str] = field(default_factory=set)
    like_it: Mapping[str, Any] | None = None
    """A post of this time that has the link and other words: nobody can tell whose it is."""

    @property
    def begins(self) -> datetime:
        """How far back the statuses are read: to the newest known post that is older than the claim."""
        times = [made for made in map(time_of, self.known.standing) if made and made < self.claimed_at - SKEW]
        return max(times, default=self.claimed_at - OLDEST)

    @property
    def missing(self) -> list[str]:
        """The ids of known posts that a whole answer would have shown, as far as an id tells its time."""
        return [
            number
            for number in self.known.standing
            if number not in self.shown and ((made := time_of(number)) is None or made >= self.begins)
        ]

    def is_behind(self, status: Mapping[str, Any]) -> bool:
        """What is looked for cannot stand behind this one, in a list that begins with the newest."""
        return made_at(status) < self.begins

    def is_it(self, status: Mapping[str, Any]) -> bool:
        """Whether it is the post that is looked for."""
        number = str(status["id"])
        self.shown.add(number)
        if number in self.known.taken:
            return False
        if holds_media(status, self.media_id) or fits(status, self.link, self.text):
            return True
        if self.link is not None and made_at(status) >= self.claimed_at - SKEW and has_link(status, self.link):
            self.like_it = status
        return False

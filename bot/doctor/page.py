"""Is a digest's page there, and does it carry what platforms make a card of?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import read
from bot.content.tags import built_tags, card_differences
from bot.errors import BotError
from bot.model import Finding, Level
from bot.settings.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.model import Digest
    from bot.pipeline.live import Live
    from bot.settings.model import Settings

SHOWN = ("og:title", "og:image", "twitter:card")
SHOWN_LENGTH = 100
WHY = "X keeps an empty card for about a week"


def newest(digests: Sequence[Digest], now: datetime) -> Digest | None:
    """The digest whose page has been there the shortest."""
    dated = [(one.published_at, one.key, one) for one in digests if one.published_at is not None and not one.draft]
    out = [one for one in dated if one[0] <= now]
    return max(out, key=lambda one: one[:2])[2] if out else None


def check_page(digest: Digest, settings: Settings) -> Iterator[Finding]:
    """Look at it once, as `wait_live` would."""
    from bot.pipeline.live import ACCEPT, check, fetch_for

    live = check(digest, fetch_for(settings, ACCEPT))
    yield from findings_of(live, shown(digest.path))
    yield from check_tags(digest, settings, live)


def check_tags(digest: Digest, settings: Settings, live: Live) -> Iterator[Finding]:
    """Whether the live page, else the built one, says what the digest's card says."""
    try:
        whole = read(digest.path, settings)
    except BotError:
        return  # said already
    tags = live.tags if live.ok else built_tags(whole, settings)
    for difference in card_differences(whole, tags):
        yield Finding(
            Level.WARNING, "card", f"{shown(digest.path)}: {difference}", "cards by the bot and by the platform differ",
            "let the digest's front matter and the blog's layout say the same",
        )  # fmt: skip


def findings_of(live: Live, name: str) -> Iterator[Finding]:
    """What the look at the page means."""
    from bot.pipeline.live import State

    match live.state:
        case State.NOT_YET:
            yield Finding(
                Level.WARNING, "page", f"{name}: its page is not there: {live.reason}",
                f"the post would link to nothing, and {WHY}",
                "publish the blog first; if the address is wrong, mend `site` or `permalink`; to have it waited for, set `wait_live`",
            )  # fmt: skip
        case State.WRONG_PAGE:
            yield Finding(
                Level.WARNING, "page", f"{name}: {live.reason}", "the post would link to something else",
                "mend `permalink`, or the digest's slug",
            )  # fmt: skip
        case State.OK:
            yield Finding(Level.OK, "page", f"{name}: {live.final_url} is its page")
    for warning in live.warnings:
        yield Finding(
            Level.WARNING, "card", f"{name}: {warning}", "cards of the link are poorer than they could be",
            "mend the tags in the blog's layout; `bot card` draws a picture for og:image",
        )  # fmt: skip
    if live.ok:
        tags = ", ".join(f"{tag} “{live.tags[tag][:SHOWN_LENGTH]}”" for tag in SHOWN if live.tags.get(tag))
        yield Finding(Level.NOTE, "card", f"{name}: the page says {tags or 'nothing that a card could be made of'}")

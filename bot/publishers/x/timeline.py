"""X's posts as they come back: with t.co in place of every link, which has to be undone before they can be compared."""

from __future__ import annotations

import html
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.web.address import same_address

if TYPE_CHECKING:
    from collections.abc import Mapping

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
"""Where the time in X's post ids begins."""


def holds(post: Mapping[str, Any], link: str | None, text: str) -> bool:
    """The post is the one with this link; of a post without a link, the one with this very text."""
    if link is None:
        return words(post) == plain(text)
    return any(same_address(link, address) for address in links(post))


def links(post: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in the post, as written and as X found it behind redirects."""
    found = [entity.get(name) for entity in urls(post) for name in ("expanded_url", "unwound_url") if not media(entity)]
    # An address whose ending X does not know is no link to X, and stands in the text as it was sent.
    found += [word for word in words(post).split() if "://" in word]
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def words(post: Mapping[str, Any]) -> str:
    """The text as it was sent: its links in full, its media's link gone, its &amp; an & again."""
    text = str(post.get("text", ""))
    for entity in urls(post):
        short, full = str(entity.get("url") or ""), str(entity.get("expanded_url") or "")
        if short:
            text = text.replace(short, "" if media(entity) else full)
    return plain(html.unescape(text))


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def urls(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    entities = post.get("entities")
    found = entities.get("urls") if isinstance(entities, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def media(entity: Mapping[str, Any]) -> bool:
    return bool(entity.get("media_key")) or str(entity.get("display_url", "")).startswith(
        ("pic.x.com/", "pic.twitter.com/")
    )


def posted_at(post: Mapping[str, Any]) -> datetime:
    """The post's time; its id holds it too."""
    try:
        found = datetime.fromisoformat(str(post.get("created_at")))
    except ValueError:
        return EPOCH + timedelta(milliseconds=int(post["id"]) >> 22)
    return found if found.tzinfo else found.replace(tzinfo=UTC)

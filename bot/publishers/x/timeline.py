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
MEDIA_HOSTS = ("pic.x.com/", "pic.twitter.com/")


def holds(post: Mapping[str, Any], link: str | None, text: str) -> bool:
    """The post is the one with this link; of a post without a link, the one with this very text."""
    if link is None:
        return text_of(post) == normalized(text)
    return any(same_address(link, address) for address in links_of(post))


def links_of(post: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in the post, as written and as X found it behind redirects."""
    links = [
        entity.get(name)
        for entity in url_entities(post)
        for name in ("expanded_url", "unwound_url")
        if not is_media(entity)
    ]
    # An address whose ending X does not know is no link to X, and stands in the text as it was sent.
    links += [word for word in text_of(post).split() if "://" in word]
    return tuple(dict.fromkeys(link for link in links if isinstance(link, str)))


def text_of(post: Mapping[str, Any]) -> str:
    """The text as it was sent: its links in full, its media's link gone, its &amp; an & again."""
    text = str(post.get("text", ""))
    for entity in url_entities(post):
        short, full = str(entity.get("url") or ""), str(entity.get("expanded_url") or "")
        if short:
            text = text.replace(short, "" if is_media(entity) else full)
    return normalized(html.unescape(text))


def normalized(text: str) -> str:
    """As X keeps a text."""
    return unicodedata.normalize("NFC", text).strip()


def url_entities(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What X says of each t.co address in the text."""
    entities = post.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    return [entity for entity in urls if isinstance(entity, dict)] if isinstance(urls, list) else []


def is_media(entity: Mapping[str, Any]) -> bool:
    """The address is that of the post's own picture, which X adds to the text."""
    return bool(entity.get("media_key")) or str(entity.get("display_url", "")).startswith(MEDIA_HOSTS)


def posted_at(post: Mapping[str, Any]) -> datetime:
    """The post's time; its id holds it too."""
    try:
        created = datetime.fromisoformat(str(post.get("created_at")))
    except ValueError:
        return EPOCH + timedelta(milliseconds=int(post["id"]) >> 22)
    return created if created.tzinfo else created.replace(tzinfo=UTC)

"""X's posts as they come back: with t.co in place of every link, which has to be undone before they can be compared."""

from __future__ import annotations

import html
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.clock import aware
from bot.publishers.foreign import objects_in, table_in
from bot.publishers.x.platform import made_at
from bot.text.sameness import same_text
from bot.web.address import same_link

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_HOSTS = ("pic.x.com/", "pic.twitter.com/")


def fits(post: Mapping[str, Any], link: str | None, text: str) -> bool:
    """The post is the one with this very text and link; of one that was edited since, the one with this link."""
    if not text or was_edited(post):
        return link is not None and has_link(post, link)
    return same_text(text_of(post, link), text, link)


def has_link(post: Mapping[str, Any], link: str) -> bool:
    """The link stands in the post, as it was sent."""
    return any(same_link(link, address) for address in links_of(post))


def links_of(post: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in the post as it was written, the last first: that is mostly its own, the others are its words'."""
    text = text_of(post)
    links = [
        str(entity["expanded_url"])
        for entity in url_entities(post)
        if entity.get("expanded_url") and not is_media(entity)
    ]
    # An address whose ending X does not know is no link to X, and stands in the text as it was sent.
    links += [word for word in text.split() if "://" in word]
    return tuple(sorted(dict.fromkeys(links), key=lambda link: -text.rfind(link)))


def text_of(post: Mapping[str, Any], link: str | None = None) -> str:
    """The text as it was sent: its links in full, its media's link gone, its &amp; an & again.

    Where X spells the post's own ``link`` in another way than it was sent, it is put back.
    """
    text = str(whole(post).get("text", ""))
    for entity in url_entities(post):
        short, full = str(entity.get("url") or ""), str(entity.get("expanded_url") or "")
        if link is not None and same_link(full, link):
            full = link
        if short:
            text = text.replace(short, "" if is_media(entity) else html.escape(full, quote=False))
    return unicodedata.normalize("NFC", html.unescape(text)).strip()


def whole(post: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the whole text stands: of a long post in a field of its own."""
    note = post.get("note_tweet")
    return note if isinstance(note, dict) and note.get("text") else post


def url_entities(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What X says of each t.co address in the text."""
    return [entity for source in (post, whole(post)) for entity in objects_in(table_in(source, "entities").get("urls"))]


def is_media(entity: Mapping[str, Any]) -> bool:
    """The address is that of the post's own picture, which X adds to the text."""
    return bool(entity.get("media_key")) or str(entity.get("display_url", "")).startswith(MEDIA_HOSTS)


def ids_of(post: Mapping[str, Any]) -> frozenset[str]:
    """Every id that the post has had: an edit gives it a new one."""
    history = post.get("edit_history_tweet_ids")
    return frozenset(
        {str(post["id"]), *(str(one) for one in history if one)} if isinstance(history, list) else {str(post["id"])}
    )


def was_edited(post: Mapping[str, Any]) -> bool:
    return "id" in post and len(ids_of(post)) > 1


def posted_at(post: Mapping[str, Any]) -> datetime:
    """The post's time; its id holds it too."""
    try:
        return aware(datetime.fromisoformat(str(post.get("created_at"))))
    except ValueError:
        return made_at(str(post["id"]))


def whole_seconds(moment: datetime) -> str:
    """As X wants it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

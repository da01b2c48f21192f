"""A server's statuses as they come back: as HTML, which has to be undone before two can be compared."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.clock import aware
from bot.publishers.foreign import objects_in
from bot.text.sameness import same_text
from bot.web.address import same_link
from bot.web.html import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {"mention", "hashtag"}
"""Classes of links that are no addresses of the post's."""


def words_and_links(status: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The text that was sent, and every address in it, whole."""
    words: list[str] = []
    links: list[str] = []
    inside_link = False
    for piece in pieces(str(status.get("content") or "")):
        if isinstance(piece, str):
            words += [] if inside_link else [piece]
        elif piece.name == "a":
            inside_link = not piece.closing and NAMES.isdisjoint(piece.attributes.get("class", "").split())
            if inside_link:  # what is seen of it may be cut
                links.append(piece.attributes.get("href", ""))
                words.append(links[-1])
        elif piece.name == "br":
            words.append("\n")
        elif piece.name == "p" and not piece.closing and words:
            words.append("\n\n")
    return "".join(words), links


def text_of(status: Mapping[str, Any]) -> str:
    """The text as it was sent, but for the hosts of mentions."""
    return unicodedata.normalize("NFC", words_and_links(status)[0]).strip()


def links_of(status: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in the post, the last first: that is mostly its own, the others are its words'."""
    text, links = words_and_links(status)
    # What the server makes no link of stands in the text as it was sent.
    plain = [word for word in text.split() if "://" in word]
    return tuple(sorted(dict.fromkeys([*links, *plain]), key=lambda link: -text.rfind(link)))


def has_link(status: Mapping[str, Any], link: str) -> bool:
    """The link stands in the post, whole."""
    return any(same_link(link, address) for address in links_of(status))


def fits(status: Mapping[str, Any], link: str | None, text: str) -> bool:
    """The post is the one with this very text and link; of one that was edited since, the one with this link."""
    if not text or status.get("edited_at"):
        return link is not None and has_link(status, link)
    return same_text(text_of(status), text, link)


def holds_media(status: Mapping[str, Any], media_id: str | None) -> bool:
    """The upload itself is attached to it, which can be attached to one post only."""
    attached = objects_in(status.get("media_attachments"))
    return media_id is not None and any(str(media.get("id")) == media_id for media in attached)


def made_at(status: Mapping[str, Any]) -> datetime:
    """Raises ValueError where it does not say."""
    return aware(datetime.fromisoformat(str(status.get("created_at"))))

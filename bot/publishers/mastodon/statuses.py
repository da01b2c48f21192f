"""A server's statuses as they come back: as HTML, which has to be undone before two can be compared."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from bot.clock import aware
from bot.text.sameness import same_text
from bot.web.address import same_link

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {"mention", "hashtag"}
"""Classes of links that are no addresses of the post's."""


class Words(HTMLParser):
    """The text that was sent, and every address in it, whole."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: list[str] = []
        self.inside_link = False
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "p" and self.pieces:
            self.pieces.append("\n\n")
        elif tag == "a" and not NAMES & set(given.get("class", "").split()):
            # What is seen of it may be cut.
            self.inside_link = True
            self.links.append(given.get("href", ""))
            self.pieces.append(given.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.inside_link = False

    def handle_data(self, data: str) -> None:
        if not self.inside_link:
            self.pieces.append(data)


def words_of(status: Mapping[str, Any]) -> Words:
    return Words(str(status.get("content") or ""))


def text_of(status: Mapping[str, Any]) -> str:
    """The text as it was sent, but for the hosts of mentions."""
    return unicodedata.normalize("NFC", "".join(words_of(status).pieces)).strip()


def links_of(status: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in the post, the last first: that is mostly its own, the others are its words'."""
    words = words_of(status)
    # What the server makes no link of stands in the text as it was sent.
    plain = [word for word in "".join(words.pieces).split() if "://" in word]
    text = "".join(words.pieces)
    return tuple(sorted(dict.fromkeys([*words.links, *plain]), key=lambda link: -text.rfind(link)))


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
    attached = status.get("media_attachments")
    return media_id is not None and any(
        str(media.get("id")) == media_id for media in (attached if isinstance(attached, list) else [])
    )


def made_at(status: Mapping[str, Any]) -> datetime:
    """Raises ValueError where it does not say."""
    return aware(datetime.fromisoformat(str(status.get("created_at"))))

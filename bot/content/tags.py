"""What a digest's page says to platforms, held against what its card says."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.content.blog import built_by
from bot.sites.published import built_page
from bot.web.page import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.model import Card, Digest
    from bot.settings.model import Settings

QUOTED = 80
"""Characters of what a page says that are shown."""
NAME_BEHIND = re.compile(r"\s[|–—·•-]\s[^|–—·•]{1,60}$")
"""The site's name behind a title."""
BEGINNING = 12
"""Letters from which on a text may be the beginning of the other, which was shortened."""


def built_tags(digest: Digest, settings: Settings) -> Mapping[str, str]:
    """The tags of the digest's page in the folder that the last build left behind; none where the page is not of today."""
    blog = built_by(settings)
    page = built_page(blog.root if blog is not None else settings.root, settings.require_site(), digest.url)
    if page is None:
        return {}
    try:
        file_changed = Path(digest.path).stat().st_mtime
    except OSError:
        return {}
    return page.tags if page.built_at >= file_changed else {}


def card_differences(digest: Digest, tags: Mapping[str, str], card: Card | None = None) -> Iterator[str]:
    """What the page's tags say otherwise than the card, a clause each; without a card: than the digest.

    What the page does not say is no difference.
    """
    title = card.title if card is not None else digest.title
    for tag in ("og:title", "twitter:title"):
        if (own := tags.get(tag)) and not (same_words(own, title) or same_words(NAME_BEHIND.sub("", own), title)):
            yield f"its page's {tag} is {quote_words(own)}, and the card's title {quote_words(title)}"
            break
    # The card may say what the post's own words have left over.
    texts = [card.description if card is not None else None, digest.description, digest.lede, *digest.paragraphs[:1]]
    known = [text for text in texts if text]
    for tag in ("og:description", "twitter:description"):
        if known and (own := tags.get(tag)) and not any(same_words(own, text) for text in known):
            yield f"its page's {tag} is {quote_words(own)}, and the card's description {quote_words(known[0])}"
            break
    # Where the digest names no picture, the page may well have the one that `bot card` has drawn.
    shown = tags.get("og:image") or tags.get("og:image:url") or tags.get("twitter:image")
    if shown and digest.pictures and not any(is_picture(picture.source, shown) for picture in digest.pictures):
        yield f"its page's og:image is {quote_words(shown)}, and the card's picture {quote_words(digest.pictures[0].source)}"


def same_words(one: str, other: str) -> bool:
    """The same letters, or as far as the shorter of the two goes."""
    short, long = sorted((letters_of(one), letters_of(other)), key=len)
    return short == long or (len(short) >= BEGINNING and long.startswith(short))


def is_picture(source: str, address: str) -> bool:
    """The address is of this file, whatever the generator has put before and behind its name."""
    name = PurePosixPath(unquote(urlsplit(source).path)).stem.casefold()
    return bool(name) and name in unquote(address).casefold()


def quote_words(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= QUOTED else line[: QUOTED - 1] + '…'}”"

"""Is a digest's page there, does it carry what platforms make a card of, and does it name its document?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.content import read
from bot.content.tags import built_tags, card_differences
from bot.errors import BotError, FetchError
from bot.formatter.document import will_have_document
from bot.model import Finding, Level
from bot.settings.paths import shown
from bot.sites import surface_named
from bot.sites.head import head_line
from bot.watcher.verdict import before_the_bot
from bot.web.html import Tag, pieces
from bot.web.page import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from bot.model import Digest, DocumentNames
    from bot.pipeline.live import Live
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target


SHOWN = ("og:title", "og:image", "twitter:card")
SHOWN_LENGTH = 100
EMPTY_CARD = "X keeps an empty card for about a week"


def newest_digest(digests: Sequence[Digest], now: datetime) -> Digest | None:
    """The digest whose page has been there the shortest."""
    dated = [(one.published_at, one.key, one) for one in digests if one.published_at is not None and not one.draft]
    out = [one for one in dated if one[0] <= now]
    return max(out, key=lambda one: one[:2])[2] if out else None


def check_page(digest: Digest, settings: Settings) -> Iterator[Finding]:
    """Look at it once, as `wait_live` would."""
    from bot.pipeline.live import ACCEPT, check, fetch_for

    live = check(digest, fetch_for(settings, ACCEPT))
    yield from page_findings(live, shown(digest.path))
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


def page_findings(live: Live, name: str) -> Iterator[Finding]:
    from bot.pipeline.live import State

    match live.state:
        case State.NOT_YET:
            yield Finding(
                Level.WARNING, "page", f"{name}: its page is not there: {live.reason}",
                f"the post would link to nothing, and {EMPTY_CARD}",
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


# ── documents ───────────────────────────────────────────────────────────────────────────────────


WHY = "readers and other programs cannot tell that the two belong together"
FILE_CHARS = 1000


def check_documents(
    targets: Sequence[Target], newest: Digest | None, settings: Settings, publisher_of: Callable[[Target], Publisher]
) -> Iterator[Finding]:
    """Of every target that has documents: the site's own file, and the link in the newest page's head."""
    for target in targets:
        names = target.platform.documents
        if names is None or not target.documents or target.publication is None or settings.site is None:
            continue
        yield from check_site_file(target, target.publication, names, settings)
        if newest is None or not will_have_document(newest, target) or before_the_bot(newest, settings):
            continue
        document = publisher_of(target).addresses(newest).document
        if document is not None:
            yield from check_link(newest, target, document, names, settings)


def check_site_file(target: Target, publication: str, names: DocumentNames, settings: Settings) -> Iterator[Finding]:
    site = urlsplit(settings.require_site())
    address = f"{site.scheme}://{site.netloc}/{names.well_known}{site.path.rstrip('/')}"
    try:
        words = fetch_page(address, settings)[:FILE_CHARS].decode("utf-8", "replace").strip()
    except FetchError as error:
        what = f"the file that names the publication cannot be had: {error.what}"
    else:
        if words == publication:
            yield Finding(Level.OK, "documents", f"{address} names the publication", target=target.name)
            return
        what = f"{address} does not name {publication}"
    yield Finding(
        Level.WARNING, "documents", what, WHY,
        f"bot init --documents writes the file, or says where it belongs; it holds one line: {publication}", target.name,
    )  # fmt: skip


def check_link(
    digest: Digest, target: Target, document: str, names: DocumentNames, settings: Settings
) -> Iterator[Finding]:
    try:
        links = links_in(fetch_page(digest.url, settings), names.page_link)
    except FetchError:
        return  # that its page is not there is said already
    name = shown(digest.path)
    if document in links:
        yield Finding(Level.OK, "documents", f"{name}: its page names its document", target=target.name)
        return
    other = f"names {links[0]} and not {document}" if links else f"does not name its document {document}"
    surface = surface_named(settings.generator)
    line = head_line(surface, names.page_link, target.name)
    yield Finding(
        Level.WARNING, "documents", f"{name}: its page {other}", WHY,
        f"put into {surface.head}: {line} (docs/comments.md), and make its file before the build: bot url --all --out {surface.data}",
        target.name,
    )  # fmt: skip


def links_in(content: bytes, rel: str) -> list[str]:
    return [
        piece.attributes.get("href", "").strip()
        for piece in pieces(decode(content))
        if isinstance(piece, Tag) and piece.name == "link" and rel in piece.attributes.get("rel", "").lower().split()
    ]


def fetch_page(address: str, settings: Settings) -> bytes:
    """Raises FetchError."""
    from bot.pipeline.live import fetch_for

    return fetch_for(settings)(address).body

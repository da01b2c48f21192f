"""Do the site and its newest page name the records that their documents stand in?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FetchError
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

    from bot.model import Digest, DocumentNames
    from bot.publishers.interface import Publisher
    from bot.settings.model import Settings, Target

CHECK = "documents"
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
    """The file at the host's top names the publication."""
    site = urlsplit(settings.require_site())
    address = f"{site.scheme}://{site.netloc}/{names.well_known}{site.path.rstrip('/')}"
    try:
        words = fetch_page(address, settings)[:FILE_CHARS].decode("utf-8", "replace").strip()
    except FetchError as error:
        what = f"the file that names the publication cannot be had: {error.what}"
    else:
        if words == publication:
            yield Finding(Level.OK, CHECK, f"{address} names the publication", target=target.name)
            return
        what = f"{address} does not name {publication}"
    yield Finding(
        Level.WARNING, CHECK, what, WHY,
        f"bot init --documents writes the file, or says where it belongs; it holds one line: {publication}", target.name,
    )  # fmt: skip


def check_link(
    digest: Digest, target: Target, document: str, names: DocumentNames, settings: Settings
) -> Iterator[Finding]:
    """The page's head names the page's own document."""
    try:
        links = links_in(fetch_page(digest.url, settings), names.page_link)
    except FetchError:
        return  # that its page is not there is said already
    name = shown(digest.path)
    if document in links:
        yield Finding(Level.OK, CHECK, f"{name}: its page names its document", target=target.name)
        return
    other = f"names {links[0]} and not {document}" if links else f"does not name its document {document}"
    surface = surface_named(settings.generator)
    line = head_line(surface, names.page_link, target.name)
    yield Finding(
        Level.WARNING, CHECK, f"{name}: its page {other}", WHY,
        f"put into {surface.head}: {line} (docs/comments.md), and make its file before the build: bot url --all --out {surface.data}",
        target.name,
    )  # fmt: skip


def links_in(content: bytes, rel: str) -> list[str]:
    """Where the page's links of this kind lead."""
    return [
        piece.attributes.get("href", "").strip()
        for piece in pieces(decode(content))
        if isinstance(piece, Tag) and piece.name == "link" and rel in piece.attributes.get("rel", "").lower().split()
    ]


def fetch_page(address: str, settings: Settings) -> bytes:
    """Raises FetchError."""
    from bot.pipeline.live import fetch_for

    return fetch_for(settings)(address).body

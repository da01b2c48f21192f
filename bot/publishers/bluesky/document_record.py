"""A digest as Standard.site's record of a document (lexicon site.standard.document), and its post with what it pins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.clock import iso_milliseconds
from bot.content.plain_text import cut_at_bytes
from bot.publishers.bluesky.identifiers import DOCUMENTS
from bot.publishers.bluesky.record import blob_of
from bot.publishers.exchange import objects_in, table_in
from bot.text import condense
from bot.text.measure import graphemes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model import Companion, Document, Image

# Lexicon site.standard.document: graphemes and UTF-8 bytes.
TITLE = (500, 5_000)
DESCRIPTION = (3_000, 30_000)
TAG = (128, 1_280)
TEXT_BYTES = 100_000


def document_record(document: Document, publication: str, image: Image | None, now: datetime) -> dict[str, Any]:
    """The record as it will be sent: pure, and the same for the same arguments.

    ``now``: when it was published, of a digest that has no date.
    """
    record: dict[str, Any] = {
        "$type": DOCUMENTS,
        "site": publication,
        "path": document.path,
        "title": shortened(document.title, *TITLE),
    }
    if document.description:
        record["description"] = shortened(document.description, *DESCRIPTION)
    record["publishedAt"] = iso_milliseconds(document.published_at or now)
    if document.updated_at is not None:
        record["updatedAt"] = iso_milliseconds(document.updated_at)
    if tags := [tag for tag in map(sendable, document.tags) if within(tag, *TAG)]:
        record["tags"] = tags
    if image is not None:
        record["coverImage"] = blob_of(image)
    if document.text:
        record["textContent"] = cut_at_bytes(document.text, TEXT_BYTES)
    return record


OWN = ("$type", "site", "path", "title", "description", "publishedAt", "updatedAt", "tags", "textContent")
"""What the digest alone decides, so that it goes where the digest says it no more; a picture that cannot be had today stays."""


def changed_record(today: Mapping[str, Any], there: Mapping[str, Any], *, dated: bool) -> dict[str, Any]:
    """The document of today's digest, with what another program has added to the one that is there."""
    kept = {name: value for name, value in there.items() if name not in OWN}
    if not dated and "publishedAt" in there:
        kept["publishedAt"] = there["publishedAt"]
        today = {name: value for name, value in today.items() if name != "publishedAt"}
    return {**kept, **today}


def pinning(post: Mapping[str, Any], companion: Companion, publication: str, publication_cid: str) -> dict[str, Any]:
    """The record of a post with a card, which pins its document and the publication of that."""
    references = [{"uri": companion.uri, "cid": companion.cid}, {"uri": publication, "cid": publication_cid}]
    external = {**post["embed"]["external"], "associatedRefs": references}
    return {**post, "embed": {**post["embed"], "external": external}}


def pinned(post: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Which document a post pins, as {"uri", "cid"}; any program may have made the post."""
    for reference in objects_in(table_in(post, "embed", "external").get("associatedRefs")):
        if isinstance(reference.get("cid"), str) and f"/{DOCUMENTS}/" in str(reference.get("uri")):
            return {"uri": str(reference["uri"]), "cid": reference["cid"]}
    return None


def sendable(text: str) -> str:
    """With a sign in the place of half a character, which no record can hold."""
    return text.encode("utf-8", "replace").decode()


def shortened(text: str, most: int, most_bytes: int) -> str:
    """At a word's end, with an ellipsis, where it is too long."""
    text = sendable(text)

    def fits(piece: str) -> bool:
        return within(piece, most, most_bytes)

    return text if fits(text) else condense.cut(text, fits, most) or condense.chop(text, fits, most)


def within(text: str, most: int, most_bytes: int) -> bool:
    return len(text.encode()) <= most_bytes and graphemes(text) <= most

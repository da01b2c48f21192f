"""What is sent to a Bluesky server: a post (lexicon app.bsky.feed.post) and a document, each as its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.clock import iso_milliseconds
from bot.content.plain_text import cut_at_bytes
from bot.publishers.bluesky.identifiers import DOCUMENTS, blob_cid
from bot.publishers.exchange import objects_in, table_in
from bot.text import condense
from bot.text.measure import graphemes
from bot.web.address import shown_host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.model import Companion, Document, Draft, Facet, Image

COLLECTION = "app.bsky.feed.post"
FACET = "app.bsky.richtext.facet"


def record_of(draft: Draft, now: datetime) -> dict[str, Any]:
    """The record as it will be sent, but for mentions: these name the handle until ``resolve_mentions`` gives them its DID."""
    record: dict[str, Any] = {"$type": COLLECTION, "text": draft.text, "createdAt": iso_milliseconds(now)}
    if draft.langs:
        record["langs"] = list(draft.langs)
    if draft.facets:
        record["facets"] = [facet_of(facet) for facet in draft.facets]
    if draft.tags:
        record["tags"] = list(draft.tags)
    if draft.card is not None:
        external: dict[str, Any] = {
            "uri": draft.card.uri,
            "title": draft.card.title,
            "description": draft.card.description,
        }
        if draft.image is not None:
            external["thumb"] = blob_of(draft.image)
        record["embed"] = {"$type": "app.bsky.embed.external", "external": external}
    elif draft.image is not None:
        picture = {
            "alt": draft.image.alt,
            "image": blob_of(draft.image),
            "aspectRatio": {"width": draft.image.width, "height": draft.image.height},
        }
        record["embed"] = {"$type": "app.bsky.embed.images", "images": [picture]}
    return record


def facet_of(facet: Facet) -> dict[str, Any]:
    """The facet as the lexicon has it; a mention still has its handle."""
    match facet.kind:
        case "link":
            feature = {"$type": f"{FACET}#link", "uri": facet.value}
        case "tag":
            feature = {"$type": f"{FACET}#tag", "tag": facet.value}
        case "mention":
            feature = {"$type": f"{FACET}#mention", "handle": facet.value}
        case kind:
            raise AssertionError(kind)
    return {"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]}


def resolve_mentions(
    record: Mapping[str, Any], did_of: Callable[[str], str | None]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The record with the handles of its mentions made DIDs, and the handles that nobody has: those stay words."""
    resolved, strangers = dict(record), []
    facets: list[Any] = []
    for facet in record.get("facets", ()):
        feature = facet["features"][0]
        if "handle" not in feature:
            facets.append(facet)
        elif did := did_of(feature["handle"]):
            facets.append({**facet, "features": [{"$type": feature["$type"], "did": did}]})
        else:
            strangers.append(feature["handle"])
    if facets:
        resolved["facets"] = facets
    else:
        resolved.pop("facets", None)
    return resolved, tuple(strangers)


def blob_of(image: Image) -> dict[str, Any]:
    """The picture as a record refers to it, before it is uploaded."""
    return {
        "$type": "blob",
        "ref": {"$link": blob_cid(image.content)},
        "mimeType": image.media_type,
        "size": len(image.content),
    }


def picture_of(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    embed = record.get("embed") or {}
    if "external" in embed:
        thumb: Mapping[str, Any] | None = embed["external"].get("thumb")
        return thumb
    return embed["images"][0]["image"] if embed.get("images") else None


def is_another_blogs(record: object, other: object) -> bool:
    """Their cards lead to two hosts, under two titles: two blogs share the account, and have files of one name and time."""
    one, two = (table_in(source, "embed", "external") for source in (record, other))
    uris, titles = ({str(card.get(name)) for card in (one, two)} for name in ("uri", "title"))
    return bool(one and two) and len({shown_host(uri) for uri in uris}) == len(titles) == 2


def links_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in a post, its own first: its card's, then its text's from the end; any program may have made it."""
    links = [table_in(record, "embed", "external").get("uri")]
    for facet in reversed(objects_in(record.get("facets"))):
        links += [feature.get("uri") for feature in objects_in(facet.get("features"))]
    return tuple(dict.fromkeys(link for link in links if isinstance(link, str)))


# ── documents (lexicon site.standard.document) ───────────────────────────────────────────────────

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
    if tags := [tag for tag in map(sendable, document.tags) if fits_within(tag, *TAG)]:
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
        return fits_within(piece, most, most_bytes)

    return text if fits(text) else condense.cut(text, fits, most) or condense.chop(text, fits, most)


def fits_within(text: str, most: int, most_bytes: int) -> bool:
    return len(text.encode()) <= most_bytes and graphemes(text) <= most

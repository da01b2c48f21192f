"""A draft as Bluesky's record of a post (lexicon app.bsky.feed.post)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.clock import iso_milliseconds
from bot.publishers.bluesky.identifiers import blob_cid
from bot.publishers.foreign import objects_in, table_in
from bot.web.address import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.model import Draft, Facet, Image

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
    return bool(one and two) and len({host_of(uri) for uri in uris}) == len(titles) == 2


def links_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in a post, its own first: its card's, then its text's from the end; any program may have made it."""
    links = [table_in(record, "embed", "external").get("uri")]
    for facet in reversed(objects_in(record.get("facets"))):
        links += [feature.get("uri") for feature in objects_in(facet.get("features"))]
    return tuple(dict.fromkeys(link for link in links if isinstance(link, str)))

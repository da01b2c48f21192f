"""A draft as Bluesky's record of a post (lexicon app.bsky.feed.post)."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.model import Draft, Facet, Image

COLLECTION = "app.bsky.feed.post"
FACET = "app.bsky.richtext.facet"


def record(draft: Draft, now: datetime) -> dict[str, Any]:
    """The record as it will be sent, but for mentions: these name the handle until ``resolved`` gives them its DID."""
    made: dict[str, Any] = {"$type": COLLECTION, "text": draft.text, "createdAt": stamp(now)}
    if draft.langs:
        made["langs"] = list(draft.langs)
    if draft.facets:
        made["facets"] = [facet(one) for one in draft.facets]
    if draft.tags:
        made["tags"] = list(draft.tags)
    if draft.card is not None:
        external: dict[str, Any] = {
            "uri": draft.card.uri,
            "title": draft.card.title,
            "description": draft.card.description,
        }
        if draft.image is not None:
            external["thumb"] = blob(draft.image)
        made["embed"] = {"$type": "app.bsky.embed.external", "external": external}
    elif draft.image is not None:
        picture = {
            "alt": draft.image.alt,
            "image": blob(draft.image),
            "aspectRatio": {"width": draft.image.width, "height": draft.image.height},
        }
        made["embed"] = {"$type": "app.bsky.embed.images", "images": [picture]}
    return made


def stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def facet(one: Facet) -> dict[str, Any]:
    match one.kind:
        case "link":
            feature = {"$type": f"{FACET}#link", "uri": one.value}
        case "tag":
            feature = {"$type": f"{FACET}#tag", "tag": one.value}
        case "mention":
            feature = {"$type": f"{FACET}#mention", "handle": one.value}
        case kind:
            raise AssertionError(kind)
    return {"index": {"byteStart": one.start, "byteEnd": one.end}, "features": [feature]}


def resolved(stored: Mapping[str, Any], did: Callable[[str], str | None]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The record with the handles of its mentions made DIDs, and the handles that nobody has: those stay words."""
    sent, unknown = dict(stored), []
    facets: list[Any] = []
    for one in stored.get("facets", ()):
        feature = one["features"][0]
        if "handle" not in feature:
            facets.append(one)
        elif found := did(feature["handle"]):
            facets.append({**one, "features": [{"$type": feature["$type"], "did": found}]})
        else:
            unknown.append(feature["handle"])
    if facets:
        sent["facets"] = facets
    else:
        sent.pop("facets", None)
    return sent, tuple(unknown)


def blob(image: Image) -> dict[str, Any]:
    return {
        "$type": "blob",
        "ref": {"$link": blob_cid(image.content)},
        "mimeType": image.media_type,
        "size": len(image.content),
    }


def blob_cid(content: bytes) -> str:
    """The content's address: CID version 1, raw, SHA-256 (atproto.com/specs/data-model), as the server will compute it."""
    raw = b"\x01\x55\x12\x20" + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def picture_of(stored: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The blob that the record refers to."""
    embed = stored.get("embed") or {}
    if "external" in embed:
        found: Mapping[str, Any] | None = embed["external"].get("thumb")
        return found
    return embed["images"][0]["image"] if embed.get("images") else None


def links_of(stored: Mapping[str, Any]) -> tuple[str, ...]:
    """Every address in a post that came from anywhere: of its card and of its text."""
    found = []
    embed = stored.get("embed")
    external = embed.get("external") if isinstance(embed, dict) else None
    if isinstance(external, dict):
        found.append(external.get("uri"))
    for one in listed(stored.get("facets")):
        found += [feature.get("uri") for feature in listed(one.get("features"))]
    return tuple(dict.fromkeys(link for link in found if isinstance(link, str)))


def listed(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

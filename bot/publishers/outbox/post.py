"""A post as the outbox keeps it: JSON, which a program can read and a page is made of."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.clock import iso_milliseconds
from bot.model import Card, Draft, Facet, Image

if TYPE_CHECKING:
    from collections.abc import Mapping


def payload_of(title: str, draft: Draft, now: datetime) -> dict[str, Any]:
    card, image = draft.card, draft.image
    return {
        "title": title,
        "text": draft.text,
        "createdAt": iso_milliseconds(now),
        "length": draft.length,
        "limit": draft.limit,
        "facets": [asdict(facet) for facet in draft.facets],
        "link": draft.link,
        "card": card and asdict(card),
        "image": image
        and {"media_type": image.media_type, "width": image.width, "height": image.height, "alt": image.alt},
        "langs": list(draft.langs),
        "tags": list(draft.tags),
    }


def draft_of(post: Mapping[str, Any]) -> Draft:
    """The draft that the post was made of, its picture without content; a post of an older version may lack anything."""
    card, image = post.get("card"), post.get("image")
    return Draft(
        text=str(post.get("text") or ""),
        length=int(post.get("length") or 0),
        limit=int(post.get("limit") or 0),
        facets=tuple(
            Facet(int(facet["start"]), int(facet["end"]), facet["kind"], facet["value"])
            for facet in post.get("facets") or ()
        ),
        link=post.get("link"),
        card=Card(card["uri"], card["title"], card["description"]) if card else None,
        image=Image(
            b"",
            image["media_type"],
            int(image.get("width") or 0),
            int(image.get("height") or 0),
            image.get("alt") or "",
        )
        if image
        else None,
        langs=tuple(post.get("langs") or ()),
        tags=tuple(post.get("tags") or ()),
    )


def posted_at(post: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(post["createdAt"]) if "createdAt" in post else None


def links_of(post: Mapping[str, Any]) -> tuple[str, ...]:
    link = post.get("link") or (post.get("card") or {}).get("uri")
    return (link,) if link else ()

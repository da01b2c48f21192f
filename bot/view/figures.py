"""Numbers and times as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from bot.model import Document, Draft, Image, Platform


def format_length(draft: Draft, platform: Platform | None) -> str:
    """As in "213 of 280 weighted characters"."""
    weighted = platform is not None and platform.limits.measure is Measure.WEIGHTED
    return f"{draft.length} of {draft.limit} {'weighted ' if weighted else ''}characters"


def format_picture(image: Image) -> str:
    """As in "1200×630 JPEG, 84 kB"."""
    kind = image.media_type.removeprefix("image/").upper()
    return f"{image.width}×{image.height} {kind}, {format_size(image.size_bytes)}"


def format_size(size_bytes: int) -> str:
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{round(size_bytes / 1000)} kB"
    return f"{size_bytes / 1e6:.1f} MB"


def format_reading(document: Document) -> str:
    """What a publication card says of its page, as in "20 Nov 2026 · 3 min read"."""
    minutes, day = document.reading_minutes, document.published_at
    parts = [f"{day.day} {day:%b %Y}" if day else "", f"{minutes} min read" if minutes else ""]
    return " · ".join(filter(None, parts))


def draft_facts(draft: Draft) -> dict[str, str]:
    """What there is to know of a draft besides its words and its card, by name; what it has not is left out."""
    facts = {
        "picture": format_picture(draft.image) if draft.image else None,
        "hidden": "hidden until somebody wants to see it" if draft.sensitive else None,
        "link": draft.link_beside_card,
        "document": (draft.document.uri or draft.document.path) if draft.document else None,
        "audience": draft.visibility,
        "tags": ", ".join(draft.tags),
        "languages": ", ".join(draft.langs),
        "cost": format_dollars(draft.cost_usd) if draft.cost_usd is not None else None,
    }
    return {name: fact for name, fact in facts.items() if fact}


def format_dollars(cost: Decimal) -> str:
    return f"${cost:.3f}"


def count(number: int, noun: str) -> str:
    """As in "1 post" and "2 posts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def enumerate_words(words: Sequence[str]) -> str:
    """As in "a", "a and b" and "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last

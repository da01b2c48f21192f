"""The results as the one document that ``--json`` prints."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from bot.model import Failed
from bot.preview.words import outcome_name, reason, receipt_id, receipt_url, warnings
from bot.text.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Draft, Result


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """``{"results": [...]}``: every key always there, null where there is nothing to say."""
    return {"results": [one(result) for result in results]}


def dumps(results: Sequence[Result]) -> str:
    """The document as text that a terminal may print: readable, and nothing in it steers anything."""
    return json_text(json.dumps(as_json(results), ensure_ascii=False, indent=2))


def one(result: Result) -> dict[str, Any]:
    outcome = result.outcome
    return {
        "digest": result.key,
        "path": result.path,
        "target": result.target,
        "outcome": outcome_name(outcome),
        "reason": reason(outcome),
        "url": receipt_url(outcome),
        "id": receipt_id(outcome),
        "retry_at": time(outcome.retry_at) if isinstance(outcome, Failed) and outcome.retry_at else None,
        "warnings": list(warnings(result)),
        "draft": draft(result.draft) if result.draft else None,
    }


def draft(of: Draft) -> dict[str, Any]:
    return {
        "text": of.text,
        "length": of.length,
        "limit": of.limit,
        "facets": [
            {"start": facet.start, "end": facet.end, "kind": facet.kind, "value": facet.value} for facet in of.facets
        ],
        "link": of.link,
        "card": {"uri": of.card.uri, "title": of.card.title, "description": of.card.description} if of.card else None,
        "image": {
            "bytes": of.image.size_bytes,
            "width": of.image.width,
            "height": of.image.height,
            "media_type": of.image.media_type,
            "alt": of.image.alt,
        }
        if of.image
        else None,
        "cost_usd": float(of.cost_usd) if of.cost_usd is not None else None,
    }


def time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")

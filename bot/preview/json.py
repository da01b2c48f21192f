"""What ``--json`` prints: one document of the results, or of the addresses."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC
from typing import TYPE_CHECKING, Any

from bot.preview.outcomes import reason_of, receipt_of, retry_at_of, row_of, url_of
from bot.preview.results import warnings_of
from bot.text.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from bot.model import DigestAddresses, Draft, Result


def results_json(results: Sequence[Result]) -> dict[str, Any]:
    """``{"results": [...]}``: every key always there, null where there is nothing to say."""
    return {"results": [result_json(result) for result in results]}


def dump_results(results: Sequence[Result]) -> str:
    """The document as text that a terminal may print: readable, and nothing in it steers anything."""
    return json_text(json.dumps(results_json(results), ensure_ascii=False, indent=2))


def write_results(results: Iterable[Result], out: TextIO) -> None:
    """The same document, a result a line, as they come."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = '{\n  "results": ['
    for result in results:
        out.write(f"{before}\n    {json_text(encode(result_json(result)))}")
        before = ","
    out.write("\n  ]\n}\n" if before == "," else f"{before}]\n}}\n")


def result_json(result: Result) -> dict[str, Any]:
    outcome = result.outcome
    receipt, later = receipt_of(outcome), retry_at_of(outcome)
    return {
        "digest": result.key,
        "path": result.path,
        "target": result.target,
        "outcome": row_of(outcome).name,
        "reason": reason_of(outcome),
        "url": url_of(outcome),
        "id": receipt.id if receipt else None,
        "retry_at": later.astimezone(UTC).isoformat().replace("+00:00", "Z") if later else None,
        "warnings": list(warnings_of(result)),
        "draft": draft_json(result.draft) if result.draft else None,
    }


def draft_json(draft: Draft) -> dict[str, Any]:
    return {
        "text": draft.text,
        "length": draft.length,
        "limit": draft.limit,
        "facets": [asdict(facet) for facet in draft.facets],
        "link": draft.link,
        "card": asdict(draft.card) if draft.card else None,
        "document": {"uri": draft.document.uri, "path": draft.document.path} if draft.document else None,
        "image": {
            "bytes": draft.image.size_bytes,
            "width": draft.image.width,
            "height": draft.image.height,
            "media_type": draft.image.media_type,
            "alt": draft.image.alt,
        }
        if draft.image
        else None,
        "cost_usd": float(draft.cost_usd) if draft.cost_usd is not None else None,
    }


def dump_addresses(rows: Sequence[DigestAddresses]) -> str:
    """``{"results": [...]}``: every key always there, in the same order, null where there is nothing to say."""
    results = [
        {
            "path": row.path,
            "page": row.page,
            "reason": row.reason,
            "targets": {target: dict(addresses) for target, addresses in row.targets.items()},
        }
        for row in rows
    ]
    return json_text(json.dumps({"results": results}, ensure_ascii=False, indent=2))

"""The facts of a result in the words that every preview uses."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from bot.model import AlreadyPosted, Failed, InDoubt, Look, Measure, Posted, Skipped, WouldPost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from bot.model import Draft, Image, Outcome, Platform, Result


def outcome_name(outcome: Outcome) -> str:
    """The outcome's name in the JSON document."""
    match outcome:
        case Posted():
            return "posted"
        case AlreadyPosted():
            return "already-posted"
        case WouldPost():
            return "would-post"
        case Skipped():
            return "skipped"
        case Failed():
            return "failed"
        case InDoubt():
            return "in-doubt"
        case _:
            assert_never(outcome)


def outcome_words(outcome: Outcome) -> str:
    """The outcome as a person says it; the platform's word on when to come again is part of it."""
    if isinstance(outcome, Failed) and outcome.retry_at is not None:
        return f"put off until {moment(outcome.retry_at)}"
    return outcome_name(outcome).replace("-", " ")


def reason(outcome: Outcome) -> str | None:
    return outcome.reason if isinstance(outcome, Skipped | Failed | InDoubt) else None


def receipt_url(outcome: Outcome) -> str | None:
    return outcome.receipt.url if isinstance(outcome, Posted | AlreadyPosted) and outcome.receipt else None


def receipt_id(outcome: Outcome) -> str | None:
    return outcome.receipt.id if isinstance(outcome, Posted | AlreadyPosted) and outcome.receipt else None


def warnings(result: Result) -> tuple[str, ...]:
    """The result's and its draft's warnings, each once, in order."""
    return tuple(dict.fromkeys((*result.warnings, *(result.draft.warnings if result.draft else ()))))


def look(result: Result) -> Look:
    """How its platform looks; something plain where no target is called so any more."""
    return result.platform.look if result.platform else Look(label=result.target)


def heading(result: Result) -> str:
    """The target by name: "Bluesky", or "bluesky-fr (Bluesky)"."""
    if result.platform is None:
        return result.target
    label = result.platform.look.label
    return label if result.target == result.platform.name else f"{result.target} ({label})"


def by_digest(results: Sequence[Result]) -> Iterator[tuple[Result, list[Result]]]:
    """The results of each digest together, as they stand side by side; the first one also speaks for the digest."""
    for _, group in groupby(results, key=lambda result: (result.key, result.path)):
        together = list(group)
        yield together[0], together


def counted(draft: Draft, platform: Platform | None) -> str:
    """As in "213 of 280 weighted characters"."""
    weighted = platform is not None and platform.limits.measure is Measure.WEIGHTED
    return f"{draft.length} of {draft.limit} {'weighted ' if weighted else ''}characters"


def picture(image: Image) -> str:
    """As in "1200×630 JPEG, 84 kB"."""
    kind = image.media_type.removeprefix("image/").upper()
    return f"{image.width}×{image.height} {kind}, {size(image.size_bytes)}"


def size(count: int) -> str:
    return (
        f"{count} bytes"
        if count < 1000
        else f"{round(count / 1000)} kB"
        if count < 1_000_000
        else f"{count / 1e6:.1f} MB"
    )


def dollars(cost: Decimal) -> str:
    return f"${cost:.3f}"


def moment(when: datetime) -> str:
    """In UTC, whatever zone the platform spoke in."""
    from datetime import UTC

    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

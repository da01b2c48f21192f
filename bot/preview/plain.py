"""The results as plain text, for pipes and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.preview.outcomes import outcome_words, reason_of, url_of
from bot.preview.results import group_by_digest, heading_of, remarks_of
from bot.text.safe import line, visible
from bot.view.figures import format_dollars, format_length, format_picture, format_reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Draft, Platform, Result


def format_results(results: Sequence[Result]) -> str:
    """What came of each digest, and its drafts."""
    return "\n\n".join("\n".join(format_digest(first, together)) for first, together in group_by_digest(results))


def format_digest(first: Result, together: Sequence[Result]) -> Iterator[str]:
    # The runner of GitHub Actions takes "::" at the start of a line for a command, whatever blanks stand before it.
    yield f"● {line(first.title) or line(first.key)}"
    yield f"  in {line(first.path)}"
    for result in together:
        yield ""
        yield f"  {format_outcome(result)}"
        if result.draft is not None:
            yield from (f"    {row}".rstrip() for row in format_post(result.draft, result.platform))
        for warning in remarks_of(result):
            yield f"    warning   {line(warning)}"


def format_outcome(result: Result) -> str:
    """What came of one target, in one line."""
    detail = reason_of(result.outcome) or url_of(result.outcome)
    return f"{line(heading_of(result))}: {outcome_words(result.outcome)}" + (f": {line(detail)}" if detail else "")


def format_post(draft: Draft, platform: Platform | None) -> Iterator[str]:
    for row in visible(draft.text[: draft.fold]).split("\n"):
        yield f"│ {row}"
    if draft.fold is not None:
        yield "┆ here a feed folds the text"
        for row in visible(draft.text[draft.fold :]).split("\n"):
            yield f"┆ {row}"
    yield f"length    {format_length(draft, platform)}"
    if draft.card is not None:
        yield f"card      {line(draft.card.title)}"
        if draft.card.description:
            yield f"about     {line(draft.card.description)}"
        yield f"address   {line(draft.card.uri)}"
    if draft.document is not None:
        yield f"shown as  {' · '.join(filter(None, [line(draft.document.blog), format_reading(draft.document)]))}"
        yield f"document  {line(draft.document.uri or draft.document.path)}"
    if draft.image is not None:
        yield f"image     {format_picture(draft.image)}{', on the card' if draft.card else ''}"
        yield f"alt text  {line(draft.image.alt) or 'none'}"
    if draft.link_beside_card is not None:
        yield f"link      {line(draft.link_beside_card)}"
    if draft.tags:
        yield f"tags      {line(', '.join(draft.tags))}"
    if draft.langs:
        yield f"language  {line(', '.join(draft.langs))}"
    if draft.cost_usd is not None:
        yield f"cost      {format_dollars(draft.cost_usd)}"

"""The results as plain text, for pipes and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.preview import words
from bot.text.safe import line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Draft, Platform, Result


def plain(results: Sequence[Result], *, drafts: bool = True) -> str:
    """All results; without ``drafts`` only what came of each."""
    blocks = ["\n".join(digest(first, together, drafts=drafts)) for first, together in words.by_digest(results)]
    return "\n\n".join(blocks)


def digest(first: Result, together: Sequence[Result], *, drafts: bool) -> Iterator[str]:
    # The runner of GitHub Actions takes "::" at the start of a line for a command, whatever blanks stand before it.
    yield f"● {line(first.title) or line(first.key)}"
    yield f"  in {line(first.path)}"
    for result in together:
        if drafts:
            yield ""
        yield f"  {story(result)}"
        if drafts and result.draft is not None:
            yield from (f"    {row}".rstrip() for row in post(result.draft, result.platform))
        for warning in words.warnings(result):
            yield f"    warning   {line(warning)}"


def story(result: Result) -> str:
    """What came of one target, in one line."""
    said = words.reason(result.outcome) or words.receipt_url(result.outcome)
    return f"{line(words.heading(result))}: {words.outcome_words(result.outcome)}" + (f": {line(said)}" if said else "")


def post(draft: Draft, platform: Platform | None) -> Iterator[str]:
    for row in visible(draft.text).split("\n"):
        yield f"│ {row}"
    yield f"length    {words.counted(draft, platform)}"
    if draft.card is not None:
        yield f"card      {line(draft.card.title)}"
        if draft.card.description:
            yield f"about     {line(draft.card.description)}"
        yield f"address   {line(draft.card.uri)}"
    if draft.image is not None:
        yield f"image     {words.picture(draft.image)}{', on the card' if draft.card else ''}"
        yield f"alt text  {line(draft.image.alt) or 'none'}"
    if draft.link is not None and (draft.card is None or draft.card.uri != draft.link):
        yield f"link      {line(draft.link)}"
    if draft.tags:
        yield f"tags      {line(', '.join(draft.tags))}"
    if draft.langs:
        yield f"language  {line(', '.join(draft.langs))}"
    if draft.cost_usd is not None:
        yield f"cost      {words.dollars(draft.cost_usd)}"

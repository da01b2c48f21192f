"""The results as plain text: in a line each, and with their drafts for pipes and logs; and the addresses in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.clock import minute
from bot.preview.outcomes import outcome_words, reason_of, retry_at_of, row_of, url_of
from bot.preview.results import group_by_digest, heading_of, remarks_of, warnings_of
from bot.text.safe import line, visible
from bot.view.figures import draft_facts, enumerate_words, format_length, format_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.model import DigestAddresses, Draft, Outcome, Platform, Result
    from bot.preview.outcomes import OutcomeRow


NAMED = 3
"""Digests that are named where the same came of many."""


class Line(NamedTuple):
    row: OutcomeRow
    text: str
    """It begins with the row's words."""
    warnings: Sequence[str] = ()


def result_line(result: Result) -> str:
    """As in "posted: content/a.md on x: https://x.com/me/status/1"."""
    return line_of(result.outcome, [result.path], [result.target])


def result_lines(results: Iterable[Result]) -> list[Line]:
    """A line each; results of which the same reason is told are one line, as "failed: a.md and b.md on bluesky and x: ..."."""
    alike: dict[object, list[Result]] = {}
    for number, result in enumerate(results):
        outcome, reason = result.outcome, reason_of(result.outcome)
        of_all = (reason or "").removeprefix(f"{result.path}: ").removeprefix(f"{result.target}: ")
        together = (row_of(outcome).words, of_all, retry_at_of(outcome), warnings_of(result))
        alike.setdefault(number if reason is None else together, []).append(result)
    return [line for group in alike.values() for line in lines_of(group)]


def lines_of(alike: Sequence[Result]) -> list[Line]:
    """Results with the same outcome: a line for all files that have the same targets."""
    targets: dict[str, list[str]] = {}
    for result in alike:
        targets.setdefault(result.path, []).append(result.target)
    paths: dict[tuple[str, ...], list[str]] = {}
    for path, names in targets.items():
        paths.setdefault(tuple(dict.fromkeys(names)), []).append(path)
    row, warnings = row_of(alike[0].outcome), warnings_of(alike[0])
    # A reason that names a file or a target is told of that one.
    first = {result.path: result.outcome for result in reversed(alike)}
    return [Line(row, line_of(first[files[0]], files, names), warnings) for names, files in paths.items()]


def line_of(outcome: Outcome, paths: Sequence[str], targets: Sequence[str]) -> str:
    detail, later = url_of(outcome) or reason_of(outcome), retry_at_of(outcome)
    again = f" (again from {minute(later)})" if later else ""
    named = [*paths[:NAMED], f"{len(paths) - NAMED} more"] if len(paths) > NAMED + 1 else paths
    where = f"{enumerate_words(named)} on {enumerate_words(targets)}"
    for said in (*paths, *targets):  # an error names its file or its target, wherever it is told
        detail = detail.removeprefix(f"{said}: ") if detail else detail
    words = row_of(outcome).words
    return f"{words}: {where}" + (f": {detail}{again}" if detail and detail != words else "")


# ── with their drafts ────────────────────────────────────────────────────────────────────────────


def format_results(results: Sequence[Result]) -> str:
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
    detail = reason_of(result.outcome) or url_of(result.outcome)
    return f"{line(heading_of(result))}: {outcome_words(result.outcome)}" + (f": {line(detail)}" if detail else "")


FACTS = (
    ("document  ", "document"), ("image     ", "picture"), ("link      ", "link"), ("tags      ", "tags"), ("language  ", "languages"),
    ("cost      ", "cost"),
)  # fmt: skip
"""What each is called below a post, in that order."""


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
    known = draft_facts(draft)
    for label, name in FACTS:
        if name in known:
            yield f"{label}{line(known[name])}{', on the card' if name == 'picture' and draft.card else ''}"
        if name == "picture" and draft.image is not None:
            yield f"alt text  {line(draft.image.alt) or 'none'}"


# ── addresses ────────────────────────────────────────────────────────────────────────────────────


NAME_COLUMNS = 10
"""For a target's name, which may be longer."""


def format_addresses(row: DigestAddresses) -> Iterator[str]:
    """One digest in lines: its page, its posts, and why there is none."""
    yield line(row.path)
    if row.page is not None:
        yield f"  {'page':<{NAME_COLUMNS}} {line(row.page)}"
    for target, addresses in row.targets.items():
        for name, address in ((target, addresses.get("url")), ("document", addresses.get("document"))):
            if address:
                yield f"  {line(name):<{NAME_COLUMNS}} {line(address)}"
    if row.reason is not None:
        yield f"  {'no post':<{NAME_COLUMNS}} {line(row.reason)}"

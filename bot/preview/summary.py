"""The results as GitHub shows them: a step's summary, a pull request's comment, and annotations beside the digests' files."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.preview.markdown import code_block, code_span, escape_words, link_or_code
from bot.preview.outcomes import AnnotationLevel, count_totals, outcome_words, reason_of, row_of, url_of
from bot.preview.results import costs_of, count_sent, going_out, group_by_digest, heading_of, remarks_of, warnings_of
from bot.text.safe import line, visible
from bot.view.figures import count, format_dollars, format_length, format_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Draft, Platform, Result
    from bot.settings.model import Settings


MARKER = "<!-- bot:preview -->"
"""The first line of the comment, by which the next run finds it and puts the new one in its place."""

SUMMARY_BYTES = 1_000_000
"""A step summary may have 1 MiB (docs.github.com, workflow commands); other commands of the step need room too."""
COMMENT_BYTES = 65_000
"""A comment may have 65,536 characters."""


def write_summary(results: Sequence[Result], settings: Settings, *, limit: int = SUMMARY_BYTES) -> str:
    """Markdown of at most ``limit`` bytes: every digest and target, as many whole digests as there is room for."""
    name = settings.site_name or settings.site
    written = f"## {escape_words(name) + ': ' if name else ''}{overview(results)}\n\n"
    size = len(written.encode()) + 200  # the note below
    blocks = ["\n".join(digest_lines(first, together)) for first, together in group_by_digest(results)]
    for number, block in enumerate(blocks):
        size += len(block.encode())
        if size > limit:
            rest = len(blocks) - number
            return f"{written}_{rest} more {'digest is' if rest == 1 else 'digests are'} not shown here for want of room; the log has them._\n"
        written += block
    return written


def write_comment(results: Sequence[Result], settings: Settings) -> str:
    """The body of a pull request's comment; update the one that starts with ``MARKER`` instead of adding another."""
    return f"{MARKER}\n{write_summary(results, settings, limit=COMMENT_BYTES)}"


def overview(results: Sequence[Result]) -> str:
    going, sent = going_out(results), count_sent(results)
    if sent:
        parts = [f"{count(sent, 'post')} sent"]
    else:
        parts = [f"{count(len(going), 'post')} would be sent" if going or not results else "no post"]
    if costs := costs_of(going):
        parts.append(format_dollars(sum(costs, Decimal(0))))
    return " · ".join([*parts, *count_totals(results, in_the_way=True)])


def digest_lines(first: Result, together: Sequence[Result]) -> Iterator[str]:
    yield f"### {escape_words(first.title or first.key)}"
    yield f"{code_span(first.path)}\n"
    for result in together:
        yield from result_lines(result)


def result_lines(result: Result) -> Iterator[str]:
    outcome = result.outcome
    url, reason = url_of(outcome), reason_of(outcome)
    detail = f": {link_or_code(url)}" if url else f": {escape_words(reason)}" if reason else ""
    yield f"{row_of(outcome).sign} **{escape_words(heading_of(result))}** {outcome_words(outcome)}{detail}\n"
    if result.draft is not None:
        yield from draft_lines(result.draft, result.platform)
    for warning in remarks_of(result):
        yield f"- ⚠️ {escape_words(warning)}"
    yield ""


def draft_lines(draft: Draft, platform: Platform | None) -> Iterator[str]:
    yield code_block(draft.text)
    yield f"- {format_length(draft, platform)}"
    if draft.card is not None:
        yield f"- Card: **{escape_words(draft.card.title)}**, {link_or_code(draft.card.uri)}"
        if draft.card.description:
            yield f"  <br>{escape_words(draft.card.description)}"
    if draft.image is not None:
        alt = f"alt text: {escape_words(draft.image.alt)}" if draft.image.alt else "no alt text"
        yield f"- Picture{' of the card' if draft.card else ''}: {escape_words(format_picture(draft.image))}, {alt}"
    if draft.link_beside_card is not None:
        yield f"- Link: {link_or_code(draft.link_beside_card)}"
    if draft.tags:
        yield f"- Hidden tags: {escape_words(', '.join(draft.tags))}"
    if draft.cost_usd is not None:
        yield f"- Cost: {format_dollars(draft.cost_usd)}"


# ── annotations ─────────────────────────────────────────────────────────────────────────────────


ANNOTATIONS = 10
"""Of a level in one step; GitHub drops the others without a word."""
MESSAGE_LENGTH = 1000


def annotate(results: Sequence[Result]) -> list[str]:
    """``::error`` and ``::warning`` commands for the runner, each with its file and what to do, ten of a level at most."""
    commands: dict[AnnotationLevel, list[str]] = {AnnotationLevel.ERROR: [], AnnotationLevel.WARNING: []}
    for result in results:
        row = row_of(result.outcome)
        heading = heading_of(result)
        if row.level is not AnnotationLevel.NONE:
            title = f"{heading}: {row.title or outcome_words(result.outcome)}"
            message = "\n".join(filter(None, (reason_of(result.outcome), row.advice)))
            commands[row.level].append(annotation(row.level, result.path, title, message))
        elif row.going:
            for warning in warnings_of(result):
                commands[AnnotationLevel.WARNING].append(
                    annotation(AnnotationLevel.WARNING, result.path, heading, warning)
                )
    return [shown for level, all_of_it in commands.items() for shown in at_most(level, all_of_it)]


def annotation(level: AnnotationLevel, path: str, title: str, message: str) -> str:
    shown = visible(message)
    shown = shown if len(shown) <= MESSAGE_LENGTH else shown[: MESSAGE_LENGTH - 1] + "…"
    return f"::{level} file={in_property(line(path))},title={in_property(line(title))}::{in_message(shown)}"


def at_most(level: AnnotationLevel, commands: list[str]) -> list[str]:
    """So many as GitHub shows, the last of which says how many more there are."""
    if len(commands) <= ANNOTATIONS:
        return commands
    rest = len(commands) - ANNOTATIONS + 1
    last = f"::{level} title=and {rest} more::{rest} more are in the step summary and in the log"
    return [*commands[: ANNOTATIONS - 1], last]


def in_message(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(value: str) -> str:
    return in_message(value).replace(":", "%3A").replace(",", "%2C")

"""The results as one page that a browser opens."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.preview.json import draft_json
from bot.preview.outcomes import count_totals, outcome_words, reason_of, row_of, url_of
from bot.preview.results import (
    author_of,
    blog_name,
    costs_of,
    count_sent,
    going_out,
    group_by_digest,
    heading_of,
    look_of,
    remarks_of,
)
from bot.view.figures import count, format_dollars
from bot.view.page import PostsPage, ShownDigest, ShownEntry, ShownJson, render_page
from bot.view.post import ShownPost, data_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Draft, Result
    from bot.settings.model import Settings


def render_results(results: Sequence[Result], settings: Settings) -> str:
    """Every post as its platform would show it, with what there is to know about it."""
    brand = blog_name(settings)
    page = PostsPage(
        title=f"Preview · {brand}",
        brand=brand,
        heading=headline(results),
        lead=lead(results),
        digests=[
            ShownDigest(first.title or first.key, first.path, [entry_of(result, settings) for result in together])
            for first, together in group_by_digest(results)
        ],
    )
    return render_page(page)


def headline(results: Sequence[Result]) -> str:
    going = going_out(results)
    if not going:
        return "Nothing to post"
    return f"{count(len(going), 'post')} from {count(len(list(group_by_digest(going))), 'digest')}"


def lead(results: Sequence[Result]) -> str:
    going, sent = going_out(results), count_sent(results)
    sentences = [f"{count(sent, 'post')} sent." if sent else "A preview: nothing has been sent."]
    if costs := costs_of(going):
        subject = "They cost" if len(going) > 1 else "It costs"
        together = " together" if len(costs) > 1 else ""
        sentences.append(f"{subject} {format_dollars(sum(costs, Decimal(0)))}{together}.")
    return " ".join([*sentences, *(f"{part}." for part in count_totals(results))])


def entry_of(result: Result, settings: Settings) -> ShownEntry:
    return ShownEntry(
        heading=heading_of(result),
        look=look_of(result),
        outcome=outcome_words(result.outcome),
        mood=row_of(result.outcome).mood,
        address=url_of(result.outcome),
        reason=reason_of(result.outcome),
        post=post_of(result, result.draft, settings) if result.draft else None,
        warnings=remarks_of(result),
        document=document_of(result, result.draft) if result.draft else None,
    )


def post_of(result: Result, draft: Draft, settings: Settings) -> ShownPost:
    author, handle = author_of(result, settings)
    picture = data_address(draft.image) if draft.image else None
    return ShownPost(draft, result.platform, author, handle, picture=picture)


def document_of(result: Result, draft: Draft) -> ShownJson:
    """What goes over the wire; where the publisher has not been asked, every fact of the draft."""
    if result.payload is not None:
        return ShownJson("Exactly what is sent", result.payload)
    return ShownJson("The draft", draft_json(draft))

"""What every form asks of a result besides its outcome."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.model import Look
from bot.preview.outcomes import row_of
from bot.view.markup import host_or_address
from bot.view.post import target_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from bot.model import Result
    from bot.settings.model import Settings


def warnings_of(result: Result) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*result.warnings, *(result.draft.warnings if result.draft else ()))))


def remarks_of(result: Result) -> tuple[str, ...]:
    """Its warnings, and of a draft that is still to be sent what would make it better and where a feed folds it."""
    draft = result.draft
    if draft is None or not row_of(result.outcome).going or row_of(result.outcome).sent:
        return warnings_of(result)
    folded = (
        () if draft.fold is None else (f"a feed shows the text as far as “… {draft.text[: draft.fold][-FOLD_CHARS:]}”",)
    )
    return (*warnings_of(result), *folded, *draft.weak)


FOLD_CHARS = 30


def look_of(result: Result) -> Look:
    """How its platform looks; something plain where no target is called so any more."""
    return result.platform.look if result.platform else Look(label=result.target)


def heading_of(result: Result) -> str:
    return target_heading(result.target, result.platform)


def author_of(result: Result, settings: Settings) -> tuple[str, str]:
    """The blog's name, and the account's handle without "@"; empty where the settings name none, for a guess may be a stranger's."""
    handle = next((target.handle for target in settings.targets if target.name == result.target), None)
    return blog_name(settings), (handle or "").removeprefix("@")


def blog_name(settings: Settings) -> str:
    """As every preview calls it."""
    return settings.site_name or (host_or_address(settings.site) if settings.site else "your blog")


def group_by_digest(results: Sequence[Result]) -> Iterator[tuple[Result, list[Result]]]:
    """The results of each digest together, as they stand side by side; the first one also speaks for the digest."""
    for _, group in groupby(results, key=lambda result: (result.key, result.path)):
        together = list(group)
        yield together[0], together


def going_out(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if row_of(result.outcome).going]


def count_sent(results: Sequence[Result]) -> int:
    return sum(row_of(result.outcome).sent for result in results)


def costs_of(results: Sequence[Result]) -> list[Decimal]:
    return [result.draft.cost_usd for result in results if result.draft and result.draft.cost_usd is not None]

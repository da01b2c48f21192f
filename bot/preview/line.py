"""One result in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.preview.outcomes import reason_of, retry_at_of, row_of, url_of
from bot.view.figures import format_moment

if TYPE_CHECKING:
    from bot.model import Result


def result_line(result: Result) -> str:
    """As in "posted: content/a.md on x: https://x.com/me/status/1"."""
    outcome = result.outcome
    detail, later = url_of(outcome) or reason_of(outcome), retry_at_of(outcome)
    again = f" (again from {format_moment(later)} UTC)" if later else ""
    return f"{row_of(outcome).words}: {result.path} on {result.target}" + (f": {detail}{again}" if detail else "")

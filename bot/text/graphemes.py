"""What readers take for one character each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


def graphemes(text: str) -> int:
    """Extended grapheme clusters (UAX #29), as Bluesky's and Mastodon's servers count."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(_cluster().findall(text))


@cache
def _cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")

"""What keeps a digest from being announced: a line of its front matter, or its generator's own rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.content.fields import as_flag, as_line, fold, folded, lookup
from bot.model import KeptBack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.content.fields import Front

HIDDEN_IF_TRUE = ("unlisted", "private", "hidden", "noindex", "headless", "archived", "eleventyExcludeFromCollections")
HIDDEN_IF_FALSE = ("published", "publish", "permalink", "listed")
HIDDEN_IF = {
    "status": {"draft", "private", "unpublished", "hidden", "skip"}, "visibility": {"private", "hidden", "unlisted", "draft"},
    "robots": {"noindex", "none", "false"}, "build.render": {"never", "false", "link"},
    "build.list": {"never", "false"},
}  # fmt: skip
"""Keys, and the words by which their page is not there or not to be announced; Hugo's older ``_build`` is ``build``."""
TABLES = ("params", "extra", "seo", "meta")
"""In which themes keep such keys too: Hugo's and Zola's own, and what search engines are told."""
HIDING = frozenset(fold(name.partition(".")[0]) for name in (*HIDDEN_IF_TRUE, *HIDDEN_IF_FALSE, *HIDDEN_IF, *TABLES))
"""The top-level names of all of them, folded."""


def draft_of(front: Front, by_generator: KeptBack | None) -> tuple[bool, KeptBack | None]:
    """Whether it is a draft or otherwise not to be announced, and why, where it is not ``draft`` itself.

    ``by_generator``: why its generator makes no page of it.
    """
    name, value = front.first("draft")
    if value is not None and as_flag(value, name):
        return True, None
    if (line := hiding_line(front)) is not None:
        return True, KeptBack(f"its front matter says {line}", "take that line out of it")
    return by_generator is not None, by_generator


def hiding_line(front: Front) -> str | None:
    """The line of its front matter by which its page is not there or not to be announced."""
    if HIDING.isdisjoint(front.folded):
        return None
    inner = ((f"{name}.", front.folded.get(name)) for name in TABLES)
    for prefix, table in (("", front.folded), *inner):
        if isinstance(table, dict) and (line := hiding_key(folded(table))):
            return f"{prefix}{line}"
    return None


def hiding_key(table: Mapping[str, Any]) -> str | None:
    for name in HIDDEN_IF_FALSE:
        if (as_line(table.get(fold(name))) or "").lower() in {"false", "no", "off"}:
            return f"{name}: false"
    for name in HIDDEN_IF_TRUE:
        if (as_line(table.get(fold(name))) or "").lower() in {"true", "yes", "on"}:
            return f"{name}: true"
    for name, words in HIDDEN_IF.items():
        line = (as_line(lookup(table, name)) or "").lower()
        if not words.isdisjoint(re.split(r"[,\s]+", line)):
            return f"{name}: {line}"
    return None

"""The table of ``bot status`` on a terminal."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from rich.console import Console

from bot.model import Failed, InDoubt, Outcome, Posted, Receipt, Result
from bot.preview.table import show_table

TIME = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def shown(*outcomes: tuple[str, str, Outcome], color: bool = False) -> str:
    console = Console(file=io.StringIO(), width=120, force_terminal=color, color_system="standard" if color else None)
    results = [
        Result(key, f"content/{key}.md", target, outcome, f"Title of {key}") for key, target, outcome in outcomes
    ]
    show_table(results, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_digest_is_a_row_and_a_target_a_column() -> None:
    """What is in doubt or put off is told below with its reason."""
    text = shown(
        ("a", "bluesky", Posted(Receipt("at://1", "https://bsky.app/profile/me/post/1", TIME))),
        ("a", "x", InDoubt("no answer came. Look at the account")),
        ("b", "x", Failed("too many requests", TIME)),
    )
    head, first, second, *below = text.splitlines()
    assert head.split() == ["digest", "bluesky", "x"]
    assert "Title of a" in first
    assert "posted 2026-11-23 12:30" in first
    assert "in doubt" in first
    assert "–" in second
    assert "put off to 2026-11-23 12:30" in second
    assert "content/a.md on x: no answer came. Look at the account" in "\n".join(below)


def test_a_post_is_a_link_in_a_terminal_that_knows_them() -> None:
    """And nothing else that a platform or a digest says becomes one."""
    posted = Posted(Receipt("at://1", "https://bsky.app/profile/me/post/1", TIME))
    assert "https://bsky.app/profile/me/post/1" in shown(("a", "bluesky", posted), color=True)
    hostile = Posted(Receipt("1", "javascript:alert(1)", TIME))
    assert "javascript" not in shown(("a\x1b[2J", "x", hostile), color=True)
    assert "\x1b[2J" not in shown(("a\x1b[2J", "x", hostile), color=True)

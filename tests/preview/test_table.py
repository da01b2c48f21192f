"""The entries of ``bot status`` on a terminal."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest

from bot.model import Failed, InDoubt, Outcome, Posted, Receipt, Result
from bot.preview.table import show_table
from bot.text.wrap import cells

TIME = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
URL = "https://bsky.app/profile/me/post/1"
POSTED = Posted(Receipt("at://1", URL, TIME))


class Terminal(io.StringIO):
    """A terminal's side that a program writes to."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(monkeypatch):
    """What the terminal gets of these outcomes."""

    def show(*outcomes: tuple[str, str, Outcome], columns: int = 120, colour: bool = False, **how: bool) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm" if colour else "dumb")
        monkeypatch.delenv("NO_COLOR", raising=False)
        terminal = Terminal()
        show_table(
            [Result(key, f"content/{key}.md", target, outcome, f"Title of {key}") for key, target, outcome in outcomes],
            terminal,
            **how,
        )
        return terminal.getvalue()

    return show


def test_a_digest_is_a_row_and_a_target_a_column(shown) -> None:
    """What is in doubt or put off is told below with its reason."""
    text = shown(
        ("a", "bluesky", POSTED),
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


def test_where_a_row_has_no_room_the_targets_stand_below_the_digest(shown) -> None:
    """No word is ever cut: neither "posted" nor a target's name."""
    outcomes = [("a", target, POSTED) for target in ("bluesky", "x", "bluesky-en-francais")]
    text = shown(*outcomes, columns=60)
    assert text.splitlines() == [
        "Title of a",
        "  bluesky              posted 2026-11-23 12:30",
        "  x                    posted 2026-11-23 12:30",
        "  bluesky-en-francais  posted 2026-11-23 12:30",
    ]


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("targets", [1, 2, 3, 5])
def test_no_line_is_wider_than_the_terminal(shown, columns: int, targets: int) -> None:
    """Whatever the titles are: a wide one is cut at the columns that it takes, and not at its letters."""
    outcomes = [
        (key, f"target-{number}", outcome)
        for key in ("a", "海の底のデータセンター" * 5, "long " * 30)
        for number, outcome in enumerate(
            [POSTED, Failed("too many requests " * 9, TIME), InDoubt("no answer came"), POSTED, POSTED][:targets]
        )
    ]
    assert all(cells(row) <= columns for row in shown(*outcomes, columns=columns).splitlines())


def test_the_addresses_are_written_out_on_request(shown) -> None:
    """For a terminal that knows no links, and to be copied."""
    assert URL not in shown(("a", "bluesky", POSTED))
    assert URL in shown(("a", "bluesky", POSTED), addresses=True).splitlines()[-1]


def test_a_post_is_a_link_in_a_terminal_that_knows_them(shown) -> None:
    """And nothing else that a platform or a digest says becomes one."""
    assert f"\x1b]8;;{URL}\x1b\\" in shown(("a", "bluesky", POSTED), colour=True)
    hostile = Posted(Receipt("1", "javascript:alert(1)", TIME))
    assert "javascript" not in shown(("a\x1b[2J", "x", hostile), colour=True)
    assert "\x1b[2J" not in shown(("a\x1b[2J", "x", hostile), colour=True)
    steered = Posted(Receipt("1", "https://x.com/\x1b\\\x1b[2J", TIME))
    assert not re.search(r"\x1b\[2J", shown(("a", "x", steered), colour=True, addresses=True))

"""What the bot says at a real terminal of 80 and of 60 columns: whole words, a hanging indent, colours by outcome."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios
from typing import TYPE_CHECKING

import pytest

from bot.text.wrap import cells, wrap
from tests import nursery
from tests.setup.terminal import read_until_ended

if TYPE_CHECKING:
    from tests.conftest import Blog

COLUMNS = (80, 60)
STEERING = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


def screen(blog: Blog, *args: object, columns: int, **env: str) -> str:
    """All that one call writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    clean = {key: value for key, value in blog.env.items() if key not in {"COLUMNS", "NO_COLOR"}}
    device = os.ttyname(theirs)
    env = {**clean, "TERM": "xterm-256color", **env}
    child = nursery.running().spawn([str(arg) for arg in args], blog.root, env, {1: device, 2: device})
    written = read_until_ended(child, ours, 60)
    os.close(theirs)
    os.close(ours)
    return written


@pytest.fixture
def busy_blog(blog: Blog) -> Blog:
    """Posts, a draft, unreadable files, and more new digests than the fuse lets through."""
    blog.settings(
        'site = "https://blog.example"\nmax_posts_per_run = 3\n[targets.outbox]\n[targets.bluesky-en-francais]\nplatform = "outbox"\n'
    )
    blog.bot("init", "-y")
    assert (
        blog.bot(
            "post", blog.digest("2026-11-20-海の底のデータセンターの話.md", title="海の底のデータセンター" * 6)
        ).code
        == 0
    )
    for number in range(7):
        blog.digest(
            f"2026-11-2{number}-new.md", title=f"New digest number {number} about something rather long to read"
        )
    (blog.root / "content" / "bad.md").write_text('---\ntitle: "Bad" yaml"\n---\n')
    blog.digest("draft.md", title="A draft", draft=True)
    return blog


@pytest.mark.parametrize("columns", COLUMNS)
def test_no_sentence_is_broken_within_a_word(busy_blog: Blog, columns: int) -> None:
    """Of run, status, explain, doctor and init alike: what is wider than the terminal is a single word, like an address."""
    for call in (
        ("run",), ("status",), ("status", "-v"), ("explain", "content/2026-11-21-new.md"), ("doctor", "--to", "outbox"), ("init",),
        ("explain", "content/bad.md"), ("delete", "content/nothing.md"), ("post", "content/bad.md"),
    ):  # fmt: skip
        said = screen(busy_blog, *call, columns=columns)
        assert said.strip(), call
        for line in STEERING.sub("", said).splitlines():
            assert cells(line) <= columns or " " not in line.strip(), f"{call}: {line!r}"


@pytest.mark.parametrize("columns", COLUMNS)
def test_status_is_read_in_whole_words(busy_blog: Blog, columns: int) -> None:
    """ "posted", its time, and the name of a target."""
    said = STEERING.sub("", screen(busy_blog, "status", columns=columns))
    assert "bluesky-en-francais" in said
    assert len(re.findall(r"posted \d{4}-\d\d-\d\d \d\d:\d\d", said)) == 2
    assert "in all: 2 posted" in said


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_flood_is_said_once(busy_blog: Blog, columns: int) -> None:
    """Not for each of seven digests on each of two targets."""
    said = " ".join(STEERING.sub("", screen(busy_blog, "run", columns=columns)).split())
    assert said.count("7 digests look new") == 1
    assert "and 4 more on outbox and bluesky-en-francais" in said
    piped = busy_blog.bot("run")
    assert (piped.out + piped.err).count("7 digests look new") == 1
    assert len(busy_blog.bot("run", "--json").results) == 7 * 2 + 2 + 2


def test_a_run_is_coloured_by_outcome(busy_blog: Blog) -> None:
    """Red what failed, green what is posted; nothing where the environment says NO_COLOR, or in a pipe."""
    said = screen(busy_blog, "run", "--max-posts", "9", columns=80)
    assert "\x1b[32mposted\x1b[0m: " in said
    assert "\x1b[1;31mfailed\x1b[0m: " in said
    assert "\x1b[" not in screen(busy_blog, "run", columns=80, NO_COLOR="1")
    assert "\x1b" not in busy_blog.bot("run", env={"NO_COLOR": ""}).out


def test_the_address_of_a_post_is_written_out_on_request(busy_blog: Blog) -> None:
    """-v, or the file; else it is a link behind the word."""
    address = next((busy_blog.root / "state" / "outbox").glob("*-outbox.html")).as_uri()
    assert address not in STEERING.sub("", screen(busy_blog, "status", columns=80))
    assert address in STEERING.sub("", screen(busy_blog, "status", "-v", columns=80))


@pytest.mark.parametrize("columns", [20, 33, 60, 80])
@pytest.mark.parametrize(
    "text",
    [
        "a " * 90,
        "one two " * 40,
        "短い文と長い文がまざっている" * 9,
        "see https://blog.example/" + "a" * 90 + " now",
        "e\u0301" * 50 + " b",
    ],
)
def test_a_wrapped_text_loses_nothing(text: str, columns: int) -> None:
    """And no line but that of a single long word is too wide."""
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cells(line) <= columns or " " not in line.strip()


def test_a_command_is_not_torn_from_its_name() -> None:
    """ "bot" never ends a line whose next begins with "run"."""
    for columns in range(20, 60):
        assert not any(
            line.endswith(" bot") for line in wrap("to see what became of it all: bot status, or bot run it", columns)
        )

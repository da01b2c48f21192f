"""A blog that has been posting for a while goes on with its ledger and its bot-state branch, as if nothing had been.

existing/ was made in November 2025's time by the bot before the house was rebuilt, with real runs against the loopback X:
one digest posted, one renamed since, one taken down, one whose claimer was killed, one whose answer was lost, one that
never arrived, one refused, one put off, two of the archive.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.places import GitPlace, git

if TYPE_CHECKING:
    from tests.conftest import Blog
    from tests.servers.x import XServer

EXISTING = Path(__file__).parent / "existing"
SETTINGS = 'site = "https://blog.example"\n[images]\ndraw_card = false\n[targets.x]\n[targets.outbox]\n'
NAMES = (
    "archive-1", "archive-2", "posted", "renamed", "deleted", "died", "answer-lost", "never-arrived", "refused", "put-off",
)  # fmt: skip
"""Of the digests, in the order of their times; "renamed" is the file new-name.md by now."""


@pytest.fixture(params=["file", "branch"])
def old_blog(request: pytest.FixtureRequest, x_blog: Blog, x_server: XServer, tmp_path: Path) -> Blog:
    """The blog as it stood, with its ledger in a file or on a branch, and X with the posts that there were."""
    if request.param == "branch":
        place = GitPlace(tmp_path).found()
        git(place.bare, "fetch", "--quiet", str(EXISTING / "bot-state.bundle"), "bot-state:bot-state")
        x_blog.root = place.checkout("laptop")
        (x_blog.root / "content" / "a file.md").unlink()
        x_blog.settings(f'branch = "bot-state"\n{SETTINGS}')
    else:
        x_blog.settings(SETTINGS)
        (x_blog.root / "state").mkdir()
        connection = sqlite3.connect(x_blog.root / "state" / "ledger.db")
        connection.executescript((EXISTING / "ledger.sql").read_text(encoding="utf-8"))
        connection.close()
    for number, name in enumerate(NAMES, start=1):
        x_blog.digest(
            f"{'new-name' if name == 'renamed' else name}.md",
            title=f"The digest called {name}",
            description=f"What {name} is about.",
            pubDatetime=f"2025-11-20T08:{number:02}:00Z",
        )
    for post in json.loads((EXISTING / "posts-on-x.json").read_text(encoding="utf-8")):
        x_server.add(x_server.poster, post["text"], at=datetime.fromisoformat(post["at"])).id = post["id"]
    return x_blog


def test_the_status_of_everything_is_as_it_was(old_blog: Blog) -> None:
    """The dead claimer's digest too, which the next run looks after."""
    ran = old_blog.bot("status", "--json")
    assert ran.code == 0, ran.err
    assert {one["digest"]: one["outcome"] for one in ran.results if one["target"] == "x"} == {
        "posted": "posted",
        "renamed": "posted",
        "deleted": "skipped",
        "died": "in-doubt",
        "answer-lost": "in-doubt",
        "never-arrived": "in-doubt",
        "refused": "failed",
        "put-off": "failed",
    }


def test_the_next_run_does_what_is_missing_and_nothing_twice(old_blog: Blog, x_server: XServer) -> None:
    """A lost answer is found, what never arrived is sent, what failed is tried again, the archive stays."""
    old_blog.digest("fresh.md", title="A fresh one", pubDatetime="2025-11-29T08:00:00Z")
    ran = old_blog.bot("run", "--json")
    assert ran.code == 0, ran.err + ran.out
    assert {one["digest"]: one["outcome"] for one in ran.results if one["target"] == "x"} == {
        "answer-lost": "already-posted",
        "died": "posted",
        "never-arrived": "posted",
        "refused": "posted",
        "put-off": "posted",
        "fresh": "posted",
    }
    assert {one["digest"] for one in ran.results if one["target"] == "outbox"} == {"died", "fresh"}
    links = sorted(link.rpartition("/")[2] for post in x_server.posts for link in post.links)
    assert links == sorted(
        ["posted", "renamed", "answer-lost", "died", "never-arrived", "refused", "put-off", "fresh"]
    )  # fmt: skip
    again = old_blog.bot("run", "--json")
    assert (again.code, again.results) == (0, [])
    assert x_server.http.count("create") == 5

"""``bot delete``: a post that can be taken down is, whatever stands in the way of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog

OUTBOX = 'site = "https://blog.example"\n[targets.outbox]\n[targets.x]\n'


def posted(blog: Blog, server: Any) -> Path:
    """A digest that is posted to X and to the outbox."""
    blog.settings(OUTBOX)
    path = blog.digest()
    blog.bot("init")
    assert set(blog.bot("post", path, "--json").outcomes().values()) == {"posted"}
    assert len(server.posts) == 1
    return path


def test_a_post_is_taken_down_where_another_s_target_is_not_set_up(x_blog: Blog, x_server: Any) -> None:
    """One target has lost its secrets: the other's post goes, the failure is named, exit 3."""
    path = posted(x_blog, x_server)
    ran = x_blog.bot("delete", path, "-y", "--json", env={"X_API_KEY": ""})
    assert ran.code == 3
    assert ran.outcomes() == {"outbox": "skipped", "x": "failed"}
    reasons = {result["target"]: result["reason"] for result in ran.results}
    assert reasons["outbox"] == "taken down"
    assert "X_API_KEY" in reasons["x"]
    assert len(x_server.posts) == 1
    again = x_blog.bot("delete", path, "-y", "--json")
    assert again.code == 0
    assert again.outcomes() == {"x": "skipped"}
    assert x_server.posts == []


def test_where_no_target_is_set_up_nothing_is_done(x_blog: Blog, x_server: Any) -> None:
    """That is a matter of settings: exit 2, and the secrets by name."""
    path = posted(x_blog, x_server)
    ran = x_blog.bot("delete", path, "-y", "--to", "x", env={"X_API_KEY": "", "X_API_SECRET": ""})
    assert ran.code == 2
    assert "X_API_KEY, X_API_SECRET" in ran.err
    assert len(x_server.posts) == 1


def test_what_was_taken_down_is_not_posted_anew(x_blog: Blog, x_server: Any) -> None:
    """The ledger remembers it: no run posts it, `--again` does, and `status` says what happened."""
    path = posted(x_blog, x_server)
    assert x_blog.bot("delete", path, "-y").code == 0
    assert x_blog.bot("run", "--json").results == []
    assert "taken down" in x_blog.bot("status").out
    ran = x_blog.bot("post", path, "--json")
    assert ran.code == 0
    assert set(ran.outcomes().values()) == {"skipped"}
    assert set(x_blog.bot("post", path, "--again", "-y", "--json").outcomes().values()) == {"posted"}
    ran = x_blog.bot("delete", "content/nothing.md", "-y")
    assert ran.code == 2
    assert "nothing of it is posted" in ran.err

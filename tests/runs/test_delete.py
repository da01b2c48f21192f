"""``bot delete``: a post that can be taken down is, whatever stands in the way of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.conftest import OUTBOX

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Blog

WITH_X = OUTBOX + "[targets.x]\n"


def posted(blog: Blog, server: Any) -> Path:
    """A digest that is posted to X and to the outbox."""
    blog.settings(WITH_X)
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
    assert "content/nothing.md: there is no such file" in ran.err


def two_issues_in_one_file(blog: Blog) -> Path:
    """weekly.md was posted, written over with the next issue, and posted again."""
    blog.settings(OUTBOX)
    blog.bot("init", "-y")
    bodies = (
        "\nLast week a reader asked why the sea is salt, and nobody in this house could tell her the reason for it.\n",
        "\nThis week we have three answers, of which the second one is from a child who has never seen the sea.\n",
    )
    for number, body in enumerate(bodies, start=1):
        path = blog.digest("weekly.md", body, title=f"Issue {number}", pubDatetime=f"2026-11-{number:02}T08:00:00Z")
        assert blog.bot("run").code == 0
    return path


def test_only_the_post_of_what_the_file_is_today_is_taken_down(blog: Blog) -> None:
    """Last week's post stays."""
    path = two_issues_in_one_file(blog)
    pages = blog.root / "state" / "outbox"
    assert len(list(pages.glob("weekly*.html"))) == 2
    assert blog.bot("delete", path, "-y").code == 0
    assert [page.name for page in pages.glob("weekly*.html")] == ["weekly-outbox.html"]
    assert blog.bot("run", "--json").results == []


def test_of_a_file_that_is_gone_and_held_more_than_one_digest_nothing_is_guessed(blog: Blog) -> None:
    """Without a person to ask it is refused; --yes takes them all, and says which."""
    path = two_issues_in_one_file(blog)
    path.unlink()
    ran = blog.bot("delete", path)
    assert (ran.code, "2 digests have stood in" in ran.err) == (2, True), ran.err
    ran = blog.bot("delete", path, "--yes")
    assert ran.code == 0
    assert "to be taken down: file://" in ran.err
    assert list((blog.root / "state" / "outbox").glob("weekly*.html")) == []


def test_where_nobody_can_be_asked_nothing_is_taken_down(blog: Blog) -> None:
    """A script that forgot -y gets one line that says so, and exit 2; the post stays."""
    blog.settings(OUTBOX)
    blog.bot("init", "-y")
    path = blog.digest()
    assert blog.bot("post", path).code == 0
    page = next((blog.root / "state" / "outbox").glob("*-outbox.html"))
    ran = blog.bot("delete", path)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert page.as_uri() in ran.err
    assert "add -y" in ran.err
    assert page.exists()


def test_taken_down_is_no_skipped(blog: Blog) -> None:
    """Neither in the command's own word nor in the list of what there is, which counts it."""
    blog.settings(OUTBOX)
    blog.bot("init", "-y")
    path = blog.digest()
    blog.bot("post", path)
    ran = blog.bot("delete", path, "-y")
    assert ran.out == f"taken down: content/{path.name} on outbox\n"
    listed = blog.bot("status").out
    assert f"taken down: content/{path.name} on outbox: " in listed
    assert f"bot post content/{path.name} --to outbox --again" in listed
    assert "in all: 1 taken down" in listed
    assert "skipped" not in listed

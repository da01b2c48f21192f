"""``bot post FILE``: one digest, on every target, once."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import OUTBOX, SHARED, Blog

if TYPE_CHECKING:
    from pathlib import Path


def test_posts_a_digest_to_the_outbox_without_any_account(blog: Blog) -> None:
    """The outbox needs nothing: the post is a page that a browser opens, and an index leads to it."""
    path = blog.digest(title="Hello, outbox")
    assert blog.bot("init").code == 0
    ran = blog.bot("post", path, "--to", "outbox", "--json")
    assert ran.code == 0
    (one,) = ran.results
    assert one["outcome"] == "posted"
    assert one["url"].startswith("file://")
    assert "Hello, outbox" in (blog.root / "state/outbox/index.html").read_text(encoding="utf-8")


def test_posts_to_bluesky_and_x_side_by_side(both_blog: Blog, pds: Any, x_server: Any) -> None:
    """Both targets get the digest: Bluesky as a card with the link, X with the link in the text."""
    path = both_blog.digest(title="Both of them", description="One sentence for each.", tags=["AI", "digest"])
    both_blog.bot("init")
    ran = both_blog.bot("post", path, "--json")
    assert ran.code == 0, ran.err
    assert ran.outcomes() == {"bluesky": "posted", "x": "posted"}
    (record,) = pds.posts(both_blog)
    assert record["value"]["text"].startswith("A first sentence. A second.")
    assert record["value"]["embed"]["external"]["title"] == "Both of them"
    assert record["value"]["embed"]["external"]["uri"] == "https://blog.example/posts/2026-11-20-hello"
    (post,) = x_server.posts
    assert "https://blog.example/posts/2026-11-20-hello" in post.text


def test_a_second_call_says_already_posted_and_sends_nothing(both_blog: Blog, pds: Any, x_server: Any) -> None:
    """Posted is posted: the second call gives the URL, sends not one request, and exits 0."""
    path = both_blog.digest()
    both_blog.bot("init")
    first = both_blog.bot("post", path, "--json")
    requests = len(x_server.requests)
    second = both_blog.bot("post", path, "--json")
    assert second.code == 0
    assert second.outcomes() == {"bluesky": "already-posted", "x": "already-posted"}
    assert [one["url"] for one in second.results] == [one["url"] for one in first.results]
    assert len(x_server.requests) == requests
    assert len(pds.posts(both_blog)) == 1


def test_what_the_preview_shows_is_what_is_sent(both_blog: Blog, pds: Any, x_server: Any) -> None:
    """Text and facets of the dry run are those of the posts, byte for byte."""
    path = both_blog.digest(title="Ünïcödé — “quotes” 👩‍👩‍👧 & all", tags=["software-engineering", "Zürich"])
    shown = {one["target"]: one["draft"] for one in both_blog.bot("preview", path, "--json").results}
    both_blog.bot("init")
    assert both_blog.bot("post", path).code == 0
    (record,) = pds.posts(both_blog)
    assert record["value"]["text"] == shown["bluesky"]["text"]
    slices = [
        record["value"]["text"].encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode()
        for f in record["value"]["facets"]
    ]
    assert slices == ["#SoftwareEngineering", "#Zürich"]
    assert x_server.posts[0].text == shown["x"]["text"]


def test_without_a_ledger_nothing_is_posted(both_blog: Blog, x_server: Any) -> None:
    """A missing ledger is never an empty one: exit 2, what to do, and no request."""
    path = both_blog.digest()
    for call in (("post", path), ("run",)):
        ran = both_blog.bot(*call)
        assert ran.code == 2
        assert "bot init" in ran.err
    assert x_server.requests == []
    assert not (both_blog.root / "state" / "ledger.db").exists()


def test_a_target_that_is_not_set_up_is_named(x_blog: Blog) -> None:
    """Of the two defaults the one without its secrets is said by name, and the other posts."""
    path = x_blog.digest()
    x_blog.bot("init")
    ran = x_blog.bot("post", path, "--json")
    assert ran.code == 0
    assert ran.outcomes() == {"x": "posted", "bluesky": "skipped"}
    reason = next(one["reason"] for one in ran.results if one["target"] == "bluesky")
    assert "BLUESKY_HANDLE" in reason
    assert "BLUESKY_APP_PASSWORD" in reason


def test_with_no_target_set_up_the_outbox_is_offered(blog: Blog) -> None:
    """Nothing to post to is a matter of settings: exit 2, each missing secret, and the way without an account."""
    path = blog.digest()
    blog.bot("init")
    ran = blog.bot("post", path)
    assert ran.code == 2
    assert "--to outbox" in ran.err
    assert "X_API_KEY" in ran.err


def test_asking_for_a_target_that_is_not_set_up_is_an_error(x_blog: Blog, x_server: Any) -> None:
    """Whoever names a target means it: nothing is sent to the others either."""
    path = x_blog.digest()
    x_blog.bot("init")
    ran = x_blog.bot("post", path, "--to", "x", "--to", "bluesky")
    assert ran.code == 2
    assert "BLUESKY_HANDLE" in ran.err
    assert x_server.requests == []


def test_several_accounts_of_one_platform_are_just_more_targets(blog: Blog) -> None:
    """A target is a name; two outboxes are two targets, each with its own entry."""
    blog.settings(
        'site = "https://blog.example"\n[targets.outbox]\n[targets.archive]\nplatform = "outbox"\nhashtags = 0\n'
    )
    path = blog.digest(tags=["AI"])
    blog.bot("init")
    ran = blog.bot("post", path, "--json")
    assert ran.outcomes() == {"outbox": "posted", "archive": "posted"}
    assert len({one["id"] for one in ran.results}) == 2


@pytest.mark.parametrize("number", range(0, 59, 10))
def test_real_digests_go_out_on_every_target(both_blog: Blog, pds: Any, x_server: Any, number: int) -> None:
    """Digests of a real blog, whose heroes cannot be reached here, end as one post each with a drawn card."""
    if not SHARED.is_dir():
        pytest.skip("the real digests lie in ../shared, which is not here")
    source = sorted((SHARED / "data" / "digests").glob("*.md"))[number]
    path = both_blog.root / "content" / source.name
    path.write_bytes(source.read_bytes())
    both_blog.settings('site = "https://blog.example"\n[targets.bluesky]\n[targets.x]\n[targets.outbox]\n')
    both_blog.bot("init")
    ran = both_blog.bot("post", path, "--json")
    assert ran.code == 0, ran.err + ran.out
    assert set(ran.outcomes().values()) == {"posted"}
    assert all(one["draft"]["length"] <= one["draft"]["limit"] for one in ran.results)
    assert len(pds.posts(both_blog)) == 1
    assert len(x_server.posts) == 1


def test_a_failure_on_one_target_does_not_stop_the_other(both_blog: Blog, pds: Any, x_server: Any) -> None:
    """X refuses, Bluesky posts: exit 3; the next call does only what is missing."""
    path = both_blog.digest()
    both_blog.bot("init")
    x_server.fault(on="create", kind="400")
    ran = both_blog.bot("post", path, "--json")
    assert ran.code == 3
    assert ran.outcomes() == {"bluesky": "posted", "x": "failed"}
    again = both_blog.bot("post", path, "--json")
    assert again.code == 0
    assert again.outcomes() == {"bluesky": "already-posted", "x": "posted"}
    assert len(pds.posts(both_blog)) == 1
    assert len(x_server.posts) == 1


def test_secrets_are_never_printed(both_blog: Blog, x_server: Any) -> None:
    """Not in the result, not in the story, not in the ledger; not even when the platform refuses the log-in."""
    path = both_blog.digest()
    both_blog.bot("init")
    x_server.fault(on="create", kind="401", times=9)
    ran = both_blog.bot("post", path, "-v", "--json", env={"BLUESKY_APP_PASSWORD": "wrong-pass-word-here"})
    assert ran.code == 1
    ledger = (both_blog.root / "state" / "ledger.db").read_bytes()
    for name in ("BLUESKY_APP_PASSWORD", "X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"):
        secret = both_blog.env[name]
        assert secret not in ran.out + ran.err
        assert secret.encode() not in ledger
    assert "wrong-pass-word-here" not in ran.out + ran.err


def test_json_is_one_document_and_nothing_else_on_stdout(blog: Blog) -> None:
    """stdout is the result, stderr the story."""
    path = blog.digest(heroImage="missing.png")
    blog.bot("init")
    ran = blog.bot("post", path, "--to", "outbox", "--json", "-v")
    document = json.loads(ran.out)
    assert list(document) == ["results"]
    (one,) = document["results"]
    assert set(one) == {"digest", "path", "target", "outcome", "reason", "url", "id", "retry_at", "warnings", "draft"}
    assert any("missing.png" in warning for warning in one["warnings"])


def test_a_file_outside_content_can_be_posted(blog: Blog, tmp_path: Path) -> None:
    """A file is posted where it lies; its key is its name."""
    path = blog.digest()
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_bytes(path.read_bytes())
    blog.bot("init")
    ran = blog.bot("post", elsewhere, "--to", "outbox", "--json")
    assert ran.code == 0
    assert ran.results[0]["digest"] == "elsewhere"


# linux/capability.h and linux/prctl.h: what lets root read every file, and how a process does without it.
READ_EVERYTHING, DROP_CAPABILITY = (1, 2), 24


def as_no_root() -> None:
    """In the child: root may read only what its owner may, as everybody else."""
    if os.geteuid() == 0:
        for capability in READ_EVERYTHING:
            ctypes.CDLL(None).prctl(DROP_CAPABILITY, capability, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux lets root do without its power over files")
def test_a_file_that_may_not_be_read_keeps_no_other_back(blog: Blog) -> None:
    """``bot post a.md b.md`` with a closed b.md posts a.md and says why b.md was not: it refused both, as wrong usage."""
    blog.settings(OUTBOX)
    open_file, closed = blog.digest("a.md", title="Open"), blog.digest("b.md", title="Closed")
    assert blog.bot("init").code == 0
    closed.chmod(0)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "post", str(open_file), str(closed), "--json"],
        cwd=blog.root, env=blog.env, capture_output=True, encoding="utf-8", check=False, preexec_fn=as_no_root,
    )  # fmt: skip
    results = {one["path"]: one for one in json.loads(done.stdout)["results"]}
    assert results["content/a.md"]["outcome"] == "posted", done.stderr
    assert results["content/b.md"]["outcome"] == "failed"
    assert "chmod u+r" in results["content/b.md"]["reason"]
    assert done.returncode == 3


@pytest.mark.skipif(sys.platform != "linux", reason="Linux lets root do without its power over files")
def test_a_file_that_was_posted_from_a_folder_that_is_closed_by_now_is_posted_already(blog: Blog) -> None:
    """Nobody can look whether the first file is still there: that ended the whole call, and kept the others back."""
    blog.settings(OUTBOX)
    assert blog.bot("init").code == 0
    first = blog.digest("in/a.md")
    assert blog.bot("post", first).code == 0
    moved, other = blog.digest("a.md"), blog.digest("b.md", "\nOther words.\n", title="Other")
    first.parent.chmod(0)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "post", str(moved), str(other), "--json"],
        cwd=blog.root, env=blog.env, capture_output=True, encoding="utf-8", check=False, preexec_fn=as_no_root,
    )  # fmt: skip
    first.parent.chmod(0o755)
    outcomes = {one["path"]: one["outcome"] for one in json.loads(done.stdout)["results"]}
    assert outcomes == {"content/a.md": "already-posted", "content/b.md": "posted"}, done.stderr


def test_the_outbox_asked_for_by_name_waits_for_no_page(blog: Blog) -> None:
    """Who tries the bot on a blog of one's own has not published yet, and would wait four minutes for nothing."""
    blog.settings('site = "http://127.0.0.1:9"\nwait_live = "4m"\n[targets.outbox]\n')
    blog.bot("init", "-y")
    ran = blog.bot("post", blog.digest(), "--to", "outbox", "--json", timeout=60)
    assert ran.outcomes() == {"outbox": "posted"}

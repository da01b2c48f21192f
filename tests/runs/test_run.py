"""``bot run``: all that is new, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.conftest import OUTBOX, ROOT

if TYPE_CHECKING:
    from tests.conftest import Blog


def names(ran: Any) -> dict[str, str]:
    return {one["digest"]: one["outcome"] for one in ran.results}


def test_init_marks_what_is_there_and_run_posts_what_comes(blog: Blog) -> None:
    """The archive is handled at init; only a digest that comes later is posted, and only once."""
    blog.settings(OUTBOX)
    blog.digest("2026-01-01-old.md", title="Old")
    ran = blog.bot("init")
    assert ran.code == 0
    assert "1 digest" in ran.out
    assert blog.bot("run", "--json").results == []
    blog.digest("2026-11-21-new.md", title="New")
    assert names(blog.bot("run", "--json")) == {"2026-11-21-new": "posted"}
    second = blog.bot("run", "--json")
    assert second.code == 0
    assert second.results == []


def test_a_digest_of_the_archive_can_be_posted_by_hand(blog: Blog) -> None:
    """Handled means that no run posts it; a person still can."""
    blog.settings(OUTBOX)
    path = blog.digest()
    blog.bot("init")
    assert blog.bot("post", path, "--json").outcomes() == {"outbox": "posted"}


def test_drafts_and_digests_that_do_not_want_to_be_social_are_left_out(blog: Blog) -> None:
    """Each with its reason in the result; nothing about it is a failure."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("draft.md", title="Draft", draft=True)
    blog.digest("quiet.md", title="Quiet", social=False)
    blog.digest("skipped.md", title="Skipped", social={"outbox": {"skip": True}})
    blog.digest("later.md", title="Later", pubDatetime="2999-01-01T00:00:00Z")
    ran = blog.bot("run", "--json")
    assert ran.code == 0
    assert set(names(ran).values()) == {"skipped"}
    reasons = {one["digest"]: one["reason"] for one in ran.results}
    assert "draft" in reasons["draft"]
    assert "social" in reasons["quiet"]
    assert "2999" in reasons["later"]


def test_a_backfill_leaves_out_what_does_not_want_to_be_social(blog: Blog) -> None:
    """The archive's mark stood before the digest's own word, and what says no was posted."""
    blog.settings(OUTBOX)
    blog.digest("plain.md", title="Plain")
    blog.digest("quiet.md", title="Quiet", social=False)
    blog.digest("skipped.md", title="Skipped", social={"outbox": {"skip": True}})
    blog.digest("expired.md", title="Expired", expiryDate="2026-11-21T00:00:00Z")
    blog.digest("withdrawn.md", title="Withdrawn")
    assert "5 digests" in blog.bot("init").out
    blog.digest("withdrawn.md", title="Withdrawn", draft=True)
    for more, outcome in ((("--dry-run",), "would-post"), ((), "posted")):
        ran = blog.bot("run", "--since", "2026-01-01", "--json", *more)
        assert ran.code == 0
        assert names(ran) == {"plain": outcome}


def test_a_digest_that_stops_being_a_draft_is_posted(blog: Blog) -> None:
    """Left out is not handled: the next run looks again."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("a.md", draft=True)
    blog.bot("run")
    blog.digest("a.md", draft=False)
    assert names(blog.bot("run", "--json")) == {"a": "posted"}


def test_more_new_digests_than_the_fuse_allows_stop_the_run(blog: Blog) -> None:
    """Nothing is posted, exit 1; a line names the first and counts the others, --json has all; --max-posts raises the fuse."""
    blog.settings(OUTBOX + "hashtags = 1\n")
    blog.bot("init")
    for number in range(7):
        blog.digest(f"d{number}.md", title=f"Digest {number}", pubDatetime=f"2026-11-20T0{number}:00:00Z")
    ran = blog.bot("run")
    assert ran.code == 1
    assert not (blog.root / "state" / "outbox").exists()
    assert "content/d0.md, content/d1.md, content/d2.md and 4 more" in ran.out
    assert "--max-posts" in ran.out + ran.err
    assert names(blog.bot("run", "--json")) == {f"d{number}": "failed" for number in range(7)}
    raised = blog.bot("run", "--max-posts", "7", "--json")
    assert raised.code == 0
    assert list(names(raised).values()) == ["posted"] * 7


def test_the_first_run_after_init_reads_no_bodies(blog: Blog) -> None:
    """An archive of thousands that was only just marked as handled costs seconds, not a minute; a new digest is read whole."""
    blog.settings(OUTBOX)
    blog.digest("old.md")
    blog.bot("init")
    code = """
import sys
sys.argv = ["bot", "run"]
try:
    from bot.__main__ import main
    main()
except SystemExit:
    pass
print("markdown_it" in sys.modules)
"""
    env = {**blog.env, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=blog.root, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["False"], done.stderr
    blog.digest(
        "new.md",
        title="New",
        description=None,
        body="\nA storm took the roof off the old theatre in Lisbon on Tuesday. Nobody was hurt.\n",
    )
    (posted,) = blog.bot("run", "--json").results
    assert "A storm took the roof off" in posted["draft"]["text"]


def test_a_run_posts_the_oldest_first(blog: Blog) -> None:
    """Readers see the digests in the order in which they were written."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("b.md", title="Second", pubDatetime="2026-11-20T09:00:00Z")
    blog.digest("a.md", title="Third", pubDatetime="2026-11-20T10:00:00Z")
    blog.digest("c.md", title="First", pubDatetime="2026-11-20T08:00:00Z")
    assert list(names(blog.bot("run", "--json"))) == ["c", "b", "a"]


def test_a_broken_digest_fails_and_the_others_go_on(blog: Blog) -> None:
    """Exit 3, and the broken one is looked at again by the next run."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("good.md", title="Good")
    blog.digest("bad.md", title=None)
    ran = blog.bot("run", "--json")
    assert ran.code == 3
    assert names(ran) == {"good": "posted", "bad": "failed"}
    blog.digest("bad.md", title="Mended")
    assert names(blog.bot("run", "--json")) == {"bad": "posted"}


def test_a_draft_that_was_there_at_init_is_posted_when_it_is_none_any_more(blog: Blog) -> None:
    """What is not out yet does not belong to the archive."""
    blog.settings(OUTBOX)
    blog.digest("a.md", draft=True)
    blog.bot("init")
    blog.digest("a.md", draft=False)
    assert names(blog.bot("run", "--json")) == {"a": "posted"}


def test_a_target_that_is_new_to_an_old_ledger_starts_from_now(blog: Blog) -> None:
    """What was handled before it came is not poured out on it; what comes afterwards is."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("first.md", title="First")
    blog.bot("run")
    blog.settings(OUTBOX + '[targets.second]\nplatform = "outbox"\n')
    assert blog.bot("run", "--json").results == []
    blog.digest("next.md", title="Next", pubDatetime="2026-11-21T08:00:00Z")
    ran = blog.bot("run", "--json")
    assert {(one["digest"], one["target"]) for one in ran.results} == {("next", "outbox"), ("next", "second")}


def test_a_renamed_digest_is_recognised(blog: Blog) -> None:
    """Same publish time and title under another name, slug and folder: not new."""
    blog.settings(OUTBOX)
    blog.bot("init")
    path = blog.digest("first-name.md")
    blog.bot("run")
    moved = blog.root / "content" / "moved" / "second-name.md"
    moved.parent.mkdir()
    path.rename(moved)
    ran = blog.bot("run", "--json")
    assert ran.code == 0
    assert all(one["outcome"] == "already-posted" for one in ran.results)


def test_a_second_file_with_the_id_of_a_posted_one_is_named(blog: Blog) -> None:
    """Front matter that was copied with its id is not swallowed: every list names both files, and what to do."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("a.md", id="same", title="One")
    blog.bot("run")
    blog.digest("b.md", id="same", title="Two", pubDatetime="2026-11-21T08:00:00Z")
    for _ in range(2):
        (one,) = blog.bot("run", "--json").results
        assert one["outcome"] == "skipped"
        assert "content/a.md" in one["reason"]
        assert "id" in one["reason"]
    assert "content/a.md" in blog.bot("explain", "content/b.md").out


def test_a_digest_that_is_renamed_and_later_retitled_is_still_recognised(blog: Blog) -> None:
    """Each change alone leaves something to know it by, and each run learns the rest."""
    blog.settings(OUTBOX)
    blog.bot("init")
    path = blog.digest("first.md", title="First title")
    blog.bot("run")
    path.rename(blog.root / "content" / "second.md")
    blog.bot("run")
    blog.digest("second.md", title="Second title")
    ran = blog.bot("run", "--json")
    assert ran.code == 0
    assert all(one["outcome"] == "already-posted" for one in ran.results)


def test_a_typo_that_is_mended_posts_nothing(blog: Blog) -> None:
    """An edit of a posted digest is no new digest."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest("a.md", title="Teh title")
    blog.bot("run")
    blog.digest("a.md", title="The title")
    ran = blog.bot("run", "--json")
    assert all(one["outcome"] == "already-posted" for one in ran.results)
    assert "edited" in blog.bot("status").out


def test_a_dry_run_needs_no_ledger_and_leaves_nothing(blog: Blog) -> None:
    """It shows what a run would post, and writes not even the ledger's file."""
    blog.settings(OUTBOX)
    blog.digest()
    ran = blog.bot("run", "--dry-run", "--json")
    assert ran.code == 0
    assert names(ran) == {"2026-11-20-hello": "would-post"}
    assert not (blog.root / "state").exists()


def test_whoever_tells_of_a_doubt_says_how_it_is_ended(both_blog: Blog, x_server: Any) -> None:
    """A run, a dry run, a post and the status: each reason holds the command that settles it."""
    both_blog.bot("init")
    path = both_blog.digest()
    x_server.fault(on="create", kind="reset-before")
    remedy = f"bot resolve content/{path.name} x --posted URL | --not-posted"
    for words in (("run",), ("run",), ("run", "--dry-run"), ("post", path, "--to", "bluesky"), ("status",)):
        (doubt,) = [one for one in both_blog.bot(*words, "--json").results if one["outcome"] == "in-doubt"]
        assert remedy in doubt["reason"], words


def test_status_shows_what_was_posted_and_what_failed(both_blog: Blog, x_server: Any) -> None:
    """The same rows as a post, for people and as JSON."""
    both_blog.bot("init")
    both_blog.digest()
    x_server.fault(on="create", kind="400")
    assert both_blog.bot("run").code == 3
    ran = both_blog.bot("status", "--json")
    assert {one["target"]: one["outcome"] for one in ran.results} == {"bluesky": "posted", "x": "failed"}
    assert "bsky.app/profile" in both_blog.bot("status").out


def test_baseline_marks_everything_as_handled(blog: Blog) -> None:
    """What came since init can be declared handled without posting it."""
    blog.settings(OUTBOX)
    blog.bot("init")
    blog.digest()
    ran = blog.bot("baseline")
    assert ran.code == 0
    assert blog.bot("run", "--json").results == []


def test_explain_says_why_and_what_would_change_it(blog: Blog) -> None:
    """For each target, in words."""
    blog.settings(OUTBOX)
    blog.bot("init")
    path = blog.digest(draft=True)
    ran = blog.bot("explain", path)
    assert ran.code == 0
    assert "draft" in ran.out
    assert "outbox" in ran.out


def test_explain_says_that_a_run_does_not_look_at_a_file(blog: Blog) -> None:
    """It is due as any other, and left out by the settings or by where it stands."""
    blog.settings('exclude = ["notes"]\n' + OUTBOX)
    blog.bot("init")
    for path in (blog.digest("notes/a.md"), blog.digest("../elsewhere/b.md")):
        assert "a run does not look at this file" in " ".join(blog.bot("explain", path).out.split())
    assert "does not look" not in blog.bot("explain", blog.digest("c.md")).out


def test_a_content_folder_that_is_not_there_is_no_blog_with_nothing_new(blog: Blog) -> None:
    """A renamed folder must not be green for ever: exit 2, with the folder's name."""
    blog.settings(OUTBOX)
    blog.bot("init")
    (blog.root / "content").rename(blog.root / "posts")
    for call in (("run",), ("run", "--json"), ("run", "--dry-run"), ("baseline",)):
        ran = blog.bot(*call)
        assert ran.code == 2
        assert "content" in ran.err


def test_a_post_that_the_months_money_does_not_allow_is_put_off_and_listed(x_blog: Blog, x_server: Any) -> None:
    """It is due at the first of the next month, the status says so, and nothing was sent."""
    x_blog.settings('site = "https://blog.example.com"\n[targets.x]\nmonthly_cap_usd = 0.1\n')
    x_blog.bot("init")
    x_blog.digest()
    ran = x_blog.bot("run", "--json")
    assert ran.code == 1
    (one,) = ran.results
    assert one["retry_at"] is not None
    (listed,) = x_blog.bot("status", "--json").results
    assert listed["retry_at"] == one["retry_at"]
    assert x_server.posts == []
    (again,) = x_blog.bot("run", "--json").results
    assert again["retry_at"] == one["retry_at"]
    (shown,) = x_blog.bot("preview", "content/2026-11-20-hello.md", "--json").results
    assert any("$0.1" in warning and "next month" in warning for warning in shown["warnings"])


def test_a_page_that_is_not_live_in_time_puts_its_post_off(blog: Blog) -> None:
    """Nothing is posted, the status knows it, and the next run looks again."""
    blog.settings('site = "http://127.0.0.1:9"\nwait_live = "100ms"\n[targets.outbox]\n')
    blog.bot("init")
    blog.digest()
    (one,) = blog.bot("run", "--json").results
    assert one["outcome"] == "failed"
    assert "not live" in one["reason"]
    (listed,) = blog.bot("status", "--json").results
    assert listed["retry_at"] is not None
    blog.settings(OUTBOX)
    assert names(blog.bot("run", "--json")) == {"2026-11-20-hello": "posted"}

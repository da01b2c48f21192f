"""Each run looks only at what is new, changed or undone, and never overlooks any of it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.ledger import Seen, schema
from bot.watcher import blob, idle
from bot.watcher.find import SCANNED, scanned_mark
from bot.watcher.walk import Walk
from tests import reading as config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.ledger import Ledger
    from tests.watcher.conftest import Blog


def test_a_second_run_looks_at_nothing(either: Blog) -> None:
    """Committed or not, in git or not."""
    either.write("a.md")
    either.write("b/c.mdx")
    assert either.run() == ["a.md", "b/c.mdx"]
    assert either.run() == []
    assert either.idle()


def test_a_new_file_and_a_changed_one_are_looked_at(either: Blog) -> None:
    for name in ("a.md", "b.md", "c.md"):
        either.write(name)
    either.run()
    either.write("b.md", "tags: [x]")
    either.write("aa.md")
    assert not either.idle()
    assert either.run() == ["aa.md", "b.md"]
    assert either.run() == []
    assert either.idle()


def test_commits_change_nothing(blog: Blog) -> None:
    """What was looked at uncommitted is known by its content when it is committed."""
    blog.init_git()
    blog.write("a.md")
    blog.run()
    blog.commit()
    assert blog.run() == []
    blog.write("b.md")
    blog.commit()
    assert not blog.idle()
    assert blog.run() == ["b.md"]
    assert blog.idle()
    blog.commit()
    assert blog.run() == []
    assert blog.idle()


@pytest.mark.parametrize("few", [0, 1000])
def test_a_fresh_clone_knows_every_file(blog: Blog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Where every time is new the contents tell, read or asked of git; also where the clone is shallow."""
    monkeypatch.setattr(blob, "FEW", few)
    blog.init_git()
    for number in range(20):
        blog.write(f"d{number}.md")
    blog.commit()
    blog.run()
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{blog.root}", str(clone)], check=True)
    shutil.copytree(blog.root / "state", clone / "state")
    again = type(blog).__new__(type(blog))
    again.__dict__.update(blog.__dict__)
    again.root, again.content = clone, clone / "content"
    again.set("")
    assert not again.idle(), "nobody knows what happened to these files"
    assert again.run() == []
    assert again.idle()
    again.write("new.md")
    assert again.run() == ["new.md"]


def test_a_touched_file_is_known_by_its_content(either: Blog) -> None:
    """A new time alone is no change; the new one is remembered."""
    path = either.write("a.md")
    either.run()
    os.utime(path, (either.old + 5, either.old + 5))
    assert not either.idle()
    assert either.run() == []
    assert either.idle()


def test_a_change_in_the_same_instant_is_seen(either: Blog) -> None:
    """Same size, same time, other content, right after it was looked at."""
    either.later = timedelta()
    path = either.write("a.md", "x: 1", old=False)
    either.run()
    change_unseen(path)
    assert not either.idle()
    assert either.run() == ["a.md"]


def test_a_change_that_hides_its_time_is_seen(either: Blog) -> None:
    """As after rsync --times, or a file of the same size moved to this name: the system knows when it came."""
    path = either.write("a.md", "x: 1")
    either.run()
    assert either.idle()
    change_unseen(path)
    assert not either.idle()
    assert either.run() == ["a.md"]
    other = either.root / "other.md"
    other.write_text(path.read_text().replace("x: 2", "x: 3"))
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    time.sleep(0.02)  # the system's clock ticks a hundred times a second
    either.run()
    other.rename(path)
    assert not either.idle()
    assert either.run() == ["a.md"]


def change_unseen(path: Path) -> None:
    """Same size, same mtime."""
    status = path.stat()
    time.sleep(0.02)
    path.write_text(path.read_text().replace("x: 1", "x: 2"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_what_was_put_off_comes_back(either: Blog) -> None:
    """A file is only done with when it is handled for good."""
    either.write("a.md")
    assert either.run(handle=False) == ["a.md"]
    assert not either.idle()
    assert either.run() == ["a.md"]
    assert either.run() == []


def test_a_file_that_cannot_be_read_comes_back(either: Blog) -> None:
    """Every run says so, until it is mended."""
    (either.content / "bad.md").write_text("no front matter")
    if (either.root / ".git").exists():
        either.commit()
    assert either.run() == ["bad.md"]
    assert not either.idle()
    assert either.run() == ["bad.md"]
    either.write("bad.md")
    either.run()
    assert either.run() == []


def test_a_draft_is_listed_by_every_run_and_posted_when_it_is_none(either: Blog) -> None:
    """A run that lists nothing may be quick all the same."""
    either.write("draft.md", "draft: true")
    assert either.run() == ["draft.md"]
    assert either.idle()
    assert not either.idle(listing=True)
    assert either.run() == ["draft.md"]
    either.write("draft.md", "draft: false")
    assert not either.idle()
    assert either.run() == ["draft.md"]
    assert either.run() == []
    assert either.idle(listing=True)


def test_a_draft_by_a_generators_word_for_many_is_posted_when_that_is_taken_back(either: Blog) -> None:
    """No digest has changed, and the quick answer was that there is nothing new, for ever."""
    (either.root / "hugo.toml").touch()
    section = either.content / "_index.md"
    section.write_text("---\ncascade:\n  draft: true\n---\n")
    either.set('generator = "hugo"\n')
    either.write("a.md")
    assert either.run(handle=False) == ["a.md"]
    assert not either.idle()
    section.write_text("---\ntitle: Posts\n---\n")
    either.set('generator = "hugo"\n')
    assert not either.idle()
    assert either.run() == ["a.md"]
    assert either.run() == []
    assert either.idle()


def test_an_embargo_ends_by_the_clock_alone(either: Blog) -> None:
    either.write("later.md", "pubDatetime: 2026-01-02")
    assert either.run() == ["later.md"]
    assert either.idle()
    either.clock.time += timedelta(days=1)
    assert not either.idle()
    assert either.run() == ["later.md"]
    assert either.run() == []


def test_an_entry_that_becomes_due_again_is_looked_at(either: Blog) -> None:
    """A command may change what was done with; its file has not changed."""
    either.write("a.md")
    either.run()
    now = either.clock.now()

    from bot.content import read
    from bot.model import Intent

    either.write("b.md")
    digest = read(either.content / "b.md", either.settings)
    if (either.root / ".git").exists():
        either.commit()
    either.run()
    claim = either.store.change(
        lambda ledger: ledger.claim(
            Intent(digest, "outbox", {}), either.store.claimer, now, timedelta(minutes=10), again=True
        ),
        "claim",
    )
    assert not either.idle()
    either.store.change(lambda ledger: ledger.fail(claim, "down", now, now), "fail")
    assert not either.idle()
    assert either.run() == ["b.md"]


def test_files_that_are_gone_are_forgotten(either: Blog) -> None:
    """And looked at again when they come back."""
    path = either.write("a.md")
    either.write("b.md")
    either.run()
    kept = path.read_bytes()
    path.unlink()
    assert either.run() == []
    path.write_bytes(kept)
    assert either.run() == ["a.md"]


def test_a_reverted_change_is_looked_at(blog: Blog) -> None:
    """What HEAD holds was never read while an uncommitted draft stood in its place."""
    blog.init_git()
    path = blog.write("a.md")
    blog.commit()
    blog.write("a.md", "draft: true")
    blog.run()
    blog.git("checkout", "-q", str(path))
    assert not blog.idle()
    assert blog.run() == ["a.md"]


def test_staged_ignored_and_hidden_from_git_is_still_there(blog: Blog) -> None:
    """What git does not list, or lists differently, lies in content/ all the same."""
    blog.init_git()
    blog.git("config", "status.showUntrackedFiles", "no")
    (blog.root / ".gitignore").write_text("state/\nignored*\n")
    blog.write("committed.md")
    blog.commit()
    blog.run()
    blog.write("ignored.md")
    blog.write("ignored/deep.md")
    blog.write("staged.md")
    blog.git("add", "content/staged.md")
    blog.write("new folder/untracked.md")
    assert blog.run() == ["ignored.md", "ignored/deep.md", "new folder/untracked.md", "staged.md"]
    assert blog.run() == []


def test_content_at_the_top_of_the_checkout_and_below_it(blog: Blog) -> None:
    """Also through a name that needs quoting."""
    blog.set('content = "sub ü/con\\ntent"\n')
    blog.content = blog.root / "sub ü" / "con\ntent"
    blog.write("a b😀.md")
    blog.init_git()
    assert blog.run() == ["a b😀.md"]
    assert blog.run() == []
    blog.write("new.md")
    assert blog.run() == ["new.md"]
    blog.set('content = "."\nexclude = ["sub ü"]\n')
    blog.content = blog.root
    blog.write("top.md")
    blog.commit()
    assert blog.run() == ["top.md"]
    assert blog.run() == []


def test_a_sparse_checkout_is_no_list_of_failures(blog: Blog) -> None:
    """What is in the tree but not on the disk is not looked at."""
    blog.write("in/a.md")
    blog.write("out/b.md")
    blog.init_git()
    blog.git("sparse-checkout", "set", "content/in")
    assert blog.run() == ["in/a.md"]


def test_another_rule_looks_at_everything_again(either: Blog) -> None:
    """What was done with under other settings may be new under these."""
    either.write("a.md")
    either.write("b.txt")
    either.run()
    either.set('include = ["**/*.md", "**/*.txt"]\n')
    assert not either.idle()
    assert either.run() == ["a.md", "b.txt"]
    assert either.run() == []


def test_another_generator_looks_at_everything_again(either: Blog) -> None:
    """What has no front matter is a post by some generators, and was passed over for ever."""
    either.write("a.md")
    (either.content / "bare.md").write_text("# A title\n\nWords.\n")
    found = either.survey()
    bare = either.content / "bare.md"
    notes = found.finish([], passed_over=[bare])
    either.store.change(notes.write, "survey")
    assert either.run() == ["a.md"]
    either.set('generator = "quartz"\n')
    assert either.run() == ["a.md", "bare.md"]
    assert either.run() == []


def test_a_run_for_one_target_leaves_the_others_their_share(either: Blog) -> None:
    """`--to` handles a digest for that target alone; it is new for the others, whose memory stays good."""
    both = ("outbox", "x")
    either.write("a.md")
    assert either.run(both) == ["a.md"]
    assert either.run(both) == []
    either.write("b.md")
    assert either.run(("x",), complete=False) == ["b.md"]
    assert not either.idle()
    assert either.run(both) == ["b.md"]
    assert either.run(both) == []
    assert either.run(("x",), complete=False) == []
    assert either.run(("outbox", "bluesky")) == ["a.md", "b.md"]
    assert either.run(("outbox", "bluesky")) == []


def test_the_quick_answer_trusts_nothing_that_changed(either: Blog) -> None:
    """Settings, secrets, the ledger, another version: each leads to the whole run."""
    either.write("a.md")
    either.run()
    assert either.idle()
    assert not either.idle(environ={"X_API_KEY": "set"})
    assert not either.idle(environ={"MASTODON_ACCESS_TOKEN": "set"}), "one more platform may be meant from now on"
    ledger = either.root / "state" / "ledger.db"
    kept = ledger.read_bytes()
    for broken in (b"", b"not a ledger", kept[:5000]):
        ledger.write_bytes(broken)
        assert not either.idle()
    ledger.write_bytes(kept)
    assert either.idle()
    ledger.rename(ledger.with_suffix(".away"))
    assert not either.idle()
    ledger.with_suffix(".away").rename(ledger)
    either.set("# a comment\n")
    assert not either.idle()
    either.run()
    assert either.idle()


def test_the_quick_answer_asks_for_open_entries_as_the_ledger_does() -> None:
    """In the words of the ledger's index, without importing it."""
    assert idle.UNFINISHED == schema.UNFINISHED


def test_the_quick_answer_sees_every_change(blog: Blog) -> None:
    """In place or not, staged or not, tracked or not; and is sure again after the next run."""
    for name in ("a.md", "staged.md", "b/c.md", "picture.png"):
        blog.write(name)
    blog.init_git()
    blog.write("b/untracked.md")
    blog.write("untracked/d.md")
    blog.run()
    assert blog.idle()

    def edit(name: str) -> None:
        path = blog.content / name
        path.write_text(path.read_text() + "More.\n")

    def stage() -> None:
        edit("staged.md")
        blog.git("add", "content/staged.md")

    changes: dict[str, Callable[[], object]] = {
        "edited": lambda: edit("a.md"),
        "edited below": lambda: edit("b/c.md"),
        "edited and staged": stage,
        "edited, untracked": lambda: edit("b/untracked.md"),
        "edited in an untracked folder": lambda: edit("untracked/d.md"),
        "new": lambda: blog.write("b/new.md"),
        "new in a new folder": lambda: blog.write("e/f/new.md"),
        "renamed": lambda: (blog.content / "b/new.md").rename(blog.content / "b/newer.md"),
        "as it was": lambda: blog.git("checkout", "-q", "HEAD", "--", "."),
    }
    for what, change in changes.items():
        change()
        assert not blog.idle(), what
        blog.run()
        assert blog.idle(), what
    nothing: dict[str, Callable[[], object]] = {
        "gone": (blog.content / "b/newer.md").unlink,
        "committed": blog.commit,
        "no more in HEAD": lambda: blog.git("reset", "-q", "--soft", "HEAD~1"),
        "a picture is no digest": lambda: edit("picture.png"),
    }
    for what, change in nothing.items():
        change()
        assert blog.idle(), what
        assert blog.run() == [], what


def test_what_lies_in_a_folder_that_cannot_be_looked_into_is_not_taken_on_trust(
    either: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named as a problem; the run goes on, and a later one looks closer."""
    either.write("a.md")
    either.write("b/c.md")
    if (either.root / ".git").exists():
        either.commit()
    assert either.run() == ["a.md", "b/c.md"]
    assert either.idle()
    either.write("a.md", "tags: [x]")
    listed = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("b/"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", closed)
        assert set(either.survey().problems) == {"b"}
        assert either.run() == ["a.md"]
        assert not either.idle()
    assert not either.idle()
    assert either.run() == ["b/c.md"]
    assert either.run() == []
    assert either.idle()


def test_the_quick_answer_sees_a_folder_that_was_closed_since(either: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    either.write("b/c.md")
    either.run()
    assert either.idle()
    monkeypatch.setattr(
        os, "scandir", lambda path: (_ for _ in ()).throw(PermissionError(13, "Permission denied", path))
    )
    assert not either.idle()


def test_the_quick_answer_does_not_rest_on_what_may_change_once_more_unseen(either: Blog) -> None:
    """Within a moment, a file's times may stay the same although it was changed."""
    either.write("a.md")
    either.later = timedelta()
    either.run()
    assert not either.idle()
    either.later = timedelta(seconds=10)
    assert either.run() == []
    assert either.idle()


def test_the_quick_answer_is_for_the_folder_of_the_settings(tmp_path: Path, blog: Blog) -> None:
    """Also in pyproject.toml; from a folder below, or with a state folder of another name, the whole run answers."""
    blog.write("a.md")
    blog.run()
    assert blog.idle()
    assert not idle.nothing_new(str(blog.content), {}, 0)
    (tmp_path / "bot.toml").unlink()
    assert not blog.idle()
    text = '[project]\nname = "x"\n[tool.bot]\nsite = "https://example.com"\n[tool.bot.targets.outbox]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    blog.settings = config.load(tmp_path / "pyproject.toml")
    blog.run()
    assert blog.idle()
    blog.set('state = "elsewhere"\n')
    blog.run()
    assert not blog.idle()


@pytest.mark.parametrize("place", ["content", "state"])
def test_a_run_for_another_place_says_nothing_about_that_of_the_settings(blog: Blog, place: str) -> None:
    """As with --content and --state."""
    blog.write("a.md")
    if place == "state":
        settings = blog.root / "bot.toml"
        settings.write_text('state = "elsewhere"\n' + settings.read_text())
        changes = {"state": blog.root / "state"}
    else:
        changes = {"content": blog.root / "other"}
        changes["content"].mkdir()
    blog.settings = config.load(blog.root / "bot.toml", **changes)
    blog.run()
    assert not blog.idle()


def test_a_shared_ledger_is_never_taken_from_the_local_copy(blog: Blog) -> None:
    """Other machines change it: the quick answer would not know."""
    blog.settings = replace(blog.settings, branch="bot-state")
    blog.write("a.md")
    blog.run()
    assert not blog.idle()
    assert blog.run() == []
    settings = blog.root / "bot.toml"
    settings.write_text('branch = "bot-state"\n' + settings.read_text())
    blog.settings = replace(blog.settings, branch=None)
    blog.run()
    assert not blog.idle(), "a run without the branch says nothing about one with it"


def test_an_older_version_s_marks_do_no_harm(either: Blog) -> None:
    """Its quick answer's mark had another form, and its memory of files other times; what it knew is known."""
    path = either.write("a.md")
    either.run()
    status = path.stat()

    def write_old(ledger: Ledger) -> None:
        ledger.marks.set(idle.IDLE, "\x1f".join(["1.0", "1", "bot.toml", "content", *[""] * 9]))
        ledger.files.remember([seen._replace(changed_ns=status.st_mtime_ns) for seen in ledger.files.seen()])

    either.store.change(write_old, "test")
    assert not either.idle()
    assert either.run() == []
    assert either.idle()


@pytest.mark.parametrize("count", [3000])
def test_memory_stays_flat(blog: Blog, count: int) -> None:
    """Nothing new among many costs no more memory than among few."""
    import tracemalloc

    for number in range(count):
        blog.write(f"{number % 20}/d{number}.md")
    blog.store.change(lambda ledger: remember_all(blog, ledger), "test")
    tracemalloc.start()
    found = blog.survey()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.to_read == ()
    assert peak < 700_000


def remember_all(blog: Blog, ledger: Ledger) -> None:
    walk = Walk(str(blog.content), blog.settings.include, blog.settings.exclude)
    ledger.files.remember(Seen(*file, "0" * 40, file[0][:-3]) for file in walk)
    ledger.marks.set(SCANNED, scanned_mark(blog.settings, ["outbox"]))


def test_the_order_of_the_ledger_is_the_order_of_the_walk(blog: Blog) -> None:
    """Both lists are gone through side by side; a name that sorts otherwise would be taken for new."""
    names = [
        "a.md",
        "a-b.md",
        "a/x.md",
        "a b.md",
        "A.md",
        "a.b/c.md",
        "a0/c.md",
        "é.md",
        "z😀.md",
        "\ue000.md",
        "zz.md",
    ]
    for name in names:
        blog.write(name)
    assert sorted(blog.run()) == sorted(names)
    assert blog.run() == []
    assert blog.survey().forget == ()


# ── where git is asked ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def asking(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A blog in git, which is asked for every file's content."""
    monkeypatch.setattr(blob, "FEW", 0)
    blog.init_git()
    return blog


@pytest.mark.parametrize("lost", ["a tree", "the index", "git"])
def test_where_git_has_lost_something_the_disk_tells(asking: Blog, lost: str) -> None:
    asking.write("a.md")
    asking.write("b/c.md")
    asking.commit()
    match lost:
        case "a tree":
            tree = asking.git("rev-parse", "HEAD:content/b").strip()
            (asking.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
        case "the index":
            (asking.root / ".git" / "index").write_bytes(b"no index")
        case "git":
            asking.environ["PATH"] = ""
    assert asking.run() == ["a.md", "b/c.md"]
    assert asking.run() == []


def test_git_names_what_lies_on_the_disk_and_nothing_else(asking: Blog) -> None:
    """Committed or staged, in content/ alone; not what was edited since, is hidden from git's eyes, or is no file."""
    asking.write("a b😀.md")
    asking.write("edited.md")
    asking.write("unwatched.md")
    asking.write("skipped.md")
    asking.write("deep/er/c.md")
    (asking.content / "link.md").symlink_to("deep/er/c.md")
    (asking.root / "outside.md").write_text("x")
    asking.commit()
    asking.git("update-index", "--assume-unchanged", "content/unwatched.md")
    asking.git("update-index", "--skip-worktree", "content/skipped.md")
    for name in ("edited.md", "unwatched.md", "skipped.md"):
        asking.write(name, "tags: [x]")
    asking.write("staged.md")
    asking.git("add", "content/staged.md")
    asking.write("untracked.md")
    names = blob.blob_ids_in_git(asking.content, asking.environ)
    assert sorted(names) == [".keep", "a b😀.md", "deep/er/c.md", "staged.md"]
    assert all(blob.blob_id(asking.content / name) == names[name] for name in names)


def test_a_file_that_git_takes_for_unchanged_is_looked_at(asking: Blog) -> None:
    """Git was told not to look; the digest is new all the same."""
    asking.write("a.md")
    asking.commit()
    asking.run()
    asking.git("update-index", "--assume-unchanged", "content/a.md")
    asking.write("a.md", "tags: [x]")
    assert asking.run() == ["a.md"]


def test_a_checkout_of_its_own_within_content_is_looked_at(asking: Blog) -> None:
    """As a submodule is: git knows its commit, not its files."""
    asking.write("module/a.md")
    asking.git("init", "-q", "content/module")
    asking.git("-C", "content/module", "add", "a.md")
    asking.git("-C", "content/module", "commit", "-q", "-m", "x")
    asking.commit()
    assert "160000" in asking.git("ls-files", "--stage", "content/module")
    assert asking.run() == ["module/a.md"]
    assert asking.run() == []
    asking.write("module/a.md", "tags: [x]")
    assert asking.run() == ["module/a.md"]


def test_what_git_filters_is_known_in_another_checkout(asking: Blog) -> None:
    """Line ends that git changes on the way to the disk are no change of a digest."""
    asking.write("a.md")
    (asking.root / ".gitattributes").write_text("*.md text eol=crlf\n")
    asking.commit()
    assert asking.run() == ["a.md"]
    (asking.content / "a.md").unlink()
    asking.git("checkout", "-q", "--", "content/a.md")
    assert b"\r\n" in (asking.content / "a.md").read_bytes()
    assert asking.run() == []


def test_a_name_is_a_name_to_git_whatever_it_looks_like(asking: Blog) -> None:
    """No option, no magic of a pathspec, no pattern."""
    asking.run()
    names = sorted(["-d.md", "--full-name.md", ":(top)a.md", ":x.md", "*.md", "a b\\n.md", "[a].md", "two\nlines.md"])
    for name in names:
        asking.write(name)
        asking.commit()
        assert asking.run() == [name]
    for name in names:
        asking.write(name, "tags: [x]")
    asking.commit()
    assert asking.run() == names


@pytest.mark.parametrize("seed", range(6))
def test_every_change_is_found_and_nothing_else(blog: Blog, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Whatever was edited, renamed, committed or taken back: what is found is what no run has handled as it is now."""
    dice = random.Random(seed)
    for number in range(8):
        blog.write(f"f{number % 3}/{number}.md", "draft: true" if number == 7 else "")
    blog.init_git()
    names = [f"f{folder}/{number}.md" for folder in range(4) for number in range(10)]

    def there() -> Path | None:
        return dice.choice([path for name in names if (path := blog.content / name).exists()] or [None])

    def edit() -> None:
        if (path := there()) is not None:
            path.write_text(path.read_text() + "More.\n")

    def rename() -> None:
        if (path := there()) is not None:
            path.rename(blog.content / "f0" / dice.choice(names).split("/")[1])

    def touch() -> None:
        if (path := there()) is not None:
            path.touch()

    def remove() -> None:
        if (path := there()) is not None:
            path.unlink()

    def add() -> None:
        blog.write(dice.choice(names), dice.choice(["", "draft: true"]))

    def go_back() -> None:
        commits = blog.git("rev-list", "--max-count=2", "HEAD").split()
        blog.git("reset", "-q", dice.choice(["--soft", "--mixed", "--hard"]), commits[-1])

    handled: dict[str, bytes] = {}
    acts = [edit, rename, touch, remove, add, add, blog.commit, blog.commit, go_back, lambda: blog.git("add", "-A")]
    for _ in range(25):
        dice.choice(acts)()
        now = {path.relative_to(blog.content).as_posix(): path.read_bytes() for path in blog.content.rglob("*.md")}
        new = {name for name in now if now[name] != handled.get(name)}
        drafts = {name for name in now if b"draft: true" in now[name]}
        if blog.idle():
            assert new == set()
        monkeypatch.setattr(blob, "FEW", dice.choice([0, 1000]))
        found = {candidate.name for candidate in blog.survey().to_read}
        assert new <= found <= new | drafts
        if dice.random() < 0.7:
            assert set(blog.run()) == found
            handled = now

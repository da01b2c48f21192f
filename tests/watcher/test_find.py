"""Each run looks only at what is new, changed or undone, and never overlooks any of it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.watcher.idle import IDLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


def test_a_fresh_clone_knows_every_file(blog: Blog, tmp_path: Path) -> None:
    """Where every mtime is new, the blobs' ids tell; also where the clone is shallow."""
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
    assert not again.idle(), "nobody knows what happened to these folders"
    assert again.run() == []
    assert again.idle()
    again.write("new.md")
    assert again.run() == ["new.md"]


def test_without_git_a_touched_file_is_known_by_its_content(blog: Blog) -> None:
    """A new mtime alone is no change; the new one is remembered."""
    path = blog.write("a.md")
    blog.run()
    os.utime(path, (blog.old + 5, blog.old + 5))
    assert not blog.idle()
    assert blog.run() == []
    assert blog.idle()


def test_a_change_in_the_same_instant_is_seen(blog: Blog) -> None:
    """Same size, same mtime, other content, right after it was looked at."""
    blog.later = timedelta()
    path = blog.write("a.md", "x: 1", old=False)
    blog.run()
    status = path.stat()
    path.write_text(path.read_text().replace("x: 1", "x: 2"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not blog.idle()
    assert blog.run() == ["a.md"]


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


def test_the_first_rung_trusts_nothing_that_changed(either: Blog) -> None:
    """Settings, secrets, the ledger, another version: each leads to the next rung."""
    either.write("a.md")
    either.run()
    assert either.idle()
    assert not either.idle(environ={"SECRET": "set"})
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


def test_in_git_the_first_rung_sees_every_change_without_looking_at_every_file(blog: Blog) -> None:
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
        "gone": (blog.content / "b/newer.md").unlink,
        "committed": blog.commit,
        "no more in HEAD": lambda: blog.git("reset", "-q", "--soft", "HEAD~1"),
        "as it was": lambda: blog.git("checkout", "-q", "HEAD", "--", "."),
    }
    for what, change in changes.items():
        change()
        assert not blog.idle(), what
        blog.run()
        assert blog.idle(), what
    edit("picture.png")
    assert blog.idle(), "a picture is no digest"


def test_a_folder_that_goes_while_it_is_looked_at_leads_to_the_next_rung(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that may not be looked into: the run goes on, and the next one looks closer."""
    blog.write("a.md")
    blog.write("b/c.md")
    blog.init_git()
    listed = os.scandir

    def gone(path: str) -> object:
        if str(path).endswith("b/"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", gone)
        assert blog.run() == ["a.md", "b/c.md"]
    assert not blog.idle()
    assert blog.run() == []
    assert blog.idle()


def test_the_first_rung_does_not_rest_on_what_may_change_once_more_unseen(blog: Blog) -> None:
    """Within a moment, a folder's times may stay the same although a file was added."""
    blog.write("a.md")
    blog.init_git()
    blog.later = timedelta()
    blog.run()
    assert not blog.idle()
    blog.later = timedelta(seconds=10)
    blog.run()
    assert blog.idle()


def test_the_first_rung_finds_settings_and_state_where_they_are(tmp_path: Path, blog: Blog) -> None:
    """From a folder below, with a state folder of another name, in pyproject.toml."""
    from bot.watcher.idle import nothing_new

    blog.set('state = "elsewhere"  # here\n')
    blog.write("a.md")
    blog.run()
    assert blog.idle()
    assert nothing_new(str(blog.content), {}, 0)
    (tmp_path / "bot.toml").unlink()
    assert not blog.idle()
    text = '[project]\nname = "x"\n[tool.bot]\nsite = "https://example.com"\n[tool.bot.targets.outbox]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    from bot.store import open_store
    from tests import reading as config

    blog.settings = config.load(tmp_path / "pyproject.toml")
    blog.store = open_store(blog.settings, clock=blog.clock, environ={})
    blog.store.create(lambda ledger: ledger.register(["outbox"], blog.clock.now()))
    blog.run()
    assert blog.idle()


def test_a_shared_ledger_is_never_taken_from_the_local_copy(blog: Blog) -> None:
    """Other machines change it: the first rung would not know."""
    from dataclasses import replace

    blog.settings = replace(blog.settings, branch="bot-state")
    blog.write("a.md")
    blog.run()
    assert not blog.idle()
    assert blog.run() == []


@pytest.mark.parametrize("count", [3000])
def test_memory_stays_flat(blog: Blog, count: int) -> None:
    """Nothing new among many costs no more memory than among few."""
    import tracemalloc

    for number in range(count):
        blog.write(f"{number % 20}/d{number}.md")
    blog.store.change(lambda ledger: remember_all(blog, ledger), "test")
    tracemalloc.start()
    found = blog.scan()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.candidates == ()
    assert peak < 700_000


def remember_all(blog: Blog, ledger: object) -> None:
    from bot.ledger import Seen
    from bot.watcher.find import SCANNED, scanned_mark
    from bot.watcher.walk import Walk

    walk = Walk(str(blog.content), blog.settings.include, blog.settings.exclude)
    ledger.remember(Seen(path, "0" * 40, size, mtime, path[:-3]) for path, size, mtime in walk)
    ledger.set_mark(SCANNED, scanned_mark(blog.settings, ["outbox"]))


def test_the_order_of_git_is_the_order_of_the_walk(blog: Blog) -> None:
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
    blog.init_git()
    assert blog.run() == []


def test_where_git_has_lost_something_the_disk_tells(blog: Blog) -> None:
    blog.write("a.md")
    blog.write("b/c.md")
    blog.init_git()
    lost = blog.git("rev-parse", "HEAD:content/b").strip()
    (blog.root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    assert blog.run() == ["a.md", "b/c.md"]
    assert blog.run() == []


def test_a_name_is_a_name_to_git_whatever_it_looks_like(blog: Blog) -> None:
    """No option, no magic of a pathspec, no pattern."""
    blog.init_git()
    blog.run()
    names = sorted(["-d.md", "--full-name.md", ":(top)a.md", ":x.md", "*.md", "a b\\n.md", "[a].md"])
    for name in names:
        blog.write(name)
        blog.commit()
        assert blog.run() == [name]
    for name in names:
        blog.write(name, "tags: [x]")
    blog.commit()
    assert blog.run() == names


@pytest.mark.parametrize("seed", range(6))
def test_what_git_says_has_changed_is_all_that_has(blog: Blog, seed: int) -> None:
    """From the last run's tree on, a scan finds the same as one that compares the whole archive with its memory."""
    dice = random.Random(seed)
    for number in range(8):
        blog.write(f"f{number % 3}/{number}.md", "draft: true" if number == 7 else "")
    blog.init_git()
    blog.commit()
    names = [f"f{folder}/{number}.md" for folder in range(4) for number in range(10)]

    def there() -> Path | None:
        return dice.choice([path for name in names if (path := blog.content / name).exists()] or [None])

    def edit() -> None:
        if (path := there()) is not None:
            path.write_text(path.read_text() + "More.\n")

    def rename() -> None:
        if (path := there()) is not None:
            path.rename(blog.content / "f0" / dice.choice(names).split("/")[1])

    def remove() -> None:
        if (path := there()) is not None:
            path.unlink()

    def add() -> None:
        blog.write(dice.choice(names), dice.choice(["", "draft: true"]))

    def go_back() -> None:
        commits = blog.git("rev-list", "--max-count=2", "HEAD").split()
        blog.git("reset", "-q", dice.choice(["--soft", "--mixed", "--hard"]), commits[-1])

    def spoil() -> None:
        blog.store.change(lambda ledger: ledger.set_mark(IDLE, dice.choice(["", "an older one", None])), "test")

    for _ in range(25):
        dice.choice(
            [edit, rename, remove, add, add, blog.commit, blog.commit, go_back, spoil, lambda: blog.git("add", "-A")]
        )()
        quick = blog.scan()
        mark = quick.marks[IDLE]
        blog.store.change(lambda ledger: ledger.set_mark(IDLE, None), "test")
        whole = blog.scan()
        blog.store.change(lambda ledger, mark=mark: ledger.set_mark(IDLE, mark), "test")  # type: ignore[misc]
        assert (quick.candidates, quick.gone, quick.touched) == (whole.candidates, whole.gone, whole.touched)
        if dice.random() < 0.7:
            blog.run()

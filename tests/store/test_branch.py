"""What holds for a ledger on a git branch: plain pushes decide, and nothing else in the checkout is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import LedgerError, LedgerMissing
from bot.ledger import schema
from bot.model import Claim, Status
from bot.points import Point
from bot.store.answers import Pushed
from bot.store.objects import object_id
from bot.store.remote import RemoteBranch, check_names
from tests.servers.git import GitServer
from tests.store.places import NOW, GitPlace, begin, claim, digest, entry, git, quiet_environ, receipt, settle, won

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


# ── what it costs ────────────────────────────────────────────────────────────────────────────────


def test_n_posts_cost_n_plus_1_pushes(served: GitPlace, server: GitServer) -> None:
    """A receipt and the next claim go together, and nothing is fetched while nobody else is at work."""
    store = served.made()
    settle(store, won(store, digest(0)))
    server.requests.clear()
    made = won(store, digest(1))
    for number in range(2, 6):

        def apply(ledger: Any, made: Claim = made, number: int = number) -> Claim:
            ledger.settle(made, receipt(number), NOW)
            claimed = ledger.claim(intent_of(number), store.claimer, NOW, lease())
            assert isinstance(claimed, Claim)
            return claimed

        made = store.change(apply, "receipt and next claim")
    settle(store, made, 6)
    assert server.count("push") == 6
    assert server.count("fetch") == 0


def intent_of(number: int) -> Any:
    from tests.store.places import intent

    return intent(digest(number))


def lease() -> Any:
    from tests.store.places import LEASE

    return LEASE


def test_a_change_that_changes_nothing_pushes_nothing(served: GitPlace, server: GitServer) -> None:
    """But what it was decided on is what the server has."""
    one, two = served.made(), served.store("two")
    won(one, digest())
    assert entry(two, digest()) is not None
    server.requests.clear()
    assert claim(two, digest()).status is Status.CLAIMED  # type: ignore[union-attr]
    assert server.count("push") == 0
    settle(one, two_claims(one))
    assert claim(two, digest()).status is Status.POSTED  # type: ignore[union-attr]


def two_claims(store: Any) -> Claim:
    found = entry(store, digest())
    assert found is not None
    assert found.claimer is not None
    return Claim(found.key, found.target, found.attempt, found.claimer, NOW, NOW, found.payload or {})


# ── what it leaves alone ─────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=[None, 1], ids=["whole", "shallow"])
def clone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GitPlace]:
    made = GitPlace(tmp_path, depth=request.param).found()
    yield made
    made.close()


def test_a_dirty_checkout_stays_exactly_as_it_is(clone: GitPlace) -> None:
    """HEAD, index and work tree are untouched, and a whole clone stays whole."""
    laptop = clone.checkout("laptop")  # before there is a ledger, so that its branch must be fetched
    clone.made()
    git(laptop, "checkout", "--quiet", "-b", "topic")
    (laptop / "content" / "a file.md").write_text("changed\n")
    (laptop / "staged.md").write_text("staged\n")
    git(laptop, "add", "staged.md")
    (laptop / "new.md").write_text("untracked\n")

    def state() -> list[object]:
        index = (laptop / ".git" / "index").read_bytes()
        return [
            git(laptop, "status", "--porcelain=v2", "--branch", "--untracked-files=all"), git(laptop, "rev-parse", "HEAD"),
            git(laptop, "stash", "list"), (laptop / ".git" / "HEAD").read_bytes(), index,
            git(laptop, "rev-parse", "--is-shallow-repository"), (laptop / ".git" / "FETCH_HEAD").exists(),
            git(laptop, "for-each-ref", "refs/heads", "refs/tags"), git(laptop, "config", "--local", "--list"),
        ]  # fmt: skip

    git(laptop, "status")  # refreshes the index once
    before = state()
    store = clone.store("laptop")
    settle(store, won(store, digest()))
    locks = laptop / "state" / "locks"
    store.close()
    assert sorted(path.name for path in locks.iterdir()) == [".gitignore", "branch.seen"]
    assert state() == before


def test_a_ledger_on_main_leaves_every_other_file_as_it_is(tmp_path: Path) -> None:
    """Modes, neighbours in the same folder and commits of others stay."""
    place = GitPlace(tmp_path, branch="main").found()
    before = git(place.bare, "ls-tree", "-r", "main").splitlines()
    store = place.store()
    assert store.exists() is False, "a branch without the file has no ledger"
    with pytest.raises(LedgerMissing, match="no such file"):
        store.read(begin)
    store.create(begin)
    made = won(store, digest())
    other = place.checkout("author")
    git(other, "pull", "--quiet")
    (other / "content" / "next.md").write_text("---\ntitle: Next\n---\n")
    git(other, "add", ".")
    git(other, "commit", "--quiet", "-m", "Next")
    git(other, "push", "--quiet")
    settle(store, made)
    after = git(place.bare, "ls-tree", "-r", "main").splitlines()
    assert [line for line in after if "ledger.db" not in line and "next.md" not in line] == before
    assert "content/next.md" in git(place.bare, "ls-tree", "-r", "--name-only", "main")
    assert entry(place.store("two"), digest()).status is Status.POSTED  # type: ignore[union-attr]
    place.close()


def test_other_files_on_the_ledgers_branch_are_kept(branch: GitPlace) -> None:
    """Somebody may have put a note there."""
    store = branch.made()
    notes = branch.folder / "notes"
    git(branch.folder, "clone", "--quiet", "--branch", "bot-state", branch.bare.as_uri(), str(notes))
    (notes / "state" / "a").write_text("1")
    (notes / "state.txt").write_text("2")
    (notes / "état.md").write_text("3")
    git(notes, "add", ".")
    git(notes, "commit", "--quiet", "-m", "Notes")
    git(notes, "push", "--quiet")
    won(store, digest())
    names = git(branch.bare, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "bot-state").splitlines()
    assert sorted(names) == sorted(["state.txt", "state/a", "state/ledger.db", "état.md", *NO_BUILD])


def test_no_hook_and_no_filter_of_the_checkout_runs(branch: GitPlace) -> None:
    """A pre-push hook that says no, an attribute that rewrites files and a required signature do not matter."""
    branch.made()
    laptop = branch.checkout("laptop")
    for hook in ("pre-push", "reference-transaction", "post-update"):
        path = laptop / ".git" / "hooks" / hook
        path.write_text("#!/bin/sh\ntouch ran\nexit 1\n")
        path.chmod(0o755)
    (laptop / ".git" / "info" / "attributes").write_text("*.db text eol=crlf filter=no\n")
    for key, value in {
        "filter.no.clean": "false", "filter.no.required": "true", "core.autocrlf": "true", "commit.gpgSign": "true",
        "push.gpgSign": "if-asked", "user.useConfigOnly": "true", "push.followTags": "true", "fetch.prune": "true",
        "push.recurseSubmodules": "check", "submodule.recurse": "true",
    }.items():  # fmt: skip
        git(laptop, "config", key, value)
    store = branch.store("laptop")
    settle(store, won(store, digest()))
    assert entry(branch.store("two"), digest()).status is Status.POSTED  # type: ignore[union-attr]
    assert not (laptop / "ran").exists()


def test_run_from_a_hook_of_another_repository_it_finds_its_own(branch: GitPlace) -> None:
    """GIT_DIR and its like, which git sets for hooks, are not believed."""
    other = branch.folder / "other"
    git(branch.folder, "init", "--quiet", str(other))
    store = branch.store(
        "one",
        GIT_DIR=str(other / ".git"),
        GIT_INDEX_FILE="/nonexistent",
        GIT_OBJECT_DIRECTORY="/nonexistent",
        GIT_TRACE="1",
    )
    store.create(begin)
    won(store, digest())
    assert git(branch.bare, "log", "-1", "--format=%s", "bot-state") == "[skip ci] claim hello-1"


NO_BUILD = {"vercel.json": '"deploymentEnabled": false', "netlify.toml": 'ignore = "exit 0"'}


def top(place: GitPlace, name: str = "bot-state") -> set[str]:
    return set(git(place.bare, "ls-tree", "--name-only", name).splitlines())


def test_no_host_builds_the_ledgers_branch(branch: GitPlace) -> None:
    """Vercel and Netlify build every branch but one that says no itself; it says so from its first commit on."""
    store = branch.made()
    assert top(branch) == {"state", *NO_BUILD}
    won(store, digest())
    for name, word in NO_BUILD.items():
        assert word in git(branch.bare, "show", f"bot-state:{name}")


def test_a_branch_from_before_gets_with_its_next_write_what_keeps_hosts_from_building_it(branch: GitPlace) -> None:
    """Once; and what its owner has put there himself stays."""
    store = branch.made()
    work = branch.checkout("owner")
    git(work, "fetch", "--quiet", "origin", "bot-state")
    git(work, "checkout", "--quiet", "-B", "older", "FETCH_HEAD")
    git(work, "rm", "--quiet", "netlify.toml")
    (work / "vercel.json").write_text("{}\n", encoding="utf-8")
    git(work, "commit", "--quiet", "-a", "-m", "As it was")
    git(work, "push", "--quiet", "origin", "older:bot-state")
    won(store, digest())
    assert top(branch) == {"state", *NO_BUILD}
    assert git(branch.bare, "show", "bot-state:vercel.json") == "{}"


def test_a_branch_that_holds_the_blog_is_built_as_ever(tmp_path: Path) -> None:
    """The ledger may live beside the posts; a switch that turns deployments off there would take the blog down."""
    place = GitPlace(tmp_path, branch="main").found()
    settle(place.made(), won(place.store("two"), digest()))
    assert not set(NO_BUILD) & top(place, "main")
    place.close()


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_both_kinds_of_object_ids_work(tmp_path: Path, form: str) -> None:
    """40 or 64 hex digits."""
    place = GitPlace(tmp_path, form=form).found()
    store = place.made()
    settle(store, won(store, digest()))
    two = place.store("two")
    assert entry(two, digest()).status is Status.POSTED  # type: ignore[union-attr]
    won(two, digest(2))
    place.close()


def test_a_clone_of_main_alone_works(branch: GitPlace) -> None:
    """As actions/checkout makes it: one branch, one commit; and so does a second run in the same checkout."""
    branch.made()
    runner = branch.folder / "runner"
    git(branch.folder, "clone", "--quiet", "--depth=1", "--single-branch", branch.bare.as_uri(), str(runner))
    store = branch.store("runner")
    made = won(store, digest())
    laptop = branch.store("laptop")
    for number in range(2, 5):
        won(laptop, digest(number))
    second = branch.store("runner")
    assert entry(second, digest(4)) is not None
    settle(store, made)
    assert entry(branch.store("two"), digest()).status is Status.POSTED  # type: ignore[union-attr]


# ── answers that are lost ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["reset-after", "502-after", "500-after", "cut-after"])
def test_a_push_whose_answer_was_lost_is_recognised(served: GitPlace, server: GitServer, kind: str) -> None:
    """It is not made twice: one claim, one attempt, one commit."""
    store = served.made()
    commits = served.commits()
    server.fault("push", kind)
    made = won(store, digest())
    assert made.attempt == 1
    assert served.commits() == commits + 1
    server.fault("push", kind)
    assert settle(store, made).status is Status.POSTED
    assert served.commits() == commits + 2


@pytest.mark.parametrize("depth", [None, 1], ids=["whole", "shallow"])
def test_a_lost_answer_is_recognised_under_what_others_did_meanwhile(
    tmp_path: Path, server: GitServer, depth: int | None
) -> None:
    """Our commit is no longer the tip when we look; in a shallow clone too."""
    place = GitPlace(tmp_path, url=f"{server.url}/blog.git", depth=depth).found()
    place.made()
    store, other = place.store("runner"), GitPlace(tmp_path).store("laptop")
    assert store.exists()
    pause = place.clock.sleep

    def others_come(seconds: float) -> bool:
        for number in range(10, 14):
            won(other, digest(number))
        place.clock.sleep = pause  # type: ignore[method-assign]
        return True

    place.clock.sleep = others_come  # type: ignore[method-assign]
    server.fault("push", "reset-after", 2)
    commits = place.commits()
    made = won(store, digest())
    assert made.attempt == 1
    assert place.commits() == commits + 5
    counts = store.read(lambda ledger: ledger.counts())
    assert counts == {"claimed": 5}
    settle(store, made)
    place.close()


@pytest.mark.parametrize("kind", ["reset-before", "502-before", "429"])
def test_a_push_that_never_arrived_is_made_again(served: GitPlace, server: GitServer, kind: str) -> None:
    """The network fails for a moment; the change is there in the end, once."""
    store = served.made()
    commits = served.commits()
    server.fault("push", kind, 2)
    server.fault("push-refs", kind)
    won(store, digest())
    assert served.commits() == commits + 1


def test_a_server_that_does_not_come_back_sends_nothing(served: GitPlace, server: GitServer) -> None:
    """The tries are bounded, and the message says what to do."""
    store = served.made()
    server.fault("push", "502-before", 1000)
    with pytest.raises(LedgerError, match=r"tries to write it came to nothing.*502.*see that `git push` works here"):
        claim(store, digest())
    server.heal()
    server.fault("fetch-refs", "502-before", 1000)
    server.fault("push", "502-before", 1000)
    with pytest.raises(LedgerError, match=r"cannot be read \(fatal.*nothing was sent"):
        claim(store, digest())
    server.heal()
    won(store, digest())


def test_whoever_was_overtaken_makes_the_change_again_on_what_came_between(served: GitPlace, server: GitServer) -> None:
    """Between our look and our push somebody claims the same digest: he has it, and we hear so."""
    store, other = served.made(), GitPlace(served.folder).store("laptop")
    assert entry(store, digest()) is None
    server.before_push = lambda: won(other, digest())
    lost = claim(store, digest())
    assert not isinstance(lost, Claim)
    assert (lost.status, lost.claimer) == (Status.CLAIMED, other.claimer)
    server.before_push = lambda: won(other, digest(2))
    won(store, digest(3))
    assert store.read(lambda ledger: ledger.counts()) == {"claimed": 3}


def test_an_unanswered_push_that_gets_in_later_is_recognised(branch: GitPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server was still at work when we looked: the second try finds the first one in its way and knows it."""
    branch.made()
    store = branch.store("slow")
    real = RemoteBranch.push
    late: list[str] = []

    def slow(self: RemoteBranch, commit: str) -> Pushed:
        if not late:
            late.append(commit)
            return Pushed.UNKNOWN
        if len(late) == 1:
            late.append(commit)
            git(self.git.root, "push", "--quiet", "origin", f"{late[0]}:refs/heads/bot-state")
        return real(self, commit)

    monkeypatch.setattr(RemoteBranch, "push", slow)
    commits = branch.commits()
    made = won(store, digest())
    assert made.attempt == 1
    assert branch.commits() == commits + 1


# ── answers that are no ──────────────────────────────────────────────────────────────────────────


def test_a_protected_branch_refuses_before_anything_is_sent(served: GitPlace, server: GitServer) -> None:
    """One clear answer, after no more than the question whether the branch alone would be taken."""
    store = served.made()
    server.protect("blog", "bot-state")
    server.requests.clear()
    with pytest.raises(LedgerError, match=r"refuses changes of this branch .*GH006.*nothing was sent.*protection"):
        claim(store, digest())
    assert server.count("push") == 2
    server.unprotect("blog")
    won(store, digest())


def test_a_branch_that_may_not_be_made_is_not_made(served: GitPlace, server: GitServer) -> None:
    """bot init hears why."""
    server.protect("blog", "bot-state")
    store = served.store()
    with pytest.raises(LedgerError, match="GH006"):
        store.create(begin)
    assert store.exists() is False


def test_a_token_that_may_only_read_says_what_it_lacks(tmp_path: Path) -> None:
    """403: contents: write is missing."""
    with GitServer(tmp_path) as open_server:
        GitPlace(tmp_path, url=f"{open_server.url}/blog.git").found().made()
    with GitServer(tmp_path, tokens=frozenset({"secret"}), readers=frozenset({"reads-only"})) as server:
        place = GitPlace(tmp_path)
        for token, problem in {
            "reads-only": "permissions: contents: write",
            "wrong": "Make `git push` work in",
            "": "Make `git push` work in",
        }.items():
            store = authorised(place, server, token)
            with pytest.raises(LedgerError, match=problem) as caught:
                claim(store, digest())
            assert "nothing was sent" in str(caught.value)
            assert not token or token not in str(caught.value)
        won(authorised(place, server, "secret"), digest())
        place.close()


def authorised(place: GitPlace, server: GitServer, token: str) -> Any:
    """The store of a runner whose checkout has the token in its remote's address."""
    root = place.checkout(f"runner-{len(token)}")
    login = f"bot:{token}@" if token else ""
    git(root, "remote", "set-url", "origin", server.url.replace("//", f"//{login}") + "/blog.git")
    return place.store(root.name)


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda root: git(root, "remote", "set-url", "origin", "http://127.0.0.1:9/blog.git"), "server can be reached"),
        (lambda root: git(root, "remote", "set-url", "origin", "/nonexistent/blog.git"), "git checkout whose remote"),
        (lambda root: git(root, "remote", "remove", "origin"), "git checkout whose remote"),
        (lambda root: (root / ".git").rename(root / "no.git"), "This is no git checkout"),
    ],
    ids=["unreachable", "no repository", "no remote", "no checkout"],
)  # fmt: skip
def test_a_repository_that_cannot_be_reached_is_not_a_missing_ledger(
    branch: GitPlace, break_it: Any, says: str
) -> None:
    """Whether there is a ledger stays unknown, which is an error and not a no."""
    branch.made()
    store = branch.store("two")
    break_it(branch.folder / "two")
    for attempt in (store.exists, lambda: claim(store, digest()), lambda: store.create(begin)):
        with pytest.raises(LedgerError, match=says) as caught:
            attempt()
        assert not isinstance(caught.value, LedgerMissing)


def test_without_git_it_says_so(branch: GitPlace) -> None:
    store = branch.store("one", PATH=str(branch.folder))
    with pytest.raises(LedgerError, match="git is not installed"):
        store.exists()


def test_a_branch_that_was_deleted_is_missing(branch: GitPlace) -> None:
    """Also to a run that knew it a moment ago and only looks."""
    store = branch.made()
    won(store, digest())
    git(branch.bare, "update-ref", "-d", "refs/heads/bot-state")
    assert store.exists() is False
    with pytest.raises(LedgerMissing):
        store.read(begin)
    with pytest.raises(LedgerMissing):
        claim(branch.store("two"), digest())


def test_a_branch_that_was_put_back_does_not_make_a_run_forget(branch: GitPlace) -> None:
    """What a run knows of the ledger goes back with its next change; others go on only then."""
    store = branch.made()
    before = git(branch.bare, "rev-parse", "bot-state")
    won(store, digest(1))
    git(branch.bare, "update-ref", "refs/heads/bot-state", before)
    with pytest.raises(LedgerError, match="set back"):
        entry(branch.store("two"), digest(1))
    won(store, digest(2))
    assert branch.store("two").read(lambda ledger: ledger.counts()) == {"claimed": 2}


@pytest.mark.parametrize(
    "branch_name", ["", "-f", "a b", "a..b", "a:b", "/a", "a/", "a.lock", "@{u}", "a^", "a\nb", ".a", "a//b"]
)
def test_names_that_git_reads_otherwise_are_refused(branch: GitPlace, branch_name: str) -> None:
    with pytest.raises(LedgerError, match="no name of a git branch"):
        check_names("origin", branch_name)
    with pytest.raises(LedgerError, match="no name of a git remote"):
        check_names("--upload-pack=touch x", "bot-state")


@pytest.mark.parametrize("text", ["", "HEAD", "0" * 39, "g" * 40, "0" * 41, "a" * 40 + "\n"])
def test_nothing_but_a_whole_object_id_is_ever_pushed(text: str) -> None:
    """An empty one would delete the branch."""
    with pytest.raises(LedgerError):
        object_id(text)


def test_an_older_ledger_on_the_branch_is_brought_up_to_date_with_the_next_change(
    branch: GitPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its history keeps the old one."""
    store = branch.made()
    settle(store, won(store, digest()))
    old = git(branch.bare, "rev-parse", "bot-state:state/ledger.db")
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, lambda db: db.table("entries").add_column("colour", str)))
    monkeypatch.setattr(schema.STEPS[-1], "__name__", "fourth")
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    newer = branch.store("two")
    assert entry(newer, digest()).status is Status.POSTED  # type: ignore[union-attr]
    assert git(branch.bare, "rev-parse", "bot-state:state/ledger.db") == old
    won(newer, digest(2))
    assert git(branch.bare, "rev-parse", "bot-state~1:state/ledger.db") == old


def test_a_ledger_with_a_write_ahead_log_is_read(branch: GitPlace) -> None:
    """Somebody has opened it with a tool that switched it on, and committed it whole."""
    branch.made()
    content = bytearray(branch.content())
    content[18:20] = b"\2\2"
    branch.damage(bytes(content))
    won(branch.store("two"), digest())
    assert branch.content()[18:20] == b"\1\1"


def test_a_folder_in_the_place_of_the_ledger_is_refused(branch: GitPlace) -> None:
    branch.made()
    path = branch.folder / "odd"
    git(branch.folder, "clone", "--quiet", "--branch", "bot-state", branch.bare.as_uri(), str(path))
    (path / "state" / "ledger.db").unlink()
    (path / "state" / "ledger.db").mkdir()
    (path / "state" / "ledger.db" / "x").write_text("")
    git(path, "add", ".")
    git(path, "commit", "--quiet", "-m", "Odd")
    git(path, "push", "--quiet")
    store = branch.store("two")
    with pytest.raises(LedgerError):
        store.read(begin)
    with pytest.raises(LedgerError, match="is no file"):
        store.create(begin)


# ── killed ───────────────────────────────────────────────────────────────────────────────────────

KILLED = """
import sys
sys.path.insert(0, {root!r})
from tests.store.places import *
made = GitPlace(Path({folder!r}))
store = made.store("runner")
settle(store, won(store, digest(1)))
"""


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("point", [Point.PUSH_BEFORE, Point.PUSH_AFTER])
def test_killed_around_a_push_the_branch_has_all_of_a_change_or_nothing(
    branch: GitPlace, point: Point, count: int
) -> None:
    """And whoever comes next on the same machine knows at once that the claimer is dead."""
    branch.made()
    code = KILLED.format(root=str(ROOT), folder=str(branch.folder))
    environ = quiet_environ(BOT_CRASH_AT=f"{point}:{count}")
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    expected = {
        (Point.PUSH_BEFORE, 1): None, (Point.PUSH_AFTER, 1): Status.CLAIMED,
        (Point.PUSH_BEFORE, 2): Status.CLAIMED, (Point.PUSH_AFTER, 2): Status.POSTED,
    }[point, count]  # fmt: skip
    store = branch.store("runner")
    found = entry(store, digest(1))
    assert (found and found.status) == expected
    if found is not None and found.status is Status.CLAIMED:
        assert store.alive(found) is False
        assert branch.store("laptop").alive(found) is None
    assert store.read(lambda ledger: ledger.check()) == []
    won(store, digest(2))


def test_git_killed_in_the_middle_leaves_a_lock_that_does_not_matter(branch: GitPlace) -> None:
    """A stale lock file on the tracking ref costs a tidy ref, not the run."""
    branch.made()
    runner = branch.checkout("runner")
    lock = runner / ".git" / "refs" / "remotes" / "origin" / "bot-state.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text("")
    store = branch.store("runner")
    settle(store, won(store, digest()))
    assert entry(branch.store("two"), digest()).status is Status.POSTED  # type: ignore[union-attr]


def test_a_signal_to_the_terminal_does_not_reach_the_push(served: GitPlace, server: GitServer) -> None:
    """Ctrl-C goes to every process of the terminal; a receipt that is under way must get through."""
    store = served.made()
    made = won(store, digest())
    server.requests.clear()
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    group = os.getpgid(0)
    try:
        os.setpgid(0, 0)
        server.before_push = lambda: os.killpg(os.getpgid(0), signal.SIGINT)
        assert settle(store, made).status is Status.POSTED
    finally:
        os.setpgid(0, group)
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]
    assert [request.operation for request in server.requests] == ["push-refs", "push"]

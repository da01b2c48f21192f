"""The ledger only moves forward: one that was set back or replaced is noticed, and nothing is posted from it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import LedgerError, LedgerMissing
from bot.ledger import schema
from bot.model import Claim, Status
from tests.store.places import GitPlace, LocalPlace, Place, begin, claim, digest, entry, git, quiet_environ, settle, won
from tests.store.test_file import KILLED, program

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Blog


def refuses(place: Place, says: str, who: str = "one") -> str:
    """Nobody on this machine can claim any more; what they are told."""
    for attempt in (
        lambda: claim(place.store(who), digest(9)),
        lambda: entry(place.store(who), digest(1)),
    ):
        with pytest.raises(LedgerError, match=says) as caught:
            attempt()
        assert "nothing was changed or sent" in str(caught.value)
    return str(caught.value)


# ── set back ─────────────────────────────────────────────────────────────────────────────────────


def test_a_restored_old_copy_posts_nothing_twice(place: Place) -> None:
    """Somebody puts last night's copy back; what was posted since is not known to it."""
    store = place.made()
    old = place.content()
    settle(store, won(store, digest(1)))
    newer = place.content()
    place.damage(old)
    refuses(place, "set back or replaced: the last 2 changes")
    place.damage(newer)
    found = entry(place.store(), digest(1))
    assert found is not None
    assert found.status is Status.POSTED
    won(place.store(), digest(2))


def test_another_ledger_in_its_place_posts_nothing(place: Place, tmp_path: Path) -> None:
    """Also where that one has gone through more changes."""
    other = LocalPlace(tmp_path / "elsewhere")
    other.folder.mkdir()
    strange = other.made()
    for number in range(5):
        settle(strange, won(strange, digest(20 + number)))
    content = other.content()
    store = place.made()
    won(store, digest(1))
    place.damage(content)
    refuses(place, "set back or replaced")
    other.close()


def test_a_copy_that_has_gone_its_own_way_is_another_ledger(place: Place) -> None:
    """Longer than ours, and without our last post."""
    store = place.made()
    old = place.content()
    settle(store, won(store, digest(1)))
    elsewhere = sqlite3.connect(":memory:")
    elsewhere.deserialize(old)
    with elsewhere:
        for number in range(2, 9):
            elsewhere.execute("INSERT INTO changes VALUES (?, ?)", (number, os.urandom(8)))
    place.damage(elsewhere.serialize())
    refuses(place, "set back or replaced: what (this machine has seen|its server has taken) is not in it")


def test_a_ledger_of_an_older_version_put_back_is_left_as_it_is(local: LocalPlace) -> None:
    """It is not even migrated."""
    from tests.ledger.test_schema import released

    store = local.made()
    won(store, digest(7))
    old = released().serialize()
    local.damage(old)
    refuses(local, "set back or replaced")
    assert local.content() == old


def test_a_branch_set_back_by_a_forced_push_stops_and_names_the_way_out(branch: GitPlace) -> None:
    """On every machine that has seen more of it."""
    store = branch.made()
    before = git(branch.bare, "rev-parse", "bot-state")
    settle(store, won(store, digest(1)))
    newest = git(branch.bare, "rev-parse", "bot-state")
    git(branch.bare, "update-ref", "refs/heads/bot-state", before)
    told = refuses(branch, "set back or replaced: the last 2 changes")
    assert f"git push --force origin {newest}:refs/heads/bot-state" in told
    git(branch.checkout("one"), "push", "--quiet", "--force", "origin", f"{newest}:refs/heads/bot-state")
    won(branch.store("one"), digest(2))


@pytest.mark.parametrize("depth", [None, 1], ids=["whole", "shallow"])
def test_a_fresh_runner_notices_a_branch_that_was_set_back(tmp_path: Path, depth: int | None) -> None:
    """It has no memory of its own: the server keeps the newest commit under a ref that nobody sets back by mistake."""
    place = GitPlace(tmp_path, depth=depth).found()
    store = place.made()
    before = git(place.bare, "rev-parse", "bot-state")
    settle(store, won(store, digest(1)))
    newest = git(place.bare, "rev-parse", "bot-state")
    assert git(place.bare, "rev-parse", "refs/bot/newest/bot-state") == newest
    git(place.bare, "update-ref", "refs/heads/bot-state", before)
    told = refuses(place, "set back or replaced: the last 2 changes that its server has taken", "fresh")
    assert f"git push --force origin {newest}:refs/heads/bot-state" in told
    assert told.endswith("git push origin --delete refs/bot/newest/bot-state")
    git(place.checkout("fresh"), "push", "--quiet", "--force", "origin", f"{newest}:refs/heads/bot-state")
    won(place.store("fresh"), digest(2))
    git(place.bare, "update-ref", "refs/heads/bot-state", before)
    git(place.checkout("last"), "push", "--quiet", "origin", "--delete", "refs/bot/newest/bot-state")
    won(place.store("last"), digest(3))
    place.close()


def test_a_branch_that_an_older_bot_has_moved_on_is_not_set_back(branch: GitPlace) -> None:
    """It does not know of the second ref, which then lags behind."""
    store = branch.made()
    older = branch.store("older")
    older.branch.keeps_newest = False  # type: ignore[attr-defined]
    won(older, digest(1))
    assert git(branch.bare, "rev-parse", "refs/bot/newest/bot-state") != git(branch.bare, "rev-parse", "bot-state")
    won(store, digest(2))
    won(branch.store("fresh"), digest(3))
    assert git(branch.bare, "rev-parse", "refs/bot/newest/bot-state") == git(branch.bare, "rev-parse", "bot-state")


REFUSES_THE_SECOND = """#!/bin/sh
case "$1" in refs/bot/*) echo "we keep branches and tags" >&2; exit 1;; esac
"""


@pytest.mark.parametrize("how", ["update hook", "no atomic"])
def test_a_server_that_takes_the_branch_alone_has_the_ledger_all_the_same(branch: GitPlace, how: str) -> None:
    """One that cannot change two refs together, or allows no refs but branches."""
    store = branch.made()
    if how == "no atomic":
        git(branch.bare, "config", "receive.advertiseAtomic", "false")
    else:
        hook = branch.bare / "hooks" / "update"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(REFUSES_THE_SECOND, encoding="utf-8")
        hook.chmod(0o755)
    settle(store, won(store, digest(1)))
    won(branch.store("two"), digest(2))
    assert branch.store().read(lambda ledger: ledger.counts()) == {"posted": 1, "claimed": 1}


def test_a_server_that_lets_no_ref_go_back_has_a_new_ledger_too(branch: GitPlace) -> None:
    """A shared repository of one's own allows no forced push: the second ref stayed with the old ledger, and init failed."""
    git(branch.bare, "config", "receive.denyNonFastForwards", "true")
    won(branch.made(), digest(1))
    git(branch.bare, "update-ref", "-d", "refs/heads/bot-state")
    fresh = branch.store("fresh")
    fresh.create(begin)
    won(fresh, digest(2))
    won(branch.store("third"), digest(3))


def test_a_branch_that_was_made_anew_is_not_taken_for_the_old_one(branch: GitPlace) -> None:
    """Also by a run that is at work meanwhile."""
    store = branch.made()
    won(store, digest(1))
    git(branch.bare, "update-ref", "-d", "refs/heads/bot-state")
    branch.store("two").create(begin)
    with pytest.raises(LedgerError, match="set back or replaced"):
        won(store, digest(2))
    refuses(branch, "set back or replaced")
    assert branch.store("two").read(lambda ledger: ledger.counts()) == {}


def test_a_branch_whose_old_commits_were_dropped_is_the_same_ledger(branch: GitPlace) -> None:
    """Its history is long; the ledger in it is what counts."""
    store = branch.made()
    settle(store, won(store, digest(1)))
    tree = git(branch.bare, "rev-parse", "bot-state^{tree}")
    git(branch.bare, "update-ref", "refs/heads/bot-state", git(branch.bare, "commit-tree", tree, "-m", "short"))
    won(branch.store(), digest(2))


def test_who_says_that_it_is_right_goes_on(place: Place) -> None:
    """By removing the note that the message names."""
    store = place.made()
    old = place.content()
    won(store, digest(1))
    place.damage(old)
    told = refuses(place, "set back")
    if isinstance(place, GitPlace):
        assert "git push origin --delete refs/bot/newest/bot-state, then remove " in told
        git(place.checkout("one"), "push", "--quiet", "origin", "--delete", "refs/bot/newest/bot-state")
    note = told.rpartition("remove ")[2]
    assert note.endswith(".seen")
    Path(note).unlink()
    won(place.store(), digest(2))


def test_a_ledger_made_anew_after_the_old_one_was_lost_is_the_one_from_then_on(local: LocalPlace) -> None:
    """bot init or bot reconcile, where there is none any more."""
    won(local.made(), digest(1))
    local.path.unlink()
    local.store().create(begin)
    won(local.store(), digest(2))


def test_many_at_once_never_take_each_other_for_a_set_back_ledger(place: Place) -> None:
    """What one has seen, the next one's look has too."""
    place.made()
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            store = place.store("one")
            for turn in range(6):
                won(store, digest(100 * number + turn))
                store.read(lambda ledger: ledger.counts())
        except BaseException as error:  # noqa: BLE001 -- shown below
            problems.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert place.store().read(lambda ledger: ledger.counts()) == {"claimed": 18}


def test_only_looking_leaves_no_note(place: Place) -> None:
    """bot status in a fresh checkout writes nothing."""
    place.made()
    two = place.store("two")
    assert entry(two, digest(1)) is None
    if isinstance(place, GitPlace):
        assert not (place.checkout("two") / "state" / "locks").exists()


def test_a_run_from_a_restored_copy_ends_with_exit_2(blog: Blog) -> None:
    """The whole program: the copy is from before the second post, and the second post stays one."""
    blog.settings('site = "https://blog.example"\n[targets.outbox]\n')
    assert blog.bot("init", "-y").code == 0
    ledger = blog.root / "state" / "ledger.db"
    old = ledger.read_bytes()
    blog.digest()
    assert blog.bot("run").code == 0
    before = sorted(path.name for path in (blog.root / "state" / "outbox").iterdir())
    ledger.write_bytes(old)
    for words in (["run"], ["post", "content/2026-11-20-hello.md"], ["status"]):
        ran = blog.bot(*words)
        assert (ran.code, "set back or replaced" in ran.err) == (2, True), ran.err
    found = blog.bot("doctor", "--json").findings
    assert any("set back" in finding["what"] for finding in found)
    assert sorted(path.name for path in (blog.root / "state" / "outbox").iterdir()) == before


# ── a journal beside it ──────────────────────────────────────────────────────────────────────────


def leave_a_journal(place: LocalPlace) -> None:
    """As a process leaves it that is killed in the middle of a change."""
    done = subprocess.run(program(KILLED, place), env=quiet_environ(), capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert place.path.with_name("ledger.db-journal").exists()


@pytest.mark.parametrize("how", ["copied over", "moved there"])
def test_a_journal_beside_a_replaced_ledger_is_not_rolled_back_into_it(local: LocalPlace, how: str) -> None:
    """SQLite would write the pages of the one into the other."""
    store = local.made()
    old = local.folder / "old.db"
    shutil.copyfile(local.path, old)
    for number in range(40):
        settle(store, won(store, digest(1000 + number)))
    leave_a_journal(local)
    content = old.read_bytes()
    if how == "moved there":
        old.rename(local.path)
    else:
        shutil.copyfile(old, local.path)
    told = refuses(local, r"beside it lies .*ledger\.db-journal.*move the journal away")
    assert told
    assert local.content() == content
    assert sorted(path.name for path in local.path.parent.iterdir()) == ["ledger.db", "ledger.db-journal", "locks"]


def test_a_journal_of_the_ledgers_own_is_rolled_back(local: LocalPlace) -> None:
    """The change that was killed is gone, and all before it is there."""
    store = local.made()
    settle(store, won(store, digest(1000)))
    leave_a_journal(local)
    assert local.store().read(lambda ledger: ledger.counts()) == {"posted": 1}
    won(local.store(), digest(1))


# ── what is no ledger ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lost", sorted(schema.PARTS))
def test_a_ledger_without_one_of_its_tables_is_refused_in_one_line(local: LocalPlace, lost: str) -> None:
    """Or without what watches over them; a tool, or a repair of a broken disk, has lost it."""
    local.made()
    with sqlite3.connect(local.path) as connection:
        kind = connection.execute("SELECT type FROM sqlite_schema WHERE name = ?", (lost,)).fetchone()[0]
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"DROP {kind} {lost}")
    connection.close()
    with pytest.raises(LedgerError, match=rf"a ledger without its .*{lost}.*bot reconcile"):
        claim(local.store(), digest())


def test_a_ledger_without_a_column_is_refused_in_one_line(local: LocalPlace) -> None:
    local.made()
    with sqlite3.connect(local.path) as connection:
        connection.execute("ALTER TABLE seen RENAME COLUMN blob TO blobs")
    connection.close()
    with pytest.raises(LedgerError, match="no such column"):
        local.store().read(lambda ledger: list(ledger.files.seen()))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
@pytest.mark.parametrize("call", ["flock", "lockf"])
def test_a_file_system_without_locks_is_refused_in_one_line(
    local: LocalPlace, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    """Before a minute's wait for a lock that nobody holds, and before anything is sent."""
    local.made()

    def none(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, call, none)
    with pytest.raises(LedgerError, match=r"no locks.*nothing was sent.*state = "):
        claim(local.store(), digest())


def test_a_claimer_that_cannot_be_asked_is_left_to_its_lease(
    local: LocalPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock file of another process, on a file system that has lost its locks meanwhile."""
    store = local.made()
    won(store, digest())
    other = local.store()
    found = entry(other, digest())
    assert found is not None

    def none(*_: Any) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    ask: Callable[..., bool | None] = other.alive
    assert ask(found) is True
    monkeypatch.setattr(fcntl, "flock", none)
    assert ask(found) is None


@pytest.mark.parametrize("how", ["written over", "put in its place"])
def test_a_copy_put_back_while_a_process_is_at_work_is_noticed_by_it(local: LocalPlace, how: str) -> None:
    """The connection that is kept between two changes is to the file that was there: what lies there now has to be looked at."""
    store = local.made()
    won(store, digest(1))
    old, times = local.path.read_bytes(), local.path.stat()
    settle(store, won(store, digest(2)))
    if how == "written over":
        local.path.write_bytes(old)
    else:
        beside = local.path.with_name("copy")
        beside.write_bytes(old)
        beside.replace(local.path)
    os.utime(local.path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(LedgerError, match="set back or replaced: the last 2 changes"):
        claim(store, digest(3))


def test_a_ledger_moved_away_while_a_process_is_at_work_is_missed_by_it(local: LocalPlace) -> None:
    store = local.made()
    won(store, digest(1))
    away = local.path.rename(local.path.with_name("away.db"))
    before = away.read_bytes()
    with pytest.raises(LedgerMissing):
        claim(store, digest(2))
    assert away.read_bytes() == before


def test_what_another_process_has_written_meanwhile_is_seen(local: LocalPlace) -> None:
    one, other = local.made(), local.store("other")
    won(one, digest(1))
    won(other, digest(2))
    assert not isinstance(claim(one, digest(2)), Claim)
    won(one, digest(3))
    assert not isinstance(claim(other, digest(3)), Claim)

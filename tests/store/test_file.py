"""What holds for a ledger in a file."""

from __future__ import annotations

import contextlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import LedgerError, LedgerMissing
from bot.ledger import schema
from bot.ledger.opening import connect, transaction, version_of
from bot.model import Status
from tests.store.places import LocalPlace, begin, claim, digest, entry, quiet_environ, settle, won

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]


def program(body: str, place: LocalPlace) -> list[str]:
    head = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\nfrom tests.store.places import *\n"
        f"made = LocalPlace(Path({str(place.folder)!r}))\n"
    )
    return [sys.executable, "-c", head + body]


CLAIM = """
from bot.errors import LedgerError
try:
    print(type(claim(made.store(), digest(7))).__name__)
except LedgerError as error:
    print(error)
"""


def claims(place: LocalPlace, before: Callable[[], object] | None = None) -> str:
    """What a process that claims says."""
    done = subprocess.run(
        program(CLAIM, place), env=quiet_environ(), capture_output=True, encoding="utf-8", check=False,
        preexec_fn=before,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


READ_ONLY = """
from bot.errors import LedgerError
warm = LocalPlace(Path(sys.argv[1]))
settle(warm.store(), won(warm.made(), digest()))  # whoever gives up his rights can import no more
if os.geteuid() == 0:
    os.seteuid(65534)  # root is stopped by no permission
print(made.store().read(lambda ledger: ledger.targets.unregistered(["x", "y"])))
try:
    print(claim(made.store(), digest(7)))
except LedgerError as error:
    print(error)
"""


def test_a_read_only_ledger_can_be_read_and_not_claimed_from(tmp_path: Path) -> None:
    """The claim fails with what to do; nothing was changed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        place = LocalPlace(Path(folder))
        place.made()
        place.path.chmod(0o444)
        place.path.parent.chmod(0o555)
        try:
            command = [*program(READ_ONLY, place), str(tmp_path)]
            done = subprocess.run(command, env=quiet_environ(), capture_output=True, encoding="utf-8", check=False)
            assert done.returncode == 0, done.stderr
            assert done.stdout.startswith("['y']\n")
            assert (
                "Permission denied), so nothing was sent; the user who runs the bot must be able to write"
                in done.stdout
            )
        finally:
            place.path.parent.chmod(0o755)
        assert entry(place.store(), digest(7)) is None


def test_a_folder_that_cannot_be_made_is_an_error_of_usage(local: LocalPlace) -> None:
    """A file where the state folder should be."""
    (local.folder / "state").write_text("")
    with pytest.raises(LedgerError, match=r"state: is a file"):
        local.store().create(begin)


def test_a_full_disk_stops_the_claim_before_anything_is_sent(local: LocalPlace) -> None:
    """The ledger is as before, and the claim goes through when there is room again."""
    local.made()

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    said = claims(local, no_room)
    assert "ledger.db" in said
    assert "look at the disk" in said or "the disk is full" in said
    assert entry(local.store(), digest(7)) is None
    assert claims(local) == "Claim"


def test_a_ledger_that_was_moved_away_is_missing_to_those_who_had_it_open(local: LocalPlace) -> None:
    """A long-lived process never writes into a file that nobody will find."""
    store = local.made()
    won(store, digest(1))
    local.path.rename(local.folder / "elsewhere.db")
    with pytest.raises(LedgerMissing):
        claim(store, digest(2))
    shutil.copy(local.folder / "elsewhere.db", local.path)
    won(store, digest(2))


KILLED = """
import signal
store = made.store()
def apply(ledger):
    ledger.connection.execute("PRAGMA cache_size = 5")  # so that it must write before the end
    for number in range(500):
        ledger.claim(intent(digest(number)), store.claimer, NOW, LEASE)
    os.kill(os.getpid(), signal.SIGKILL)
store.change(apply, "never ends")
"""


def test_a_process_killed_in_the_middle_of_a_change_leaves_nothing_of_it(local: LocalPlace) -> None:
    """Not even what it had written to the disk already."""
    local.made()
    done = subprocess.run(
        program(KILLED, local), env=quiet_environ(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert local.path.with_name("ledger.db-journal").exists(), "nothing had reached the disk: the test is too tame"
    store = local.store()
    assert entry(store, digest(3)) is None
    won(store, digest(3))
    assert store.read(lambda ledger: ledger.check()) == []


def later(db: Any) -> None:
    """A step that a later version might take."""
    db.table("entries").add_column("colour", str)


def test_an_older_ledger_is_brought_up_to_date_and_a_copy_of_it_is_kept(
    local: LocalPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything in it is still there, and the copy is what it was."""
    store = local.made()
    settle(store, won(store, digest()))
    before = local.content()
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, later))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    newer = local.store()
    found = entry(newer, digest())
    assert found is not None
    assert found.status is Status.POSTED
    with sqlite3.connect(local.path) as connection:
        assert connection.execute("SELECT colour FROM entries").fetchall() == [(None,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    connection.close()
    kept = local.path.with_name(f"ledger.db.bak-{schema.VERSION - 1}")
    assert rows(kept) == rows_of(before)
    won(newer, digest(2))


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(local: LocalPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    """All its steps are one transaction."""

    def fails(db: Any) -> None:
        later(db)
        raise RuntimeError

    local.made()
    before = local.content()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", (*schema.STEPS, later, fails))
        patch.setattr(schema, "VERSION", schema.VERSION + 2)
        with pytest.raises((RuntimeError, LedgerError)):
            entry(local.store(), digest())
    assert local.content() == before
    won(local.store(), digest())


def rows(path: Path) -> list[Any]:
    connection = sqlite3.connect(path)
    found = list(connection.iterdump())
    connection.close()
    return found


def rows_of(content: bytes) -> list[Any]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    found = list(connection.iterdump())
    connection.close()
    return found


def test_a_run_with_nothing_to_do_needs_no_sqlite_utils(local: LocalPlace) -> None:
    """One row of an up-to-date ledger is read by sqlite3 alone."""
    local.made()
    body = "made.store().read(lambda ledger: ledger.marks.get('tree'))\nprint('sqlite_utils' in sys.modules)"
    done = subprocess.run(program(body, local), env=quiet_environ(), capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False\n"


def test_what_is_shared_by_git_is_not_the_locks(local: LocalPlace) -> None:
    """Whoever commits the state folder does not commit who is alive."""
    won(local.made(), digest())
    assert (local.folder / "state" / "locks" / ".gitignore").read_text() == "*\n"


def test_a_ledger_that_grows_while_it_is_opened_is_not_taken_for_a_broken_one(tmp_path: Path) -> None:
    """Its size is asked when nobody can change it any more; asked before, a run beside a busy one gave up with exit 2."""
    place = LocalPlace(tmp_path)
    place.made()
    asked = []

    def size() -> int:
        with contextlib.closing(connect(place.path, busy_seconds=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("INSERT INTO marks VALUES ('grown', ?)", ("x" * 100_000,))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
            other.execute("ROLLBACK")
        asked.append(place.path.stat().st_size)
        return asked[-1]

    with contextlib.closing(connect(place.path)) as connection, transaction(connection, write=False):
        version_of(connection, "ledger.db", size)
    assert asked


def test_a_claim_outlasts_a_power_cut(local: LocalPlace) -> None:
    """The journal's removal is what commits; not on the disk, the journal came back and undid the claim of what was sent."""
    local.made()
    with contextlib.closing(connect(local.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,), "EXTRA: the folder is synced too"


def test_a_receipt_that_cannot_be_written_leaves_its_claimer_to_be_seen(
    local: LocalPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lock was removed with the run, as if no claim were left, and everybody waited for the lease."""
    store = local.made()
    made = won(store, digest())

    @contextlib.contextmanager
    def full(connection: sqlite3.Connection, *, write: bool) -> Iterator[None]:
        with transaction(connection, write=write):
            yield
            if write:
                raise LedgerError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("bot.store.file.transaction", full)
        with pytest.raises(LedgerError, match="disk is full"):
            settle(store, made)
    store.close()
    other = local.store()
    left = entry(other, digest())
    assert left is not None
    assert left.status is Status.CLAIMED
    assert other.alive(left) is False

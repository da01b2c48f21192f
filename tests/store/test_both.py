"""What holds for the ledger wherever it lives."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import LedgerError, LedgerMissing
from bot.model import Claim, Status
from tests.store.places import LEASE, NOW, begin, claim, digest, entry, quiet_environ, settle, won

if TYPE_CHECKING:
    from bot.ledger import Ledger
    from tests.store.places import Place

ROOT = Path(__file__).resolve().parents[2]


def test_a_missing_ledger_is_never_an_empty_one(place: Place) -> None:
    """Neither looking nor changing makes a ledger; both say to run bot init."""
    store = place.store()
    assert store.exists() is False
    with pytest.raises(LedgerMissing, match="bot init"):
        store.read(begin)
    with pytest.raises(LedgerMissing, match="bot init"):
        store.change(begin, "begin")
    assert store.exists() is False


def test_a_ledger_is_made_once_together_with_its_first_change(place: Place) -> None:
    """Whoever comes second makes nothing and changes nothing."""
    one, two = place.store("one"), place.store("two")
    assert one.create(begin) == ["x", "bluesky"]
    assert two.create(lambda ledger: ledger.targets.register(["y"], NOW)) is None
    assert two.exists()
    assert two.read(lambda ledger: ledger.targets.unregistered(["x", "y"])) == ["y"]


def test_a_ledger_that_another_has_made_meanwhile_is_not_overwritten(place: Place) -> None:
    """Two people say bot init at the same moment."""
    one, two = place.store("one"), place.store("two")

    def slow(ledger: Ledger) -> str:
        one.create(begin)
        ledger.targets.register(["y"], NOW)
        return "made"

    assert two.create(slow) is None
    assert place.store("three").read(lambda ledger: ledger.targets.unregistered(["x", "y"])) == ["y"]


def test_a_ledger_whose_first_change_fails_is_not_made(place: Place) -> None:
    """What would have been an empty ledger is none."""
    store = place.store()

    def fails(_: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.create(fails)
    assert store.exists() is False
    assert store.create(begin) == ["x", "bluesky"]


def test_a_claim_is_seen_by_everybody_and_won_once(place: Place) -> None:
    """The loser gets the winner's entry, and a receipt is there for all."""
    one, two = place.made(), place.store("two")
    made = won(one, digest())
    other = claim(two, digest())
    assert not isinstance(other, Claim)
    assert (other.status, other.claimer) == (Status.CLAIMED, one.claimer)
    settle(one, made)
    again = claim(two, digest())
    assert not isinstance(again, Claim)
    assert (again.status, again.receipt and again.receipt.id) == (Status.POSTED, "1001")


def test_a_change_that_fails_changes_nothing(place: Place) -> None:
    """Half of a change is never written."""
    store = place.made()

    def half(ledger: object) -> None:
        ledger.baseline([digest()], NOW, "x", "half")  # type: ignore[attr-defined]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.change(half, "half")
    assert entry(store, digest()) is None
    won(store, digest())


def test_looking_changes_nothing(place: Place) -> None:
    """What a look writes is forgotten."""
    store = place.made()
    before = place.content()
    store.read(lambda ledger: ledger.baseline([digest()], NOW, "x", "only looked"))
    assert entry(place.store("two"), digest()) is None
    assert place.content() == before


def test_everything_that_a_claim_holds_comes_back(place: Place) -> None:
    """Run, lease, payload, look and the newest known post survive the way through the ledger."""
    store = place.made()
    settle(store, won(store, digest(1)), 41)
    made = won(store, digest(2))
    assert made.since_id == "1041"
    found = entry(place.store("two"), digest(2))
    assert found is not None
    assert (found.claimer, found.claimed_at, found.lease_until) == (store.claimer, NOW, NOW + LEASE)
    assert found.payload == {"text": "Hello, world number 2", "n": [1, None, "é"]}
    assert (found.since_id, found.title, found.link) == ("1041", digest(2).title, digest(2).url)
    assert (found.published_at, found.lang, found.fingerprint) == (digest(2).published_at, "en", "f" * 16)


# ── who lives ────────────────────────────────────────────────────────────────────────────────────

CLAIMS = """
import os, sys
from datetime import timedelta
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.store.places import *
made = {place}
store = open_store(made.settings("one"), clock=made.clock, environ=quiet_environ())
print(type(claim(store, digest())).__name__, flush=True)
sys.stdin.read()
"""


def claimer(place: Place) -> subprocess.Popen[str]:
    """A process that has claimed the first digest and waits."""
    name = type(place).__name__
    code = CLAIMS.format(root=str(ROOT), place=f"{name}(Path({str(place.folder)!r}))")
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=quiet_environ(),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "Claim\n"
    return process


def test_a_claimer_lives_while_its_process_does_and_is_dead_the_moment_it_is_killed(place: Place) -> None:
    """No lease is waited for on one machine; the lock is the operating system's."""
    place.made()
    with claimer(place) as process:
        store = place.store()
        found = entry(store, digest())
        assert found is not None
        assert store.alive(found) is True
        process.kill()
        process.wait()
        assert store.alive(found) is False
    assert store.change(lambda ledger: ledger.doubt(found, "killed", NOW), "doubt").status is Status.IN_DOUBT


def test_the_lock_of_a_dead_run_is_removed_when_nothing_refers_to_it(place: Place) -> None:
    """A lock file stays as long as a claim needs it to be known for dead, and no longer."""
    place.made()
    locks = place.settings("one").state / "locks"
    with claimer(place) as process:
        process.kill()
        process.wait()
    dead = next(locks.glob("*.lock"))
    store = place.store()
    won(store, digest(2))
    assert dead.exists()
    found = entry(store, digest(1))
    assert found is not None
    store.change(lambda ledger: ledger.doubt(found, "killed", NOW), "doubt")
    last = place.store()
    made = won(last, digest(3))
    assert not dead.exists()
    settle(last, made)
    last.close()
    assert [path.stem for path in locks.glob("*.lock")] == [store.claimer.nonce]


def test_a_claimer_elsewhere_cannot_be_asked(place: Place) -> None:
    """Another machine's process is judged by its lease, and so is one whose lock file is gone."""
    store = place.made()
    won(store, digest())
    found = entry(store, digest())
    assert found is not None
    assert found.claimer is not None
    from dataclasses import replace

    for run in (
        replace(found.claimer, host="elsewhere", nonce="ab"),
        replace(found.claimer, nonce="ab"),
        replace(found.claimer, nonce="../x"),
        None,
    ):
        assert place.store().alive(replace(found, claimer=run)) is None


def test_an_earlier_attempt_of_the_same_workflow_run_is_dead(place: Place) -> None:
    """GitHub starts an attempt only when the one before has ended; other runs are judged by their leases."""
    place.made()
    first = place.store("one", GITHUB_RUN_ID="100", GITHUB_RUN_ATTEMPT="1")
    won(first, digest())
    found = entry(first, digest())
    assert found is not None
    from dataclasses import replace

    found = replace(found, claimer=found.claimer and replace(found.claimer, host="runner-7"))
    assert place.store("two", GITHUB_RUN_ID="100", GITHUB_RUN_ATTEMPT="2").alive(found) is False
    assert place.store("two", GITHUB_RUN_ID="100", GITHUB_RUN_ATTEMPT="1").alive(found) is None
    assert place.store("two", GITHUB_RUN_ID="101", GITHUB_RUN_ATTEMPT="2").alive(found) is None


def test_a_run_looks_after_its_own_claim_when_the_lease_is_over(place: Place) -> None:
    """A long-lived run whose receipt could not be written does not wait for itself for ever."""
    store = place.made()
    won(store, digest())
    found = entry(store, digest())
    assert found is not None
    assert store.alive(found) is True
    place.clock.at += LEASE + timedelta(seconds=1)
    assert store.alive(found) is None


# ── what is no ledger ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["empty", "text", "truncated", "foreign", "scrambled", "header"])
def test_a_damaged_ledger_is_refused_and_left_as_it_is(place: Place, kind: str) -> None:
    """It is named, with what to do; nothing overwrites it."""
    store = place.made()
    store.change(lambda ledger: ledger.baseline((digest(n) for n in range(200)), NOW), "baseline")
    whole = place.content()
    damaged = {
        "empty": b"",
        "text": b"version https://git-lfs.github.com/spec/v1\n" * 5,
        "truncated": whole[: len(whole) // 2],
        "foreign": foreign(),
        "scrambled": whole[:4096] + os.urandom(len(whole) - 4096),
        "header": b"\0" * 100 + whole[100:],
    }[kind]
    place.damage(damaged)
    other = place.store("two")
    assert other.exists()
    for attempt in (
        lambda: other.read(lambda ledger: list(ledger.entries())),
        lambda: claim(other, digest(500)),
    ):
        with pytest.raises(LedgerError, match=r"ledger\.db.*bot reconcile"):
            attempt()
    assert other.create(begin) is None
    assert place.content() == damaged


def foreign() -> bytes:
    """Somebody else's SQLite file."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE entries (key)")
    content = connection.serialize()
    connection.close()
    return content


def test_a_ledger_of_a_newer_version_is_refused_and_left_as_it_is(place: Place) -> None:
    """A bot that does not understand a ledger does not touch it."""
    place.made()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(place.content())
    connection.execute("PRAGMA user_version = 99")
    newer = connection.serialize()
    connection.close()
    place.damage(newer)
    other = place.store("two")
    for attempt in (lambda: other.read(begin), lambda: claim(other, digest())):
        with pytest.raises(LedgerError, match="Update the bot"):
            attempt()
    assert place.content() == newer


def test_errors_of_a_ledger_are_errors_of_usage(place: Place) -> None:
    """They end the program with 2 before anything is sent."""
    with pytest.raises(LedgerError):
        place.store().read(begin)

"""What the doctor concludes from what it sees."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.doctor import accounts, ledger, page
from bot.doctor.examination import LEVELS, exit_code
from bot.errors import Rejected
from bot.model import Digest, Finding, Level
from bot.publishers.bluesky import examine
from bot.publishers.bluesky.examine import with_label
from bot.publishers.bluesky.publisher import Bluesky
from bot.publishers.interface import Surroundings
from bot.publishers.retry import Retry
from tests import reading as config
from tests.reading import find_target
from tests.servers.clock import ManualClock

if TYPE_CHECKING:
    from bot.publishers.bluesky.repo import Repo
    from tests.servers.pds import Account, Pds

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SETTINGS = config.parse({"site": "https://blog.dev"}, None, Path())


def test_the_exit_code_is_that_of_the_worst() -> None:
    """Warnings are no reason to stop a script."""
    assert exit_code([]) == 0
    assert exit_code([Finding(Level.WARNING, "a", "b"), Finding(Level.OK, "a", "b")]) == 0
    assert exit_code([Finding(Level.FAILURE, "a", "b"), Finding(Level.WARNING, "a", "b")]) == 1
    assert exit_code([Finding(Level.FAILURE, "a", "b"), Finding(Level.SETTINGS, "a", "b")]) == 2
    assert set(LEVELS) == set(Level)


# ── clock ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("platform", "seconds", "level", "word"),
    [
        ("x", 1, Level.OK, "agrees"),
        ("x", -29, Level.OK, "agrees"),
        ("x", 61, Level.WARNING, "ahead of"),
        ("x", -300, Level.FAILURE, "behind"),
        ("bluesky", -300, Level.WARNING, "behind"),
    ],
)
def test_a_clock_that_is_off_is_said_with_its_direction(platform: str, seconds: int, level: Level, word: str) -> None:
    """Nothing is sent to X by a clock that is minutes off; Bluesky only shows a wrong time."""
    found = accounts.compare_clocks(
        NOW + timedelta(seconds=seconds), NOW, find_target(platform, SETTINGS), "api.example"
    )
    assert found.level is level
    assert word in found.what


def test_a_server_that_cannot_be_asked_is_no_failure() -> None:
    """Nothing listens at port 9."""
    assert accounts.server_date("http://127.0.0.1:9/") is None


# ── the label ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "labels",
    [
        {"$type": "com.example.unknown", "values": []},
        ["bot"],
        {"values": [{"val": str(number)} for number in range(10)]},
    ],
)
def test_labels_that_are_not_understood_are_left_alone(labels: Any) -> None:
    """Better no badge than a broken profile."""
    with pytest.raises(ValueError, match="profile"):
        with_label({"labels": labels})


def test_a_profile_that_changes_meanwhile_is_not_overwritten(pds: Pds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner edits it between our look and our write: theirs stays, and ours is refused."""
    account = pds.account()
    target = find_target("bluesky", SETTINGS)
    patience = Retry(ManualClock(NOW), attempts=1)
    bluesky = Bluesky(target, Surroundings(account.environ(), ManualClock(NOW), Path("/nowhere"), retry=patience))
    put(pds, account, {"$type": "app.bsky.actor.profile", "displayName": "Before"})
    real = examine.read_profile

    def read(repo: Repo) -> Any:
        found = real(repo)
        put(pds, account, {"$type": "app.bsky.actor.profile", "displayName": "After"})
        return found

    monkeypatch.setattr(examine, "read_profile", read)
    with closing(bluesky):
        with pytest.raises(Rejected, match="InvalidSwap"):
            examine.add_label(bluesky.repo)
        assert real(bluesky.repo)[0] == {"$type": "app.bsky.actor.profile", "displayName": "After"}


def put(pds: Pds, account: Account, record: dict[str, Any]) -> None:
    session = pds.post("com.atproto.server.createSession", {"identifier": account.handle, "password": account.password})
    body = {"repo": account.did, "collection": "app.bsky.actor.profile", "rkey": "self", "record": record}
    pds.post("com.atproto.repo.putRecord", body, session["accessJwt"])


# ── the branch ───────────────────────────────────────────────────────────────────────────────────


def test_a_token_in_a_remotes_address_is_not_shown(tmp_path: Path) -> None:
    """git repeats the address in its complaint."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    address = "http://me:ghp_topsecret@127.0.0.1:9/blog.git"
    subprocess.run(["git", "remote", "add", "origin", address], cwd=tmp_path, check=True)
    settings = replace(SETTINGS, root=tmp_path, branch="bot-state")
    found = list(ledger.check_branch(settings, dict(os.environ)))
    assert found[0].level is Level.FAILURE
    assert "topsecret" not in repr(found)


def test_a_remote_that_may_only_be_read_is_a_failure(tmp_path: Path) -> None:
    """Found out by a push that sends nothing."""
    remote, blog = tmp_path / "remote.git", tmp_path / "blog"
    for words in (
        ("init", "-q", "--bare", str(remote)), ("init", "-q", str(blog)),
        ("-C", str(blog), "remote", "add", "origin", str(remote)),
        ("-C", str(blog), "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "one"),
        ("-C", str(blog), "push", "-q", "origin", "HEAD:refs/heads/bot-state"),
        ("-C", str(blog), "config", "remote.origin.receivepack", "false"),
    ):  # fmt: skip
        subprocess.run(["git", *words], check=True)
    settings = replace(SETTINGS, root=blog, branch="bot-state")
    levels = [one.level for one in ledger.check_branch(settings, dict(os.environ))]
    assert levels == [Level.OK, Level.FAILURE]


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def test_the_newest_page_is_that_of_the_last_digest_that_is_out() -> None:
    """No draft, nothing that is dated ahead, nothing without a date."""

    def digest(key: str, published_at: datetime | None, *, draft: bool = False) -> Digest:
        return Digest(key, Path(key), key, f"https://blog.dev/{key}", key, published_at=published_at, draft=draft)

    found = page.newest_digest(
        [
            digest("old", NOW - timedelta(days=9)),
            digest("new", NOW - timedelta(days=1)),
            digest("ahead", NOW + timedelta(days=1)),
            digest("draft", NOW, draft=True),
            digest("undated", None),
        ],
        NOW,
    )
    assert found is not None
    assert found.key == "new"
    assert page.newest_digest([], NOW) is None

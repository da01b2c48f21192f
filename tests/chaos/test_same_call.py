"""Mastodon's key is no safeguard: what goes out again is the same call with the same picture, which can be attached once."""

from __future__ import annotations

import signal
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.model import InDoubt
from bot.pipeline import waiting
from bot.points import Point

if TYPE_CHECKING:
    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Request


def creates(world: World) -> list[Request]:
    return [request for request in world.mastodon.requests if request.operation == "create"]


@pytest.mark.parametrize("version", ["4.2.0", "4.5.15", "4.6.3"])
def test_what_was_never_there_is_sent_by_the_same_call(world: World, inside: Inside, version: str) -> None:
    """After the wait: the same key, the same words, the same upload."""
    world.mastodon.safeguards, world.mastodon.version = True, version
    key = world.digest().stem
    world.mastodon.fault("create", "reset-before")
    assert inside.run("mastodon").code == 4
    inside.clock.forward(minutes=16)
    assert inside.run("mastodon").outcomes == {"mastodon": "posted"}
    first, second = creates(world)
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.body == second.body
    assert world.mastodon.http.count("upload") == 1
    assert world.posts()["mastodon"] == {key: 1}


@pytest.mark.parametrize("version", ["4.5.15", "4.6.3"])
@pytest.mark.parametrize("minutes", [16, 90])
def test_a_list_that_lags_too_long_makes_no_second_post(
    world: World, inside: Inside, version: str, minutes: int
) -> None:
    """It is there and not shown: within the hour the key says so, after it the picture, which is attached already."""
    world.mastodon.safeguards, world.mastodon.version = True, version
    world.mastodon.lag = timedelta(hours=5)
    key = world.digest().stem
    world.mastodon.fault("create", "reset-after")
    assert inside.run("mastodon").code == 4
    inside.clock.forward(minutes=minutes)
    said = inside.run("mastodon")
    assert len(creates(world)) == 2, "the list was believed, and the post was sent again"
    assert world.posts()["mastodon"] == {key: 1}
    if said.code:
        assert isinstance(said.outcome(key), InDoubt)
        inside.clock.forward(hours=5)
        said = inside.run("mastodon")
    assert said.outcomes == {"mastodon": "already-posted"}
    assert world.posts()["mastodon"] == {key: 1}


@pytest.mark.parametrize("point", [Point.UPLOAD_BEFORE, Point.UPLOAD_AFTER, Point.SEND_BEFORE])
def test_the_upload_of_a_run_that_died_is_used_once_it_is_kept(world: World, point: Point) -> None:
    """What was kept in the claim before the post was sent is what the next run sends."""
    world.mastodon.safeguards = True
    key = world.digest().stem
    killed = world.bot("run", "--to", "mastodon", env={"BOT_CRASH_AT": str(point)})
    assert killed.code == -signal.SIGKILL
    world.settings(timeline_lag="0s")
    assert world.bot("run", "--to", "mastodon").code == 0
    assert world.mastodon.http.count("upload") == (2 if point is Point.UPLOAD_AFTER else 1)
    (post,) = world.mastodon.posts
    assert len(post.media) == 1
    assert world.posts()["mastodon"] == {key: 1}


def test_a_picture_that_was_put_off_is_not_uploaded_twice(world: World, inside: Inside) -> None:
    """The server is busy when the post comes: the next run sends it with the picture that is there."""
    world.digest()
    world.mastodon.fault("create", "429-reset", reset_seconds=600)
    assert inside.run("mastodon").outcomes == {"mastodon": "failed"}
    inside.clock.forward(minutes=11)
    assert inside.run("mastodon").outcomes == {"mastodon": "posted"}
    assert world.mastodon.http.count("upload") == 1


def test_the_upload_outlives_a_page_that_is_not_live(
    world: World, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was written down of the wait took its place, and a new upload can be attached to a second post."""
    world.digest()
    world.mastodon.fault("create", "reset-before")
    assert inside.run("mastodon").code == 4
    inside.clock.forward(minutes=16)
    settings = world.blog.root / "bot.toml"
    before = settings.read_text()
    with monkeypatch.context() as patched:
        patched.setattr(waiting, "find_page", lambda digest, *_: waiting.not_awaited(digest))
        settings.write_text(f'wait_live = "1ms"\n{before}')
        assert inside.run("mastodon").outcomes == {"mastodon": "failed"}
    settings.write_text(before)
    assert inside.run("mastodon").outcomes == {"mastodon": "posted"}
    assert world.mastodon.http.count("upload") == 1


def test_posting_once_more_is_another_call(world: World) -> None:
    """`--again` has a key of its own and a new upload, within the hour too."""
    world.mastodon.safeguards = True
    path = world.digest()
    assert world.bot("run", "--to", "mastodon").code == 0
    ran = world.bot("post", path, "--again", "-y", "--to", "mastodon", "--json")
    assert ran.outcomes() == {"mastodon": "posted"}, ran
    first, second = creates(world)
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]
    assert len(world.mastodon.posts) == 2


def test_a_ledger_set_up_anew_within_the_hour_posts_nothing_twice(world: World) -> None:
    """The key is the digest's own: the server says which post it is."""
    world.mastodon.safeguards = True
    path = world.digest()
    assert world.bot("run", "--to", "mastodon").code == 0
    (world.blog.root / "state" / "ledger.db").unlink()
    assert world.bot("init").code == 0
    ran = world.bot("post", path, "--to", "mastodon", "--json")
    assert (ran.code, len(world.mastodon.posts)) == (0, 1), ran

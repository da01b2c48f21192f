"""Several machines, one ledger on a git branch: killed, raced, and with answers to their pushes lost."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from bot.points import Point
from tests.chaos.kills import rounds
from tests.chaos.world import shared
from tests.servers.git import GitServer
from tests.thorough import times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.chaos.world import World
    from tests.nursery import Nursery
    from tests.servers.mastodon import MastodonServer
    from tests.servers.pds import Pds
    from tests.servers.x import XServer

OF_DOCUMENTS = {Point.DOCUMENT_BEFORE, Point.DOCUMENT_AFTER}
"""Points that only a post with a document passes (tests/documents)."""
ROUNDS = times(2, 20)


@pytest.fixture
def git(tmp_path: Path) -> Iterator[GitServer]:
    with GitServer(tmp_path) as server:
        yield server


@pytest.fixture
def machines(
    tmp_path: Path, git: GitServer, nursery: Nursery, pds: Pds, x_server: XServer, mastodon_server: MastodonServer
) -> World:
    return shared(tmp_path, git, nursery, pds, x_server, mastodon_server)


def until_posted(machines: World, *targets: str) -> None:
    """Let the second machine run until the leases are over and the ledger says that all is out."""
    until = time.monotonic() + 30
    wanted = {(key, target) for key in machines.keys for target in targets}
    while {where for where, status in machines.ledger().items() if status == "posted"} != wanted:
        assert time.monotonic() < until, machines.ledger()
        assert machines.bot("run", *(f"--to={target}" for target in targets), at=1).code in {0, 4}
        time.sleep(0.3)


def test_killed_at_every_point_another_machine_goes_on(machines: World) -> None:
    """A claim of a machine that cannot be asked is left alone for its lease, and then its post is found or made once."""
    machines.settings(timeline_lag="1s")
    for point in Point:
        if point in OF_DOCUMENTS:
            continue
        path = machines.digest()
        for target in machines.targets:
            killed = machines.bot("post", path, "--to", target, env={"BOT_CRASH_AT": str(point)})
            assert killed.code == -signal.SIGKILL, f"{point} was never reached: {killed}"
    until_posted(machines, *machines.targets)
    assert machines.wrong() == []


def test_three_machines_at_once_post_every_digest_once(machines: World) -> None:
    """Nobody fails and nothing is in doubt; who comes late says who is at work."""
    machines.settings(lease="10m")
    for _ in range(3):
        machines.digest()
    ran = [child.wait() for child in [machines.start("run", "--json", at=number) for number in (0, 1, 2, 0, 1)]]
    assert {one.code for one in ran} == {0}, [one.err for one in ran]
    outcomes = [one["outcome"] for each in ran for one in each.results]
    assert outcomes.count("posted") == 3 * len(machines.targets)
    assert set(outcomes) <= {"posted", "already-posted", "skipped"}
    assert machines.wrong() == []


@pytest.mark.parametrize("kind", ["reset-after", "502-after", "cut-after", "reset-before"])
def test_the_answer_to_a_push_is_lost(machines: World, git: GitServer, kind: str) -> None:
    """Claimed or not is found out from the branch itself; the run goes on and posts once."""
    machines.settings(
        lease="10m"
    )  # nothing is sent on a claim that is older than half of it, and a machine may be busy
    for lost in (1, 2):
        machines.digest()
        git.fault("push", kind, lost)
        ran = machines.bot("run", "--json")
        assert (ran.code, ran.outcomes()) == (0, dict.fromkeys(machines.targets, "posted")), ran
        git.heal()
    assert machines.wrong() == []


@pytest.mark.parametrize("kind", ["403", "protected", "down"])
def test_a_branch_that_cannot_be_written_sends_nothing(machines: World, git: GitServer, kind: str) -> None:
    """No claim, no post: exit 2 and what to do."""
    machines.digest()
    if kind == "protected":
        git.protect("blog", "bot-state")
    elif kind == "403":
        git.fault("push-refs", "403", times=99)
    else:
        for operation in ("push-refs", "fetch-refs"):
            git.fault(operation, "reset-before", times=99)
    before = machines.pds.proxy.count("create")
    ran = machines.bot("run")
    assert ran.code == 2, ran
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    assert machines.x.http.count("create") == 0
    assert machines.pds.proxy.count("create") == before


def test_a_branch_that_is_taken_away_while_x_is_answering(machines: World, git: GitServer) -> None:
    """The post is out and its receipt cannot be pushed: in doubt with its address, exit 4; later it is found."""
    machines.digest()
    machines.settings(timeline_lag="0s", lease="3s")
    git.before_push = lambda: git.fault("push-refs", "403", times=99)  # after the claim's push
    ran = machines.bot("run", "--to", "x", "--json")
    assert (ran.code, ran.outcomes()) == (4, {"x": "in-doubt"}), ran
    assert machines.x.posts[0].id in ran.results[0]["reason"]
    git.heal()
    until_posted(machines, "x")
    assert machines.posts()["x"].total() == 1


def test_rounds_of_kills_and_races_make_no_second_post(machines: World, git: GitServer) -> None:
    """Whatever dies and whatever answer is lost, every digest ends as one post; ``python -m bench.chaos`` does more."""
    tally = rounds(machines, git, ROUNDS, random.Random())
    assert tally.duplicates == []
    assert tally.wrong == []
    assert tally.in_doubt == 0
    assert set(tally.posts.values()) == {tally.digests}

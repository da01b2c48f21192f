"""A platform gave no answer: it is asked before anything is sent again, and where it cannot say, a person is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.model import Failed, InDoubt, Status
from tests.chaos.matrix import SHORT_SECONDS

if TYPE_CHECKING:
    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Server

NEVER = "403-other"


def status(inside: Inside, target: str) -> Status:
    return inside.wiring().store.read(lambda ledger: next(iter(ledger.entries(target=target)))).status


def test_no_answer_in_time_and_the_next_run_finds_the_post(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """The time-out comes after X has taken the post: in doubt, exit 4; then found by its link, exit 0."""
    key = world.digest().stem
    inside.hurry(SHORT_SECONDS)
    server.fault("create", "timeout-after")
    first = inside.run(target)
    assert (first.outcomes, first.code, status(inside, target)) == ({target: "in-doubt"}, 4, Status.IN_DOUBT)
    outcome = first.outcome(key)
    assert isinstance(outcome, InDoubt)
    assert f"bot resolve {inside.wiring().settings.content}/{key}.md {target}" in outcome.reason.replace("\\", "/")
    second = inside.run(target)
    assert (second.outcomes, second.code, status(inside, target)) == ({target: "already-posted"}, 0, Status.POSTED)
    assert inside.run(target).results == []
    assert server.count("create") == 1
    assert world.posts()[target] == {key: 1}


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_timeline_that_lags_is_no_answer_until_it_cannot_lag_any_more(
    world: World, target: str, server: Server, inside: Inside, carried_out: bool
) -> None:
    """For 15 minutes the post may just not be shown; only then is its absence an answer, and it is sent again."""
    world.platform(target).lag = timedelta(minutes=10)
    key = world.digest().stem
    server.fault("create", "reset-after" if carried_out else "reset-before")
    assert inside.run(target).code == 4
    for _ in range(2):
        inside.clock.forward(minutes=4)
        assert (inside.run(target).outcomes, inside.run(target).code) == ({target: "in-doubt"}, 4)
        assert server.count("create") == 1
    inside.clock.forward(minutes=8)
    last = inside.run(target)
    assert (last.outcomes, last.code) == ({target: "already-posted" if carried_out else "posted"}, 0)
    assert server.count("create") == (1 if carried_out else 2)
    assert world.posts()[target] == {key: 1}


def test_the_wait_begins_when_the_post_can_have_been_sent_at_last(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """The picture takes four minutes, so the post is sent long after its claim: the timeline's time counts from then."""
    world.platform(target).lag = timedelta(minutes=14)
    key = world.digest().stem
    server.fault("upload", "503-before")
    server.fault("create", "reset-after")
    inside.clock.while_asleep = [lambda: inside.clock.forward(minutes=4)]
    assert inside.run(target).code == 4
    inside.clock.forward(minutes=13)
    assert (inside.run(target).outcomes, inside.run(target).code) == ({target: "in-doubt"}, 4)
    inside.clock.forward(minutes=9)
    assert inside.run(target).outcomes == {target: "already-posted"}
    assert world.posts()[target] == {key: 1}


def test_an_unreadable_timeline_keeps_the_question_open(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """However long ago it was sent: who cannot look does not send. `bot post` of the file says the same."""
    path = world.digest()
    server.fault("create", "reset-before")
    assert inside.run(target).code == 4
    inside.clock.forward(hours=9)
    for kind in ("503-before", "401", NEVER, "html-before", "cut-json"):
        server.fault("timeline", kind, times=9)
        for said in (inside.run(target), inside.post(path, target)):
            assert (said.outcomes, said.code) == ({target: "in-doubt"}, 4), kind
        server.heal()
    assert server.count("create") == 1
    assert inside.run(target).outcomes == {target: "posted"}


def test_a_duplicate_is_looked_up(world: World, inside: Inside) -> None:
    """X says that it has the text; the post is among the account's own, so it is already posted."""
    world.x.remembers = True
    key = world.digest().stem
    world.x.add(world.x.poster, draft_text(world))
    said = inside.run("x")
    assert (said.outcomes, said.code) == ({"x": "already-posted"}, 0)
    assert world.posts()["x"] == {key: 1}


def draft_text(world: World) -> str:
    (shown,) = world.bot("run", "--dry-run", "--to", "x", "--json").results
    return shown["draft"]["text"]


def test_an_entry_in_doubt_does_not_hold_up_the_others(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """The new digest goes out; the old one is still named, and the exit code is still 4."""
    world.digest()
    server.fault("create", "reset-before")
    assert inside.run(target).code == 4
    new = world.digest().stem
    said = inside.run(target)
    assert said.code == 4
    assert world.posts()[target] == {new: 1}
    assert [type(one.outcome).__name__ for one in said.results] == ["InDoubt", "Posted"]


def test_a_claim_whose_lease_is_over_is_not_sent(world: World, target: str, server: Server, inside: Inside) -> None:
    """The picture took so long that another machine may have taken the post over: put off, and nothing is sent."""
    key = world.digest().stem
    server.fault("upload", "503-before")
    inside.clock.while_asleep = [lambda: inside.clock.forward(minutes=11)]
    said = inside.run(target)
    outcome = said.outcome(key)
    assert isinstance(outcome, Failed)
    assert outcome.retry_at is not None
    assert server.count("create") == 0
    assert inside.run(target).outcomes == {target: "posted"}


def test_a_person_decides_that_it_was_posted(world: World, target: str, server: Server) -> None:
    """`bot resolve --posted URL` settles it; no run sends it again."""
    path = world.digest()
    world.platform(target).lag = timedelta(hours=1)
    server.fault("create", "reset-after")
    assert world.bot("run", "--to", target).code == 4
    url = world.address(target)
    assert world.bot("resolve", path, target, "--posted", url).code == 0
    assert world.bot("run", "--to", target, "--json").results == []
    (one,) = world.bot("status", path, "--json").results
    assert (one["outcome"], one["url"]) == ("posted", url)
    assert world.posts()[target].total() == 1


def test_a_person_decides_that_it_was_not_posted(world: World, target: str, server: Server) -> None:
    """`bot resolve --not-posted` makes it due at once, without waiting for any timeline."""
    path = world.digest()
    server.fault("create", "reset-before")
    assert world.bot("run", "--to", target).code == 4
    assert world.bot("resolve", path, target, "--not-posted").code == 0
    ran = world.bot("run", "--to", target, "--json")
    assert (ran.outcomes(), ran.code) == ({target: "posted"}, 0)
    assert world.posts()[target].total() == 1


def test_a_person_who_is_wrong_makes_no_second_post(world: World) -> None:
    """Resolved as not posted although it was: X refuses the same text, and the post that it means is found."""
    world.x.remembers = True
    path = world.digest()
    world.x.fault("create", "reset-after")
    assert world.bot("run", "--to", "x").code == 4
    assert world.bot("resolve", path, "x", "--not-posted").code == 0
    ran = world.bot("run", "--to", "x", "--json")
    assert (ran.outcomes(), ran.code) == ({"x": "already-posted"}, 0)
    assert world.posts()["x"].total() == 1


def test_reconcile_answers_every_question_that_can_be_answered(world: World, target: str, server: Server) -> None:
    """Found posts are written down and nothing is sent; what the timeline does not show stays open."""
    for kind in ("reset-after", "503-after", "reset-before"):
        world.digest()
        server.fault("create", kind)
        world.bot("run", "--to", target, "--max-posts", "1")
    ran = world.bot("reconcile", "--to", target, "--json")
    found = {one["digest"]: one["outcome"] for one in ran.results}
    assert found["digest-0002"] == "in-doubt"
    assert ran.code == 4
    assert world.ledger() == {
        ("digest-0000", target): "posted",
        ("digest-0001", target): "posted",
        ("digest-0002", target): "in-doubt",
    }
    assert server.count("create") == 3

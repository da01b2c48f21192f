"""What a platform shows is taken for the post only where it fits, and for its absence only where it shows what must be there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.content import read
from bot.model import InDoubt, Intent

if TYPE_CHECKING:
    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Server


def targets(world: World, text: str) -> None:
    """Settings with these targets."""
    world.blog.settings(f'site = "https://blog.example"\nmax_posts_per_run = 100\n[images]\ndraw_card = false\n{text}')


def write(world: World, name: str, day: int, **front: str) -> None:
    """A digest of that day in November."""
    world.blog.digest(f"{name}.md", pubDatetime=f"2025-11-{day:02}T08:00:00Z", **front)


def test_a_lost_post_in_text_mode_is_found_by_its_words(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """X makes a link of README.md and gives it back with a scheme: the same text did not match, and went out twice."""
    targets(world, f'[targets.{target}]\nmode = "text"\n')
    write(world, "a", 2, title="What README.md says", description="About blog.dev and more")
    server.fault("create", "reset-after")
    assert inside.run(target).code == 4
    inside.clock.forward(hours=1)
    assert inside.run(target).outcomes == {target: "already-posted"}
    assert server.count("create") == 1


def test_the_link_inside_another_s_post_is_no_proof(world: World, target: str, server: Server, inside: Inside) -> None:
    """The second digest's words name the first one's page; the first was never sent, and goes out."""
    first = world.digest().stem
    server.fault("create", "reset-before")
    assert inside.run(target).code == 4
    write(world, "b", 3, title=f"After {world.link(first)} there is more", description="More of it")
    assert inside.run(target).code == 4
    assert len(world.platform(target).posts) == 1
    inside.clock.forward(hours=1)
    said = inside.run(target)
    assert said.outcomes == {target: "posted"}
    assert len(world.platform(target).posts) == 2


def test_a_fragment_tells_two_digests_apart(world: World, target: str, server: Server, inside: Inside) -> None:
    """/changelog#v1 is out; #v2 was lost, and was taken for it without being sent."""
    targets(world, f"[targets.{target}]\n")
    for name in ("v1", "v2"):
        write(
            world, name, int(name[1]), title=f"What is new in {name}", canonicalURL=f"https://blog.example/log#{name}"
        )
        if name == "v2":
            server.fault("create", "reset-before")
        inside.run(target)
    inside.clock.forward(hours=1)
    assert inside.run(target).outcomes == {target: "posted"}
    assert len(world.platform(target).posts) == 2


def test_one_post_is_never_two_entries(world: World, inside: Inside) -> None:
    """Two digests with the same words: the receipt of the first is not the second's."""
    targets(world, '[targets.x]\nmode = "text"\n')
    write(world, "a", 2, title="The same", description="Words")
    inside.run("x")
    write(world, "b", 3, title="The same", description="Words")
    world.x.fault("create", "reset-before")
    assert inside.run("x").code == 4
    inside.clock.forward(hours=1)
    world.x.remembers = True
    said = inside.run("x")
    assert (said.outcomes, said.code) == ({"x": "in-doubt"}, 4)
    spent = world.x.dollars()
    for _ in range(5):
        inside.clock.forward(hours=1)
        assert inside.run("x").code == 4
    assert world.x.dollars() == spent, "a person is waited for, and nothing is paid meanwhile"


def test_an_empty_timeline_is_no_answer(world: World, target: str, server: Server, inside: Inside) -> None:
    """One answer without any post was believed, although the ledger knew of some."""
    world.digest()
    assert inside.run(target).outcomes == {target: "posted"}
    world.digest()
    server.fault("create", "reset-after")
    inside.run(target)
    inside.clock.forward(hours=1)
    server.fault("timeline", "200-empty", times=9)
    assert inside.run(target).outcomes == {target: "in-doubt"}
    server.heal()
    assert inside.run(target).outcomes == {target: "already-posted"}
    assert server.count("create") == 2


def test_an_empty_timeline_of_a_new_account_is_asked_for_twice(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """The ledger knows no post that could be missed: one empty answer is not enough."""
    world.digest()
    server.fault("create", "reset-after")
    inside.run(target)
    inside.clock.forward(hours=1)
    server.fault("timeline", "200-empty")
    assert inside.run(target).outcomes == {target: "already-posted"}


def test_a_post_that_its_owner_took_down_is_not_waited_for(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """The newest known post is gone: X itself says so, and the answer counts."""
    world.digest()
    assert inside.run(target).outcomes == {target: "posted"}
    world.platform(target).posts.clear()
    world.digest()
    server.fault("create", "reset-before")
    inside.run(target)
    inside.clock.forward(hours=1)
    assert inside.run(target).outcomes == {target: "posted"}


@pytest.mark.parametrize("kind", ["403-duplicate", "403-187", "403-187-in-errors"])
def test_a_duplicate_that_is_nowhere_costs_one_more_look(world: World, inside: Inside, kind: str) -> None:
    """Each look is up to $0.30: after the second a person is waited for, and nothing is sent again."""
    key = world.digest().stem
    for number in range(20):
        world.x.add(world.x.poster, f"Another one, {number}", at=inside.clock.now() - timedelta(days=2))
    world.x.fault("create", kind)
    looks = []
    for _ in range(4):
        said = inside.run("x")
        assert said.code == 4
        assert isinstance(said.outcome(key), InDoubt)
        looks.append(world.x.http.count("timeline"))
        inside.clock.forward(hours=1)
    assert looks[0] < looks[1] == looks[2] == looks[3]
    assert world.x.http.count("create") == 1


def test_a_clock_that_jumps_ahead_does_not_prove_absence(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """Ten hours by the wall and none in truth: X's own clock says that its timeline may still lag."""
    world.platform(target).lag = timedelta(minutes=10)
    truth = inside.clock.now()
    world.platform(target).now = lambda: truth
    server.date = lambda: truth
    key = world.digest().stem
    server.fault("create", "reset-after")
    assert inside.run(target).code == 4
    inside.clock.jump(hours=10)
    assert inside.run(target).code == 4
    assert server.count("create") == 1
    world.platform(target).now = inside.clock.now
    server.date = inside.clock.now
    assert inside.run(target).outcomes == {target: "already-posted"}
    assert world.posts()[target] == {key: 1}


def test_a_clock_that_jumps_back_sends_nothing_after_the_lease(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """The wall says that the claim is fresh; the time that has passed says that another may have taken it over."""
    world.digest()
    server.fault("upload", "503-before")
    inside.clock.while_asleep = [lambda: (inside.clock.forward(minutes=11), inside.clock.jump(hours=-9))]
    assert inside.run(target).outcomes == {target: "failed"}
    assert server.count("create") == 0


def test_a_clock_that_was_ten_hours_ahead_is_not_waited_for(
    world: World, target: str, server: Server, inside: Inside
) -> None:
    """Put off by a clock that was wrong, and due by the one that is right."""
    world.digest()
    inside.clock.jump(hours=10)
    server.fault("create", "429-reset", reset_seconds=3600)
    assert inside.run(target).outcomes == {target: "failed"}
    inside.clock.jump(hours=-10)
    assert inside.run(target).outcomes == {target: "posted"}


def test_nothing_is_sent_by_a_clock_that_is_off(world: World, inside: Inside) -> None:
    """Its post was looked for in days that were still to come, taken for absent when they had passed, and sent again.

    X refuses such a clock's signatures, and Bluesky takes no post twice.
    """
    mastodon = world.mastodon
    truth = timedelta(0)
    mastodon.now = mastodon.http.date = lambda: inside.clock.now() - truth
    first = world.digest().stem
    mastodon.http.fault("create", "reset-after")
    truth = timedelta(days=2)
    inside.clock.jump(days=2)
    inside.run("mastodon")
    truth = timedelta(0)
    inside.clock.jump(days=-2)
    mastodon.http.heal()
    inside.clock.forward(hours=1)
    mastodon.add(next(iter(mastodon.accounts.values())), "By its owner's own hand")
    inside.run("mastodon")
    inside.clock.forward(days=2, hours=1)
    inside.run("mastodon")
    assert world.posts()["mastodon"] == {first: 1}


def test_a_clock_that_cannot_be_compared_once_more_leaves_no_doubt(world: World, inside: Inside) -> None:
    """Nothing was sent by it, whatever becomes of the question what time it is."""
    mastodon = world.mastodon
    mastodon.now = mastodon.http.date = lambda: inside.clock.now() - timedelta(days=2)
    world.digest()
    assert inside.run("mastodon").outcomes == {"mastodon": "failed"}
    mastodon.http.fault("verify", "reset-after", times=9)
    inside.clock.forward(hours=1)
    assert inside.run("mastodon").outcomes == {"mastodon": "failed"}
    assert mastodon.http.count("create") == 0


def test_what_bluesky_surely_lacks_is_due_at_once_by_the_clock_that_is_right(world: World, inside: Inside) -> None:
    """Claimed by a clock that was a year ahead, it was put off for a year."""
    key = world.digest(hero=False).stem
    world.pds.proxy.fault("create", "reset-before", times=99)
    inside.clock.jump(days=365)
    assert inside.run("bluesky").code == 4
    inside.clock.jump(days=-365)
    world.pds.proxy.heal()
    inside.run("bluesky")
    assert world.posts()["bluesky"] == {key: 1}


@pytest.mark.parametrize("platform", ["x", "bluesky"])
def test_two_targets_of_one_account_are_named(world: World, platform: str) -> None:
    """The second was silently "already posted", for the first one's post stood at its key."""
    targets(world, f'[targets.{platform}]\n[targets.other]\nplatform = "{platform}"\n')
    world.x.remembers = True
    write(world, "a", 2, title="One of them")
    world.bot("baseline", "-y")  # the targets are known from now on
    write(world, "b", 3, title="Two of them")
    ran = world.bot("run", "--json")
    assert f"the targets {platform} and other are one account" in ran.err
    assert sorted(one["outcome"] for one in ran.results) == ["failed", "posted"]
    assert ran.code == 3
    assert "one account" in next(one["reason"] for one in ran.results if one["outcome"] == "failed")


def test_one_account_by_its_handle_and_its_did_takes_each_digest_once(world: World) -> None:
    """Which nobody can know before the log-in: the post that stands there tells, and the doctor does."""
    targets(world, '[targets.bluesky]\n[targets.other]\nplatform = "bluesky"\nenv = "OTHER"\n')
    account = world.pds.account()
    world.blog.env |= account.environ() | account.environ("OTHER") | {"OTHER_HANDLE": account.did}
    world.bot("baseline", "-y")  # the targets are known from now on
    write(world, "b", 3, title="Two of them")
    ran = world.bot("run", "--json")
    assert sorted(one["outcome"] for one in ran.results) == ["failed", "posted"]
    assert "one account" in next(one["reason"] for one in ran.results if one["outcome"] == "failed")
    findings = world.bot("doctor", "--json").findings
    assert any(f"are one account (bluesky {account.did})" in finding["what"] for finding in findings)


def test_a_claim_that_hangs_is_named_by_every_run(world: World, target: str, server: Server, inside: Inside) -> None:
    """Its process lives and its lease is over: nobody heard of it again."""
    world.digest()
    wiring = inside.wiring()
    holder = wiring.store
    digest = next(iter(wiring.settings.content.glob("digest-*.md")))
    intent = Intent(read(digest, wiring.settings), target, {"body": {"text": "a"}, "link": None})
    holder.change(
        lambda ledger: ledger.claim(intent, holder.claimer, inside.clock.now(), timedelta(minutes=10)), "claim"
    )
    assert inside.run(target).results == []
    inside.clock.forward(minutes=11)
    for said in (inside.run(target), inside.run(target), inside.post(digest, target)):
        assert (said.outcomes, said.code) == ({target: "in-doubt"}, 4)
    assert server.count("create") == 0
    holder.close()

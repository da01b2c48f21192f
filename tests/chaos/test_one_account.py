"""One account takes each digest once, whatever the targets are called that post to it, on whichever machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.model import Failed, InDoubt, Skipped
from tests.chaos.world import ASKED_FIRST

if TYPE_CHECKING:
    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Server


def name_target(world: World, name: str, platform: str) -> None:
    """Settings with one target, which is called so."""
    world.blog.settings(
        f'site = "https://blog.example"\n[images]\ndraw_card = false\n[targets.{name}]\nplatform = "{platform}"\n'
    )


def test_a_target_that_gets_its_old_name_back_posts_nothing_again(world: World, target: str, inside: Inside) -> None:
    """What was posted under the new name was new to the old one, and went out once more."""
    name_target(world, target, target)
    world.digest()
    assert inside.run().outcomes == {target: "posted"}
    name_target(world, "other", target)
    inside.close()
    key = world.digest().stem
    assert inside.run().outcomes == {"other": "posted"}
    name_target(world, target, target)
    said = inside.run()
    outcome = said.outcome(key)
    assert isinstance(outcome, Skipped), said
    assert "as other, a target of another name" in outcome.reason
    assert said.code == 0
    assert inside.run().results == [], "it is handled from now on"
    assert world.posts()[target] == {"digest-0000": 1, "digest-0001": 1}


def test_a_laptop_with_older_settings_posts_nothing_again(world: World, target: str, inside: Inside) -> None:
    """The action has the target's new name, and its claim is still open."""
    name_target(world, "other", target)
    world.digest()
    world.servers[target].fault("create", "reset-after")
    assert inside.run().outcomes == {"other": "in-doubt"}
    name_target(world, target, target)
    said = inside.run(target)
    assert (said.code, len(world.platform(target).posts)) == (4, 1), said
    assert world.servers[target].count("create") == 1


def test_a_target_whose_account_is_another_by_now_gets_what_the_old_one_had(world: World, inside: Inside) -> None:
    """Two names change places: what the first account has is new to the second one."""
    first, second = world.x.poster, world.x.account("second")
    settings = '[images]\ndraw_card = false\n[targets.a]\nplatform = "x"\n[targets.b]\nplatform = "x"\nenv = "X_B"\n'
    world.blog.settings(f'site = "https://blog.example"\n{settings}')
    world.blog.env |= first.environ("X") | second.environ("X_B")
    inside.run()  # the targets are known from now on
    world.digest()
    assert inside.run("a").outcomes == {"a": "posted"}
    inside.clock.forward(hours=1)
    world.blog.env |= second.environ("X") | first.environ("X_B")
    inside.close()
    world.digest()
    said = inside.run("a")
    assert said.outcomes == {"a": "posted"}
    inside.clock.forward(hours=1)
    world.blog.env |= first.environ("X") | second.environ("X_B")
    inside.close()
    inside.run()
    posts = {
        name: sorted(link.rpartition("/")[2] for post in world.x.posts_of(account) for link in post.links)
        for name, account in {"first": first, "second": second}.items()
    }
    assert posts == {"first": ["digest-0000"], "second": ["digest-0000", "digest-0001"]}


@pytest.mark.parametrize("name", ["bluesky", *ASKED_FIRST])
def test_a_post_in_doubt_is_only_looked_for_on_the_account_that_it_was_sent_to(
    world: World, inside: Inside, name: str
) -> None:
    """The other account did not show it, so it was taken for absent, and went out a second time."""
    servers: dict[str, Any] = {"bluesky": world.pds, "x": world.x, "mastodon": world.mastodon}
    name_target(world, name, name)
    first = {key: world.blog.env[key] for key in servers[name].environ()}
    world.digest(hero=False)
    world.servers[name].fault("create", "reset-after", times=4 if name == "bluesky" else 1)
    assert inside.run().outcomes == {name: "in-doubt"}
    world.servers[name].heal()
    inside.clock.forward(hours=1)
    inside.close()
    world.blog.env |= servers[name].account().environ()
    sent = len(world.servers[name].requests)
    said = inside.run()
    outcome = said.outcome("digest-0000")
    assert isinstance(outcome, InDoubt), said
    assert "it was sent to" in outcome.reason
    assert said.code == 4
    assert not {"create", "timeline", "get"} & {one.operation for one in world.servers[name].requests[sent:]}
    world.blog.env |= first
    inside.close()
    assert inside.run().outcomes == {name: "already-posted"}


@pytest.mark.parametrize("earlier", [False, True])
@pytest.mark.parametrize("point", ["claim-after", "send-after"])
def test_a_claim_that_dies_before_any_answer_knows_its_account(world: World, point: str, earlier: bool) -> None:
    """Only an answer told whose it was: the claim that died first was looked for on another account, and went out there too."""
    name_target(world, "bluesky", "bluesky")
    other = world.blog.env | world.pds.account().environ()
    if earlier:  # the other account is the one that the ledger knows
        world.digest(hero=False)
        assert world.bot("run", env=other).code == 0
    path = world.digest(hero=False)
    assert world.bot("run", env={"BOT_CRASH_AT": point}).code < 0
    said = world.bot("run", "--json", env=other)
    assert said.outcomes() == {"bluesky": "in-doubt"}, said
    assert "it was sent to" in said.results[0]["reason"]
    assert world.bot("run").code == 0
    assert world.bot("status", path, "--json").outcomes() == {"bluesky": "posted"}
    assert world.posts()["bluesky"][path.stem] == 1


def test_two_tokens_of_one_account_are_known_before_the_second_claim(world: World) -> None:
    """Only the server knows that they are one: each posted, and readers saw everything twice."""
    world.blog.settings(
        'site = "https://blog.example"\n[images]\ndraw_card = false\n[targets.mastodon]\n'
        '[targets.other]\nplatform = "mastodon"\nenv = "OTHER"\n'
    )
    second = replace(world.mastodon.poster, token="another-token-of-the-very-same-account")
    world.mastodon.accounts[second.token] = second
    world.blog.env |= second.environ("OTHER")
    world.bot("run")  # the targets are known from now on
    world.digest()
    for _ in range(2):
        ran = world.bot("run", "--json")
        outcomes = {one["target"]: one["outcome"] for one in ran.results}
        assert outcomes.get("other") == "failed", ran
        assert "one account" in next(one["reason"] for one in ran.results if one["target"] == "other")
    assert len(world.mastodon.posts) == 1


def test_a_server_that_does_not_say_whose_token_it_is_gets_its_post(
    world: World, inside: Inside, target: str, server: Server
) -> None:
    """The question is no reason not to post."""
    name_target(world, target, target)
    server.fault("verify", "500-before", times=9)
    world.digest()
    assert inside.run().outcomes == {target: "posted"}


def test_a_server_that_does_not_say_whose_token_it_is_gets_nothing_that_its_account_may_have(
    world: World, inside: Inside
) -> None:
    """One answer that was lost, and what another target's name had posted went out once more."""
    name_target(world, "mastodon", "mastodon")
    world.digest()
    assert inside.run().outcomes == {"mastodon": "posted"}
    name_target(world, "other", "mastodon")
    inside.close()
    key = world.digest().stem
    assert inside.run().outcomes == {"other": "posted"}
    name_target(world, "mastodon", "mastodon")
    inside.close()
    world.servers["mastodon"].fault("verify", "500-before", times=9)
    outcome = inside.run().outcome(key)
    assert isinstance(outcome, Failed), outcome
    assert outcome.retry_at is not None
    world.servers["mastodon"].heal()
    inside.close()
    assert isinstance(inside.run().outcome(key), Skipped)
    assert world.posts()["mastodon"] == {"digest-0000": 1, "digest-0001": 1}


def test_a_post_is_taken_down_on_the_account_that_it_was_sent_to(world: World, target: str) -> None:
    """Another account does not have it, and the bot took that for gone: the post stayed, and the ledger said that it was down."""
    name_target(world, target, target)
    path = world.digest(hero=False)
    assert world.bot("run").code == 0
    server = world.platform(target)
    ran = world.bot("delete", path, "-y", "--json", env=server.account("second").environ())
    assert (ran.code, ran.outcomes()) == (1, {target: "failed"})
    assert "which cannot take it down" in ran.results[0]["reason"]
    assert len(server.posts) == 1
    assert world.bot("delete", path, "-y").code == 0
    assert server.posts == []

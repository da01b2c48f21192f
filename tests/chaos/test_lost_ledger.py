"""The ledger is gone: nothing is posted until it is known again, and what was posted is not posted twice."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.model import InDoubt, Posted, Skipped
from bot.runs.reconcile import reconcile
from tests.chaos.world import SITE, TARGETS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Server


@pytest.fixture
def lost(world: World) -> list[Path]:
    """Three digests that are out on every target, and no ledger any more."""
    paths = [world.digest() for _ in range(3)]
    assert world.bot("run").code == 0
    (world.blog.root / "state" / "ledger.db").unlink()
    return paths


def test_without_its_ledger_nothing_is_sent(world: World, lost: list[Path]) -> None:
    """Exit 2 and what to do; no platform hears a word, and no empty ledger takes its place."""
    asked = [len(server.requests) for server in world.servers.values()]
    for call in (("run",), ("post", lost[0]), ("post", lost[0], "--again", "-y")):
        ran = world.bot(*call)
        assert ran.code == 2
        assert "bot init" in ran.err
    assert [len(server.requests) for server in world.servers.values()] == asked
    assert not (world.blog.root / "state" / "ledger.db").exists()


def test_reconcile_rebuilds_it_from_the_accounts_own_posts(world: World, lost: list[Path]) -> None:
    """Every post is found by its link; the runs after it post only what is really new."""
    rebuilt = world.bot("reconcile", "--json")
    assert rebuilt.code == 0, rebuilt
    assert world.wrong() == []
    assert world.bot("run", "--json").results == []
    assert set(world.bot("post", *lost, "--json").outcomes().values()) == {"already-posted"}
    world.digest()
    ran = world.bot("run", "--json")
    assert ran.outcomes() == dict.fromkeys(TARGETS, "posted")
    assert world.wrong() == []


def test_a_platform_that_cannot_be_read_makes_no_ledger(
    world: World, target: str, server: Server, lost: list[Path]
) -> None:
    """Half a ledger would post the other half again: exit 2, and the next reconcile starts anew."""
    server.fault("timeline", "403-other", times=9)
    ran = world.bot("reconcile")
    assert ran.code == 2, ran
    assert not (world.blog.root / "state" / "ledger.db").exists()
    assert world.bot("run").code == 2
    server.heal()
    assert world.bot("reconcile").code == 0
    assert world.wrong() == []


def test_bluesky_knows_its_posts_without_any_ledger(world: World, lost: list[Path]) -> None:
    """A new ledger knows of nothing, and posts by hand are sent: their keys are taken, so they are already posted."""
    before = {post["uri"]: post["cid"] for post in world.pds.posts(world.blog)}
    assert world.bot("init").code == 0
    ran = world.bot("post", *lost, "--to", "bluesky", "--json")
    assert ran.code == 0
    assert [one["outcome"] for one in ran.results] == ["already-posted"] * 3
    assert {one["id"] for one in ran.results} == set(before)
    assert {post["uri"]: post["cid"] for post in world.pds.posts(world.blog)} == before


def test_x_refuses_the_same_text_and_is_asked_where_it_is(world: World, lost: list[Path]) -> None:
    """X has no keys, but it refuses a text that it has: the post that it means is looked up, not made again."""
    world.x.remembers = True
    ids = {post.id for post in world.x.posts}
    assert world.bot("init").code == 0
    ran = world.bot("post", *lost, "--to", "x", "--json")
    assert ran.code == 0
    assert [one["outcome"] for one in ran.results] == ["already-posted"] * 3
    assert {one["id"] for one in ran.results} == ids == {post.id for post in world.x.posts}


def lose(world: World) -> None:
    (world.blog.root / "state" / "ledger.db").unlink()


def blog_of(world: World, targets: str, *titles: str) -> None:
    """A blog with these targets, that has posted digests with these titles, one a day."""
    world.blog.settings(f'site = "{SITE}"\nmax_posts_per_run = 100\n[images]\ndraw_card = false\n{targets}')
    for number, title in enumerate(titles, 1):
        world.blog.digest(f"d{number}.md", title=title, pubDatetime=f"2025-11-{number:02}T08:00:00Z")
        assert world.bot("run").code == 0


@pytest.mark.parametrize("mode", ["text", "link"])
def test_what_stands_on_the_timeline_is_never_posted_again(world: World, target: str, mode: str) -> None:
    """A post without a link, a campaign's link, a fragment: each digest is known by what its target would get of it."""
    targets = f'[targets.{target}]\nmode = "{mode}"\nutm = {{source = "x"}}\n'
    blog_of(world, targets, "What README.md says about it", "Another one of these", "A third of them all")
    lose(world)
    assert world.bot("reconcile").code == 0
    assert world.bot("run", "--json").results == []
    assert len(world.platform(target).posts) == 3


def test_a_fragment_tells_two_posts_apart(world: World, target: str) -> None:
    """Both stand on the timeline, and each is its own digest's."""
    blog_of(world, f"[targets.{target}]\n")
    for number in (1, 2):
        world.blog.digest(
            f"v{number}.md",
            title=f"Version {number} is out",
            canonicalURL=f"{SITE}/log#v{number}",
            pubDatetime=f"2025-11-{number:02}T08:00:00Z",
        )
    assert world.bot("run").code == 0
    ids = {post.id for post in world.platform(target).posts}
    lose(world)
    ran = world.bot("reconcile", "--json")
    assert {one["id"] for one in ran.results} == ids
    assert world.bot("run", "--json").results == []


def test_settings_that_changed_since_post_nothing_again(world: World, target: str) -> None:
    """Another campaign and another template than on the day of the post: the link is still the digest's."""
    blog_of(world, f'[targets.{target}]\nutm = {{source = "old"}}\n', "One of them", "Two of them")
    lose(world)
    blog_of(world, f'[targets.{target}]\nutm = {{source = "new"}}\ntemplate = "{{title}}: {{link}}"\n')
    assert world.bot("reconcile").code == 0
    assert world.bot("run", "--json").results == []
    assert len(world.platform(target).posts) == 2


def test_a_mention_of_a_page_does_not_stand_for_its_post(world: World, target: str) -> None:
    """The second digest's post names the page of the first, which was never posted: it is left to the next run."""
    blog_of(world, f"[targets.{target}]\n", "The first of all")
    world.platform(target).posts.clear()
    blog_of(world, f"[targets.{target}]\n")
    world.blog.digest("d0.md", title="The very oldest one", pubDatetime="2025-10-01T08:00:00Z")
    world.blog.digest("d2.md", title=f"After {SITE}/posts/d1 there is more", pubDatetime="2025-11-02T08:00:00Z")
    assert world.bot("run").code == 0
    lose(world)
    assert world.bot("reconcile").code == 0
    ran = world.bot("run", "--json")
    assert {(one["digest"], one["outcome"]) for one in ran.results} == {("d1", "posted")}


def test_the_archive_is_each_target_s_own(world: World) -> None:
    """Bluesky has had the blog from the beginning, X joined late: its archive is not poured out on it."""
    for _ in range(4):
        world.digest()
    assert world.bot("run").code == 0
    del world.x.posts[:3]
    posts = world.posts()
    lose(world)
    assert world.bot("reconcile").code == 0
    assert world.bot("run", "--json").results == []
    assert world.posts() == posts


def test_the_month_s_money_is_counted_again(world: World) -> None:
    """The cap is reached by what was spent before the ledger was lost."""
    targets = "[targets.x]\nmonthly_cap_usd = 0.04\n"
    blog_of(world, targets, "One of them", "Two of them")
    lose(world)
    assert world.bot("reconcile").code == 0
    world.blog.digest("d9.md", title="Nine of them", pubDatetime="2025-11-09T08:00:00Z")
    ran = world.bot("run", "--json")
    assert [one["outcome"] for one in ran.results] == ["failed"]
    assert "monthly_cap_usd" in ran.results[0]["reason"]
    assert len(world.x.posts) == 2


def test_a_ledger_set_back_to_an_older_copy_sends_nothing_and_the_way_out_leads_out(world: World) -> None:
    """Last night's copy is put back: exit 2; moved away and made anew from the accounts, nothing is sent twice."""
    ledger = world.blog.root / "state" / "ledger.db"
    world.digest()
    assert world.bot("run").code == 0
    old = ledger.read_bytes()
    paths = [world.digest() for _ in range(2)]
    assert world.bot("run").code == 0
    ledger.write_bytes(old)
    asked = [len(server.requests) for server in world.servers.values()]
    for call in (("run",), ("post", paths[0]), ("post", paths[0], "--again", "-y"), ("reconcile",), ("baseline", "-y")):
        ran = world.bot(*call)
        assert (ran.code, "set back or replaced" in ran.err) == (2, True), ran
    assert [len(server.requests) for server in world.servers.values()] == asked
    ledger.unlink()
    assert world.bot("reconcile").code == 0
    assert world.bot("run", "--json").results == []
    assert world.wrong() == []


def lose_ledger(world: World, inside: Inside) -> None:
    """It is lost a moment after the newest post, and made anew from a timeline that lacks it."""
    (world.blog.root / "state" / "ledger.db").unlink()
    wiring = inside.wiring()
    with closing(wiring.store):
        reconcile(wiring.doubts(), [], wiring.environ, wiring.messages)


def fresh(world: World, name: str, hour: int) -> Path:
    """A digest of this morning."""
    return world.blog.digest(
        f"{name}.md",
        title=f"Digest {name}",
        description=f"What happened in {name} on 40 piers of Oslo and Bergen.",
        pubDatetime=f"2025-11-28T{hour:02}:00:00Z",
    )


@pytest.mark.parametrize(
    ("edited", "ends"), [("never", "already-posted"), ("later", "already-posted"), ("before", "in-doubt")]
)
def test_what_the_timeline_does_not_show_yet_is_looked_for_before_it_is_posted(
    world: World, inside: Inside, target: str, edited: str, ends: str
) -> None:
    """Its words were others by then, and X's own refusal of the same text did not help: two posts."""
    world.settings(targets=(target,))
    world.platform(target).lag = timedelta(minutes=10)
    fresh(world, "one", 8)
    inside.run()
    inside.clock.forward(hours=1)
    path = fresh(world, "two", 9)
    assert inside.run().outcomes == {target: "posted"}
    other = path.read_text().replace("What happened", "What really happened")
    if edited == "before":
        path.write_text(other)
    lose_ledger(world, inside)
    if edited == "later":
        path.write_text(other)
    inside.clock.forward(minutes=2)
    assert inside.run().outcomes == {target: "in-doubt"}
    inside.clock.forward(minutes=15)
    assert inside.run().outcomes == {target: ends}
    assert world.posts()[target] == {"one": 1, "two": 1}


def test_what_was_not_posted_when_the_ledger_was_lost_is_posted(world: World, inside: Inside, target: str) -> None:
    """A fresh one after the time in which the timeline may lack it; an older one, and one that says no, are in no doubt."""
    world.settings(targets=(target,))
    world.digest()
    inside.run()
    older = world.digest().stem
    fresh(world, "new", 9)
    world.blog.digest("no.md", title="Not for you", social=False, pubDatetime="2025-11-28T08:00:00Z")
    lose_ledger(world, inside)
    said = inside.run()
    outcomes = {key: type(said.outcome(key)) for key in (older, "new", "no")}
    assert outcomes == {older: Posted, "new": InDoubt, "no": Skipped}
    inside.clock.forward(minutes=16)
    assert isinstance(inside.run().outcome("new"), Posted)
    assert world.posts()[target] == {"digest-0000": 1, older: 1, "new": 1}

"""A digest that is edited between two tries of its post keeps the key of the first, which may still be on its way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.chaos.test_evidence import targets, write
from tests.servers.faults import Response

if TYPE_CHECKING:
    from tests.chaos.inside import Inside
    from tests.chaos.world import World
    from tests.servers.faults import Request


@pytest.mark.parametrize("edit", ["date", "name"])
def test_a_record_that_arrives_late_meets_the_one_that_was_sent_after_it(
    world: World, inside: Inside, edit: str
) -> None:
    """The key was made anew of the new date, or the new name: the late one made a second post beside the next try's."""
    path = world.digest(hero=False)
    late: list[Request] = []
    answer = world.pds.proxy.answer

    def holding(request: Request) -> Response:
        if request.path.endswith(".putRecord"):
            late.append(request)
            return Response(504, b"<html>", {"Content-Type": "text/html"})
        return answer(request)

    world.pds.proxy.answer = holding
    try:
        assert inside.run("bluesky").outcomes == {"bluesky": "in-doubt"}
    finally:
        world.pds.proxy.answer = answer
    if edit == "date":
        path.write_text(path.read_text().replace("08:00:00", "08:30:00"))
    else:
        path.rename(path.with_name("another-name.md"))
    assert inside.run("bluesky").outcomes == {"bluesky": "posted"}
    for request in late:
        answer(request)
    assert len(world.pds.posts(world.blog)) == 1


def test_a_file_written_over_within_the_hour_is_another_call(world: World, inside: Inside) -> None:
    """The server took the second issue for the first, and it waited for a person."""
    world.mastodon.safeguards = True
    targets(world, "[targets.mastodon]\n")
    write(world, "weekly", 2, title="Apples of this week", description="All about apples and pears from here.")
    assert inside.run().outcomes == {"mastodon": "posted"}
    inside.clock.forward(minutes=20)
    path = world.blog.digest(
        "weekly.md",
        "\nTrains, ships and bicycles are what it is about this time, and nothing else at all.\n",
        title="Trains of the next week",
        description="How to go to places.",
        pubDatetime=(inside.clock.now() - timedelta(minutes=1)).isoformat(),
    )
    assert inside.run().outcomes == {"mastodon": "posted"}, path
    assert len(world.mastodon.posts) == 2


@pytest.mark.parametrize("day", ["2025-11-24", None])
def test_a_new_digest_under_the_name_and_day_of_a_renamed_one_has_a_key_of_its_own(
    world: World, inside: Inside, day: str | None
) -> None:
    """Name and time make the key, which the renamed one's post has: on Bluesky it was in doubt for good, on Mastodon said to be posted."""
    world.mastodon.safeguards = True
    targets(world, "[targets.bluesky]\n[targets.mastodon]\n")
    apples = "\nApples, pears and plums are what it is about here, and how they are kept until the spring.\n"
    trains = "\nTrains, ships and bicycles are what it is about this time, and nothing else at all.\n"
    path = world.blog.digest("latest.md", apples, title="Apples of this week", pubDatetime=day)
    assert inside.run().outcomes == {"bluesky": "posted", "mastodon": "posted"}
    path.rename(path.with_name("apples.md"))
    assert inside.run().outcomes == {}
    world.blog.digest("latest.md", trains, title="Trains of this week", pubDatetime=day)
    for outcomes in ({"bluesky": "posted", "mastodon": "posted"}, {}):
        inside.clock.forward(minutes=1)
        assert inside.run().outcomes == outcomes
    assert len(world.pds.posts(world.blog)) == len(world.mastodon.posts) == 2

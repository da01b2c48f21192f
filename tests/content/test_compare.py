"""Computed addresses are held against those that are there, and the pattern that explains most is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.compare import compare, shared_addresses
from bot.sites.published import published

if TYPE_CHECKING:
    from tests.content.conftest import Desk


def test_the_pattern_that_explains_most_is_offered(desk: Desk) -> None:
    """By the titles of the pages that are there."""
    digests = [
        desk.front(f"title: Post {name}\ndate: 2024-05-{day}", name=f"{name}.md")
        for name, day in (("tide", "06"), ("storm", "07"), ("fog", "08"))
    ]
    there = published(
        "the sitemap",
        iter([(f"https://example.com/blog/2024/{one.slug}/", one.title) for one in digests]),
    )
    found = compare(digests, there)
    assert (found.right, found.of, found.explains) == (0, 3, 3)
    assert found.pattern == "/blog/{year}/{slug}/"
    assert str(found).startswith("0 of 3 addresses stand in the sitemap; it has /blog/2024/tide/ for “Post tide”")
    right = published("the sitemap", iter([(one.url, "") for one in digests]))
    assert str(compare(digests, right)) == "3 of 3 addresses stand in the sitemap"


def test_two_digests_with_one_address_are_named(desk: Desk) -> None:
    one, other = (desk.front("slug: same", name=name) for name in ("a.md", "b.md"))
    assert shared_addresses([one, other]) == {one.url: [one, other]}
    assert not shared_addresses([one])

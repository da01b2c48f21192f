"""From a digest to its drafts: a preview and a post know the same of the blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.archive import FEWEST

if TYPE_CHECKING:
    from tests.conftest import Blog

SETTINGS = """
site = "https://blog.example"
[targets.outbox]
hashtags = 2
"""


def test_a_preview_knows_the_archives_tags_as_a_post_does_with_a_ledger_and_without(blog: Blog) -> None:
    blog.settings(SETTINGS)
    for number in range(FEWEST):
        blog.digest(f"2026-10-{number + 10}.md", tags=["fermentation", "glass"])
    path = blog.digest("2026-11-20.md", title="What a jar holds", tags=["fermentation", "kefir", "yeast"])
    shown = blog.bot("preview", path, "--json").results[0]["draft"]["text"]
    assert shown.endswith("#Kefir #Yeast")
    assert blog.bot("init").code == 0
    assert blog.bot("preview", path, "--json").results[0]["draft"]["text"] == shown
    posted = blog.bot("post", path, "--json").results[0]
    assert posted["outcome"] == "posted"
    assert posted["draft"]["text"] == shown

"""What a digest's page says to platforms is what its card says, or the owner is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.content.tags import is_picture, same_words

if TYPE_CHECKING:
    from tests.conftest import Blog

PAGE = (
    '<meta property="og:title" content="{title}"><meta property="og:description" content="{description}">'
    '<meta property="og:image" content="{image}">'
)
DIGEST = """---
title: Hello, world
description: What the post is about, in a sentence.
heroImage: ./hero.png
---
Text.
"""
SAME = {
    "title": "Hello, world – The Blog", "description": "What the post is about, in a sent…",
    "image": "https://a.dev/_astro/hero.Ab12_Z.webp",
}  # fmt: skip


def warnings_with(blog: Blog, **tags: str) -> str:
    """What a preview warns of, with this page in public/."""
    blog.settings('site = "https://a.dev"\n[targets.bluesky]\n[targets.x]\n')
    (blog.root / "content/hello.md").write_text(DIGEST, encoding="utf-8")
    page = blog.root / "public/posts/hello/index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    for path in (page, blog.root / "public/index.html"):
        path.write_text(PAGE.format_map(SAME | tags), encoding="utf-8")
    (result,) = blog.bot("preview", "content/hello.md", "--json", "--to", "bluesky").results
    return "\n".join(one for one in result["warnings"] if "its page's" in one)


def test_a_page_that_says_the_same_is_nothing_to_tell(blog: Blog) -> None:
    """The site's name behind the title, a shortened sentence and a hashed file name are no differences."""
    assert warnings_with(blog) == ""


def test_each_difference_is_a_warning_of_the_preview(blog: Blog) -> None:
    """With what both say."""
    told = warnings_with(blog, title="Home", description="All about us.", image="/default-card.png")
    assert "og:title is “Home”, and the card's title “Hello, world”" in told
    assert "og:description is “All about us.”" in told
    assert "og:image is “/default-card.png”, and the card's picture “./hero.png”" in told


def test_a_page_that_is_older_than_its_digest_says_nothing(blog: Blog) -> None:
    """A build from before the last edit is no evidence."""
    warnings_with(blog, title="Home")
    os.utime(blog.root / "public/posts/hello/index.html", (1, 1))
    (result,) = blog.bot("preview", "content/hello.md", "--json", "--to", "bluesky").results
    assert not [one for one in result["warnings"] if "its page's" in one]


@pytest.mark.parametrize(
    ("source", "address", "same"),
    [
        ("./hero.png", "/_next/image?url=%2Fimg%2Fhero.png&w=1200", True),
        ("img/Two words.jpg", "https://a.dev/img/two%20words_hu1_fill.jpg", True),
        ("./hero.png", "/og/other.png", False),
    ],
)
def test_a_picture_is_known_by_its_files_name(source: str, address: str, *, same: bool) -> None:
    assert is_picture(source, address) is same


def test_short_texts_must_be_the_same() -> None:
    """ "On" is the beginning of many titles."""
    assert not same_words("On", "On tides")
    assert same_words("On tides!", "On Tides")

"""The outbox's pages: each post as the preview shows it, and the index of them all."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.clock import minute
from bot.publishers.outbox.post import draft_of, links_of, posted_at
from bot.view.figures import count
from bot.view.markup import host_or_address
from bot.view.page import PostsPage, ShownDigest, ShownEntry, ShownJson, ShownLink, render_page
from bot.view.post import ShownPost, data_address, target_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Image
    from bot.settings.model import Target

INDEX = "index.html"
TITLE = "Outbox"
SHOWN = 50
"""Posts that the index shows whole; it is written anew for each post, and older ones are links."""


def render_post(post: Mapping[str, Any], target: Target, image: Image | None) -> str:
    """One post; its picture is in the page, so that the file can be handed on alone."""
    draft = replace(draft_of(post), image=image)
    picture = data_address(image) if image else None
    entry = replace(
        entry_of(post, target, ShownPost(draft, target.platform, author_of(target, post), picture=picture)),
        document=ShownJson("Exactly what was sent", post),
    )
    heading = title_of(post)
    page = PostsPage(
        title=f"{heading} · {TITLE}",
        brand=author_of(target, post),
        heading=heading,
        lead="This post went nowhere but into the outbox, a folder on this machine.",
        digests=[ShownDigest("", "", [entry])],
        back=(INDEX, "All posts of the outbox"),
    )
    return render_page(page)


def render_index(posts: Sequence[tuple[str, Mapping[str, Any]]], target: Target) -> str:
    """All posts in the order given, with their file names without ending; those of one digest side by side."""
    digests = []
    for _, group in groupby(posts[:SHOWN], key=lambda named: named[1].get("key") or named[0]):
        together = list(group)
        entries = [index_entry(name, post, target) for name, post in together]
        digests.append(ShownDigest(title_of(together[0][1]), "", entries))
    number = f"{count(len(posts), 'post')}, the newest first" if posts else "Nothing was posted yet"
    name = author_of(target, posts[0][1] if posts else None)
    page = PostsPage(
        title=f"{TITLE} · {name}",
        brand=name,
        heading=TITLE,
        lead=f"{number}. What is posted here goes nowhere but into this folder.",
        digests=digests,
        older=[link_to(name, post, target) for name, post in posts[SHOWN:]],
        gallery=True,
        files_beside=True,
    )
    return render_page(page)


def index_entry(name: str, post: Mapping[str, Any], target: Target) -> ShownEntry:
    draft, picture = draft_of(post), post.get("picture")
    shown = ShownPost(
        draft if picture else replace(draft, image=None),
        target.platform,
        author_of(target, post),
        picture=quote(picture) if picture else None,
    )
    return replace(entry_of(post, target, shown), beside=f"{name}.html", measured=False)


def link_to(name: str, post: Mapping[str, Any], target: Target) -> ShownLink:
    when = posted_at(post)
    heading = target_heading(str(post.get("target") or target.name), target.platform)
    return ShownLink(title_of(post), f"{name}.html", f"{heading}, {minute(when)}" if when else heading)


def title_of(post: Mapping[str, Any]) -> str:
    """The digest's title; a post of an older version may lack it."""
    return str(post.get("title") or "Post")


def entry_of(post: Mapping[str, Any], target: Target, shown: ShownPost) -> ShownEntry:
    when = posted_at(post)
    return ShownEntry(
        heading=target_heading(str(post.get("target") or target.name), target.platform),
        look=target.platform.look,
        outcome=f"posted {minute(when)}" if when else "posted",
        mood="good",
        post=replace(shown, when=f"{when:%Y-%m-%d}" if when else ""),
    )


def author_of(target: Target, post: Mapping[str, Any] | None) -> str:
    """The blog's name; where it has none, its host, as the preview calls it."""
    link = next(iter(links_of(post)), None) if post is not None else None
    return target.site_name or (host_or_address(link) if link else target.platform.look.label)

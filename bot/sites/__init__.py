"""What builds this blog, and what its files already say: site, permalink, folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sites import astro, eleventy, hugo, jekyll, values
from bot.sites.folder import Tree, look
from bot.sites.model import Blog, Found, Kind

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Blog", "Found", "Kind", "Tree", "find", "recognise"]


def find(root: Path) -> Blog:
    """The blog in this folder. Reads its files as text; runs nothing."""
    return recognise(look(root))


def recognise(tree: Tree) -> Blog:
    for recognised in (astro.recognise, hugo.recognise, eleventy.recognise, jekyll.recognise):
        blog = recognised(tree)
        if blog is not None:
            return blog
    top = next((one for one in ("content", "src/content") if one in tree.folders), None)
    path = values.posts_folder(tree, top or "") or top
    return Blog(
        kind=Kind.PLAIN,
        site=values.elsewhere(tree),
        content=Found(path, f"{path}/") if path else None,
        assets=values.assets(tree, "public", "static"),
    )

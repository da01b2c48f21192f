"""A folder of Markdown of which nothing else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sites import places
from bot.sites.model import Blog, Found, Kind, Surface

if TYPE_CHECKING:
    from bot.sites.folder import Tree

SURFACE = Surface()


def recognise(tree: Tree) -> Blog:
    top = next((one for one in ("content", "src/content") if one in tree.folders), None)
    path = places.posts_folder(tree, top or "") or top
    return Blog(
        kind=Kind.PLAIN,
        site=places.elsewhere(tree) or places.homepage(tree),
        content=Found(path, f"{path}/") if path else None,
        include=tree.unusual(("md", "mdx", "markdown")),
        assets=places.assets(tree, "public", "static"),
        guess="nothing in this folder says what builds the blog",
    )

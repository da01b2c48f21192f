"""A folder of Markdown of which nothing else is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sites import places
from bot.sites.model import Blog, Found, Kind, Surface
from bot.sites.routes import Route, best, route_of

if TYPE_CHECKING:
    from bot.sites.folder import Tree

SURFACE = Surface()
ROUTE = re.compile(r"(?:(?:app|src)/)?routes/(?P<path>.+?)(?:[./](?:route|_?index))?\.[jt]sx")
"""A page as React Router, Remix, Fresh and the like have it."""


def recognise(tree: Tree) -> Blog:
    top = next((one for one in ("content", "src/content") if one in tree.folders), None)
    path = places.posts_folder(tree, top or "") or top
    folder = (path or "").rpartition("/")[2]
    page = best([route for route in routes_of(tree) if shows_posts(route, folder)], folder, places.NAMES)
    return Blog(
        kind=Kind.PLAIN,
        site=places.elsewhere(tree) or places.homepage(tree),
        content=Found(path, f"{path}/") if path else None,
        include=tree.unusual(("md", "mdx", "markdown")),
        assets=places.assets(tree, "public", "static"),
        permalink=page.pattern.replace("{}", "{slug}") if page else None,
        guess=f"{page.page} shows one digest, as far as its place tells"
        if page
        else "nothing in this folder says what builds the blog",
    )


def routes_of(tree: Tree) -> list[Route]:
    found = [(one["path"], path) for path in tree.texts if (one := ROUTE.fullmatch(path))]
    return [
        route for place, path in found if (route := route_of(in_folders(place), path, tree.texts[path])) is not None
    ]


def shows_posts(route: Route, folder: str) -> bool:
    """By its place: at the top, or called as posts are; a shop's "users/$id" shows none."""
    named = set(route.pattern.split("/")[1:-1]) - {"{lang}", "{year}", "{month}", "{day}"}
    return not named or not named.isdisjoint({folder, *places.NAMES})


def in_folders(place: str) -> str:
    """``blog.$slug`` as ``blog/[slug]``; "_layout" and "($lang)" are no parts of addresses."""
    parts = place.split("/") if "[" in place else re.split(r"[./]", place)
    return "/".join(re.sub(r"^\$(\w+)$", r"[\1]", one.rstrip("_+")) for one in parts if not one.startswith(("_", "(")))
